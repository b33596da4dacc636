import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDrafts } from '../../store/drafts.ts'

type BudgetPart = 'tokens' | 'seconds'

/** How many dialogs at a time, and where the job pauses by itself. */
export function LimitFields() {
  const { t } = useTranslation()
  const settings = useDrafts((state) => state.simulate.settings)
  const put = useDrafts((state) => state.putSettings)
  const setBudget = (part: BudgetPart, value: number) => {
    const { [part]: _, ...rest } = settings.budget
    put({ budget: value > 0 ? { ...rest, [part]: value } : rest })
  }
  const { tokens, seconds } = settings.budget
  return (
    <section className="stack">
      <div>
        <h2>{t('simulate.limits')}</h2>
        <p className="soft small">{t('simulate.limitsText')}</p>
      </div>
      <div className="row wrap top">
        <NumberInput
          label={t('simulate.concurrency')}
          w={200}
          min={1}
          max={2048}
          allowDecimal={false}
          clampBehavior="strict"
          value={settings.concurrency}
          onChange={(value) => put({ concurrency: Math.max(1, Number(value) || 1) })}
        />
        <NumberInput
          label={t('simulate.tokenLimit')}
          placeholder={t('simulate.noLimit')}
          w={200}
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          value={tokens ?? ''}
          onChange={(value) => setBudget('tokens', Number(value) || 0)}
        />
        <NumberInput
          label={t('simulate.minuteLimit')}
          placeholder={t('simulate.noLimit')}
          w={200}
          min={0}
          value={seconds === undefined ? '' : seconds / 60}
          onChange={(value) => setBudget('seconds', (Number(value) || 0) * 60)}
        />
      </div>
    </section>
  )
}
