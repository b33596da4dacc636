/** Which charts a run has, and in what order. */
import type { Metric, Unit } from '#core/training/metric.ts'
import type { Series } from '#core/training/series.ts'
import type { Tone } from '../../parts/chart/rows.ts'

export interface ChartSpec {
  readonly id: ChartId
  readonly unit: Unit
  readonly lines: readonly { readonly metric: Metric; readonly tone: Tone; readonly rare?: boolean }[]
  readonly band?: { readonly low: Metric; readonly high: Metric }
}

export const CHART_IDS = ['reward', 'length', 'entropy', 'kl', 'clip', 'gradient', 'dead', 'time'] as const
export type ChartId = (typeof CHART_IDS)[number]

/** Pixels. */
export const CHART_HEIGHT = 170
export const TALL_CHART = 230

/** Reward never stands without what it is for: accuracy on samples that were held out. */
export function chartsOf(series: Pick<Series, 'column'>): readonly ChartSpec[] {
  const heldOut: Metric =
    series.column('heldOut/accuracy') || !series.column('heldOut/reward')
      ? 'heldOut/accuracy'
      : 'heldOut/reward'
  return [
    {
      id: 'reward',
      unit: 'none',
      lines: [
        { metric: 'reward/mean', tone: 'first' },
        { metric: heldOut, tone: 'second', rare: true },
      ],
      band: { low: 'reward/min', high: 'reward/max' },
    },
    { id: 'length', unit: 'tokens', lines: [{ metric: 'response/length', tone: 'first' }] },
    { id: 'entropy', unit: 'nats', lines: [{ metric: 'entropy', tone: 'first' }] },
    { id: 'kl', unit: 'nats', lines: [{ metric: 'kl', tone: 'first' }] },
    {
      id: 'clip',
      unit: 'share',
      lines: [
        { metric: 'clip/share', tone: 'first' },
        { metric: 'response/clipShare', tone: 'second' },
      ],
    },
    { id: 'gradient', unit: 'none', lines: [{ metric: 'grad/norm', tone: 'first' }] },
    { id: 'dead', unit: 'share', lines: [{ metric: 'groups/dead', tone: 'first' }] },
    {
      id: 'time',
      unit: 'seconds',
      lines: [
        { metric: 'time/rollout', tone: 'first' },
        { metric: 'time/reward', tone: 'second' },
        { metric: 'time/update', tone: 'third' },
        { metric: 'time/step', tone: 'fourth' },
      ],
    },
  ]
}

const USUAL: ReadonlySet<string> = new Set([
  ...chartsOf({ column: () => undefined }).flatMap(({ lines }) => lines.map(({ metric }) => metric)),
  'heldOut/reward',
  'reward/min',
  'reward/max',
])

/** What else a run measures. */
export const otherMetrics = (series: Pick<Series, 'names'>): string[] =>
  series.names.filter((name) => !USUAL.has(name)).sort()

/** Of several runs each chart shows one metric; those that none of them measured are left out. */
const COMPARED: readonly (Metric | readonly [Metric, 'rare'])[] = [
  'reward/mean',
  ['heldOut/accuracy', 'rare'],
  ['heldOut/reward', 'rare'],
  'response/length',
  'entropy',
  'kl',
  'clip/share',
  'response/clipShare',
  'grad/norm',
  'groups/dead',
  'time/step',
]

export function comparedMetrics(
  all: readonly Pick<Series, 'column'>[],
): readonly { readonly metric: Metric; readonly rare: boolean }[] {
  return COMPARED.map((one) =>
    typeof one === 'string' ? { metric: one, rare: false } : { metric: one[0], rare: true },
  ).filter(({ metric }) => all.some((series) => series.column(metric)))
}

const endsByClock = ({ times }: Series): boolean => !Number.isNaN(times.at(-1) ?? Number.NaN)

/** Whether a run says when its steps were, or how long they took. */
export const hasClock = (series: Series): boolean =>
  endsByClock(series) || series.column('time/step') !== undefined

/** x of each row in seconds since the start: by the clock, else by the length of its steps. */
export function secondsOf(series: Series): Float64Array | undefined {
  const { times } = series
  const start = times.find((at) => !Number.isNaN(at))
  if (start !== undefined && endsByClock(series)) {
    let last = 0
    // A clock that was set back must not turn the curve around.
    return times.map((at) => (last = Math.max(last, Number.isNaN(at) ? last : (at - start) / 1000)))
  }
  const spans = series.column('time/step')
  if (!spans?.some((span) => !Number.isNaN(span))) return undefined
  let sum = 0
  return spans.map((span) => (sum += Number.isNaN(span) ? 0 : span))
}
