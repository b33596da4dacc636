/** Which of several runs is ahead, and whether by more than chance would make it. */
import { type Gap, gapOf, type Rate } from '../judge/wilson.ts'
import { type Curve, compareCurves } from './compare.ts'
import { firstAtLeast } from './outline.ts'
import { heldOutAt, type Points } from './summary.ts'

/** Runs that can be compared at once. */
export const MOST_COMPARED = 6

/**
 * Of the normal distribution, for 1 to 5 comparisons that hold together with 95 %: the quantiles of 1 − 0.05 ÷ (2 × n)
 * (Bonferroni). The best of six is ahead by chance more often than one of two.
 */
const Z_OF = [1.959964, 2.241403, 2.39398, 2.497705, 2.575829] as const

interface Pair {
  /** Places in the list of runs. */
  readonly leader: number
  readonly other: number
  /** Last step that both sides of the comparison reached. */
  readonly step: number
}

export type Ahead =
  /** Nothing was measured in common. */
  | { readonly code: 'none' }
  /** By held-out accuracy with counts: more than its interval, less than that, or nothing at all. */
  | (Pair & {
      readonly code: 'surely' | 'perhaps' | 'even'
      readonly mine: Rate
      readonly base: Rate
      readonly gap: Gap
      /** How many differences the interval makes allowance for. */
      readonly compared: number
    })
  /** By what has no interval: held-out values without counts, held-out reward, or the reward in training. */
  | (Pair & {
      readonly code: 'uncounted'
      readonly metric: 'heldOut/accuracy' | 'heldOut/reward' | 'reward/mean'
      readonly mine: number
      readonly base: number
    })

const NOTHING = new Float64Array(0)
const curveOf = (points: Points, metric: string): Curve => ({
  steps: points.steps,
  values: points.column(metric) ?? NOTHING,
})

/** The leader, and whom it is held against: the baseline, or where it leads itself, the next best. */
function pairOf(values: readonly (number | undefined)[], baseline: number): Omit<Pair, 'step'> | undefined {
  const order = values
    .flatMap((value, run) => (value === undefined ? [] : [{ value, run }]))
    .sort((a, b) => b.value - a.value || Number(b.run === baseline) - Number(a.run === baseline))
  const [first, second] = order
  if (!first || !second) return undefined
  const known = values[baseline] !== undefined && first.run !== baseline
  return { leader: first.run, other: known ? baseline : second.run }
}

const METRICS = ['heldOut/accuracy', 'heldOut/reward', 'reward/mean'] as const

/** @param baseline place of the run that others are held against */
export function whoIsAhead(runs: readonly Points[], baseline: number): Ahead {
  for (const metric of METRICS) {
    const curves = runs.map((points) => curveOf(points, metric))
    const compared = compareCurves(curves, metric !== 'reward/mean')
    const pair = compared && pairOf(compared.values, baseline)
    if (!compared || !pair) continue
    const { step, values } = compared
    const [mine, base] = [values[pair.leader] ?? 0, values[pair.other] ?? 0]
    const counted = metric === 'heldOut/accuracy' ? judged(runs, { ...pair, step }, values) : undefined
    return counted ?? { code: 'uncounted', ...pair, step, metric, mine, base }
  }
  return { code: 'none' }
}

/** Undefined where it is not known how many samples were asked. */
function judged(
  runs: readonly Points[],
  pair: Pair,
  values: readonly (number | undefined)[],
): Ahead | undefined {
  const compared = Math.max(1, values.filter((value) => value !== undefined).length - 1)
  const rate = (run: number): Rate | undefined => {
    const points = runs[run]
    return points && heldOutAt(points, rowAt(points, pair.step), Z_OF[compared - 1])?.rate
  }
  const [mine, base] = [rate(pair.leader), rate(pair.other)]
  if (!mine || !base) return undefined
  const gap = gapOf(mine, base)
  const code = gap.difference === 0 ? 'even' : gap.low > 0 ? 'surely' : 'perhaps'
  return { code, ...pair, mine, base, gap, compared }
}

/** The last row up to a step that measured held-out accuracy. */
function rowAt(points: Points, step: number): number {
  const column = points.column('heldOut/accuracy')
  let row = firstAtLeast(points.steps, step + 1) - 1
  while (row > 0 && Number.isNaN(column?.[row] ?? Number.NaN)) row--
  return row
}
