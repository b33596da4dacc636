import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BudgetFields } from '../../parts/budget-fields.tsx'
import { PilotFields } from '../../parts/pilot-fields.tsx'
import { useDrafts } from '../../store/drafts.ts'

/** How many dialogs at a time, where the job pauses by itself, and whether a few go first. */
export function LimitFields() {
  const { t } = useTranslation()
  const { pilot, ...settings } = useDrafts((state) => state.simulate.settings)
  const put = useDrafts((state) => state.putSettings)
  const putPilot = useDrafts((state) => state.putPilot)
  return (
    <section className="stack">
      <div>
        <h2>{t('simulate.limits')}</h2>
        <p className="soft small">{t('simulate.limitsText')}</p>
      </div>
      <div className="row wrap top">
        <NumberInput
          label={t('simulate.concurrency')}
          w={180}
          min={1}
          max={2048}
          allowDecimal={false}
          clampBehavior="strict"
          value={settings.concurrency}
          onChange={(value) => put({ concurrency: Math.max(1, Number(value) || 1) })}
        />
        <BudgetFields budget={settings.budget} onBudget={(budget) => put({ budget })} />
      </div>
      <PilotFields pilot={pilot} onPilot={putPilot} />
    </section>
  )
}
