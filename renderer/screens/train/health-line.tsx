import { useTranslation } from 'react-i18next'
import type { Health, HealthCode, HealthLevel } from '#core/training/health.ts'
import { unitOf } from '#core/training/metric.ts'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'

const LOOK: Readonly<Record<HealthLevel, readonly [tone: string, sign: string]>> = {
  early: ['waiting', '○'],
  healthy: ['done', '✓'],
  watch: ['dropped', '◐'],
  stop: ['failed', '✕'],
}

/** The unit of the values in a sentence; numbers of steps and seconds have their own. */
const METRIC_OF: Readonly<Partial<Record<HealthCode, string>>> = {
  entropyGone: 'entropy',
  entropyLow: 'entropy',
  lengthBlewUp: 'response/length',
  lengthGrows: 'response/length',
  klHigh: 'kl',
  klRises: 'kl',
}
const SHARES = new Set(['share', 'cut', 'gpu'])
/** Values of held-out samples: shares where accuracy is measured. */
const HELD_OUT: Readonly<Partial<Record<HealthCode, ReadonlySet<string>>>> = {
  healthy: new Set(['from', 'to']),
  heldOutFlat: new Set(['from', 'to']),
  heldOutFell: new Set(['best', 'now']),
}
type Measure = 'accuracy' | 'reward'
const WHOLE = new Set(['step', 'steps', 'wanted', 'bestStep', 'times'])

export function HealthSign({ level }: { readonly level: HealthLevel }) {
  const { t } = useTranslation()
  const [tone, sign] = LOOK[level]
  return (
    <span className={`pill tone-${tone}`}>
      <span aria-hidden>{sign}</span>
      {t(`train.level.${level}`)}
    </span>
  )
}

/** Whether the curve looks healthy, why, and what can be done. */
export function HealthLine({
  health,
  heldOut = 'reward',
}: {
  readonly health: Health
  readonly heldOut?: Measure | undefined
}) {
  const { t } = useTranslation()
  const say = useHealthWords()
  const { sentence, hint } = say(health, heldOut)
  return (
    <div className={`health health-${health.level}`} role="status" aria-label={t('train.health.title')}>
      <HealthSign level={health.level} />
      <span className="prose">
        {sentence} {hint !== '' && <span className="soft">{hint}</span>}
      </span>
    </div>
  )
}

function useHealthWords(): (
  health: Health,
  heldOut: Measure,
) => { readonly sentence: string; readonly hint: string } {
  const { t } = useTranslation()
  const figure = useFigure()
  const format = useFormat()
  return ({ code, values }, heldOut) => {
    const unit = unitOf(METRIC_OF[code] ?? '')
    const said = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        name === 'seconds' || (name === 'usual' && code === 'stalled')
          ? format.span(value)
          : WHOLE.has(name)
            ? format.number(value)
            : figure(
                value,
                SHARES.has(name) || (heldOut === 'accuracy' && HELD_OUT[code]?.has(name)) ? 'share' : unit,
              ),
      ]),
    )
    const known = code === 'healthy' && values.to === undefined ? 'healthyAlone' : code
    const plain = known === 'healthyAlone' && values.rewardTo === undefined ? 'healthyBare' : known
    const told =
      (code === 'stalled' || code === 'neverBegan') && values.gpu !== undefined ? `${code}Gpu` : plain
    return {
      sentence: t(`train.health.${told}.says` as 'train.health.early.hint', { replace: said }),
      hint: t(`train.health.${told}.hint` as 'train.health.early.hint', { replace: said }),
    }
  }
}
