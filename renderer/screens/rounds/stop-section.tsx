import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BudgetFields } from '../../parts/budget-fields.tsx'
import { PilotFields } from '../../parts/pilot-fields.tsx'
import { useRoundDraft } from '../../store/round-draft.ts'

/** Where the round pauses by itself, and how hard it drives the endpoints. */
export function StopSection() {
  const { t } = useTranslation()
  const { draft, put, putPilot } = useRoundDraft()
  const { failedShare, ...budget } = draft.stop
  return (
    <section className="card stack">
      <h2>{t('rounds.section.stop')}</h2>
      <p className="soft small">{t('rounds.stopText')}</p>
      <div className="row wrap top">
        <BudgetFields
          size="xs"
          budget={budget}
          onBudget={(next) => put({ stop: { ...next, failedShare } })}
        />
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.failedShare')}
          suffix=" %"
          min={0}
          max={100}
          clampBehavior="strict"
          value={Math.round(failedShare * 100)}
          onChange={(value) => put({ stop: { ...budget, failedShare: (Number(value) || 0) / 100 } })}
        />
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.concurrency')}
          min={1}
          max={2048}
          clampBehavior="strict"
          allowDecimal={false}
          value={draft.concurrency}
          onChange={(value) => put({ concurrency: Number(value) || 1 })}
        />
        <NumberInput
          size="xs"
          w={150}
          label={t('simulate.seed')}
          min={0}
          max={2147483647}
          clampBehavior="strict"
          allowDecimal={false}
          value={draft.seed}
          onChange={(value) => put({ seed: Number(value) || 0 })}
        />
      </div>
      <PilotFields size="xs" pilot={draft.pilot} onPilot={putPilot} />
    </section>
  )
}
