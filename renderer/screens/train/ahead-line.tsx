import { useTranslation } from 'react-i18next'
import type { Rate } from '#core/judge/wilson.ts'
import type { Ahead } from '#core/training/ahead.ts'
import { unitOf } from '#core/training/metric.ts'
import { Loading } from '../../parts/loading.tsx'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import type { ComparedRun } from './compared-runs.ts'

const LOOK: Readonly<Record<Ahead['code'], readonly [tone: string, sign: string]>> = {
  surely: ['done', '✓'],
  perhaps: ['waiting', '≈'],
  even: ['waiting', '='],
  uncounted: ['waiting', '?'],
  none: ['waiting', '○'],
}

interface Props {
  readonly ahead: Ahead
  readonly chosen: readonly ComparedRun[]
  readonly loading: boolean
}

/** Who is ahead, by how much, and whether that is more than chance. */
export function AheadLine({ ahead, chosen, loading }: Props) {
  const { t } = useTranslation()
  const say = useAheadWords(chosen)
  const [tone, sign] = LOOK[ahead.code]
  const several = 'compared' in ahead && ahead.compared > 1
  const datasets = new Set(chosen.map(({ row }) => row.dataset)).size > 1
  const byHeldOut = ahead.code !== 'none' && !('metric' in ahead && ahead.metric === 'reward/mean')
  if (loading && ahead.code === 'none') return <Loading />
  return (
    <div className={`health health-${ahead.code}`} role="status" aria-label={t('compare.ahead.title')}>
      <span className={`pill tone-${tone}`}>
        <span aria-hidden>{sign}</span>
        {t(`compare.ahead.sign.${ahead.code}`)}
      </span>
      <span className="prose">
        {say(ahead)}{' '}
        <span className="soft">
          {several && t('compare.ahead.several', { count: ahead.compared })}{' '}
          {byHeldOut && datasets && t('compare.ahead.datasets')}
        </span>
      </span>
    </div>
  )
}

function useAheadWords(chosen: readonly ComparedRun[]): (ahead: Ahead) => string {
  const { t } = useTranslation()
  const figure = useFigure()
  const format = useFormat()
  const share = ({ right, total }: Rate): string => figure(right / total, 'share')
  /** Percentage points, the unit standing in the sentence. */
  const points = (gap: number): string => figure.difference(Math.round(gap * 1000) / 10, 'none')
  const title = (run: number): string => chosen[run]?.row.title ?? ''
  return (ahead) => {
    if (ahead.code === 'none') return t('compare.ahead.none')
    const { leader, other, step } = ahead
    const names = { leader: title(leader), other: title(other), step: format.number(step) }
    if (ahead.code === 'uncounted') {
      const unit = unitOf(ahead.metric)
      return t(ahead.metric === 'reward/mean' ? 'compare.ahead.reward' : 'compare.ahead.uncounted', {
        ...names,
        metric: t(`train.metric.${ahead.metric}`),
        mine: figure(ahead.mine, unit),
        base: figure(ahead.base, unit),
      })
    }
    const { mine, base, gap } = ahead
    return t(`compare.ahead.${ahead.code}`, {
      ...names,
      mine: share(mine),
      base: share(base),
      difference: figure.difference(gap.difference, 'share'),
      low: points(gap.low),
      high: points(gap.high),
      total: format.number(Math.min(mine.total, base.total)),
    })
  }
}
