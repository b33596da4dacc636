import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useRoundDraft } from '../../store/round-draft.ts'

/** Where the round pauses by itself, and how hard it drives the endpoints. */
export function StopSection() {
  const { t } = useTranslation()
  const { draft, put } = useRoundDraft()
  const { stop } = draft
  const limit = (part: 'tokens' | 'seconds', value: number) => {
    const { [part]: _, ...rest } = stop
    put({ stop: value > 0 ? { ...rest, [part]: value } : rest })
  }
  return (
    <section className="card stack">
      <h2>{t('rounds.section.stop')}</h2>
      <p className="soft small">{t('rounds.stopText')}</p>
      <div className="row wrap top">
        <NumberInput
          size="xs"
          w={150}
          label={t('simulate.tokenLimit')}
          placeholder={t('simulate.noLimit')}
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          value={stop.tokens ?? ''}
          onChange={(value) => limit('tokens', Number(value) || 0)}
        />
        <NumberInput
          size="xs"
          w={150}
          label={t('simulate.minuteLimit')}
          placeholder={t('simulate.noLimit')}
          min={0}
          value={stop.seconds === undefined ? '' : stop.seconds / 60}
          onChange={(value) => limit('seconds', (Number(value) || 0) * 60)}
        />
        <NumberInput
          size="xs"
          w={150}
          label={t('rounds.failedShare')}
          suffix=" %"
          min={0}
          max={100}
          clampBehavior="strict"
          value={Math.round(stop.failedShare * 100)}
          onChange={(value) => put({ stop: { ...stop, failedShare: (Number(value) || 0) / 100 } })}
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
    </section>
  )
}
