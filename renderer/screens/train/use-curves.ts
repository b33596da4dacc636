import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Comparison, compareCurves } from '#core/training/compare.ts'
import { unitOf } from '#core/training/metric.ts'
import { SmoothColumn } from '#core/training/smooth.ts'
import type { ChartLine, Tone } from '../../parts/chart/rows.ts'
import { useCurves } from '../../store/curves.ts'
import { hasClock, secondsOf } from './charts.ts'
import type { RunPoints } from './use-run-points.ts'

export interface LineWish {
  readonly metric: string
  readonly tone: Tone
  readonly rare?: boolean
}

export interface Curves {
  readonly xs: Float64Array
  /** False where the run says neither when a step was nor how long it took. */
  readonly hasTime: boolean
  line(wish: LineWish): ChartLine
  compare(metric: string, rare: boolean): Comparison | undefined
}

const NONE = new Float64Array(0)

/** Each metric's smoothed column, kept from one drawing to the next. */
class Smoothing {
  private readonly columns = new Map<string, SmoothColumn>()

  of({ series, era }: RunPoints, metric: string, weight: number): Float64Array {
    const values = series.column(metric)
    if (!values) return NONE
    const column = this.columns.get(metric) ?? new SmoothColumn()
    this.columns.set(metric, column)
    return column.of(values, weight, era)
  }
}

/** The curves of a run, and of the pinned one beside them. */
export function useLines(points: RunPoints, pinned: RunPoints | undefined): Curves {
  const { t } = useTranslation()
  const smoothing = useCurves((state) => state.smoothing)
  const byTime = useCurves((state) => state.x === 'time')
  const mine = useRef(new Smoothing())
  const theirs = useRef(new Smoothing())
  const hasTime = hasClock(points.series)
  const xsOf = ({ series }: RunPoints): Float64Array =>
    (byTime && hasTime ? secondsOf(series) : undefined) ?? series.steps
  const smooth = (one: RunPoints, metric: string, rare: boolean): Float64Array =>
    (rare
      ? one.series.column(metric)
      : (one === pinned ? theirs : mine).current.of(one, metric, smoothing)) ?? NONE
  return {
    xs: xsOf(points),
    hasTime,
    line: ({ metric, tone, rare = false }) => {
      const values = points.series.column(metric)
      const base = pinned && pinned.series.length > 0 ? smooth(pinned, metric, rare) : NONE
      return {
        key: metric,
        label: t(`train.metric.${metric}` as 'train.metric.kl', { defaultValue: metric }),
        tone,
        unit: unitOf(metric),
        rare,
        values: values ?? NONE,
        smooth: smooth(points, metric, rare),
        ...(pinned && base.length > 0 ? { pinned: measured(xsOf(pinned), base) } : {}),
      }
    },
    compare: (metric, rare) => {
      if (!pinned) return undefined
      const curve = (one: RunPoints) => ({ steps: one.series.steps, values: smooth(one, metric, true) })
      const [a, b] = [curve(points), curve(pinned)]
      return a.values.length > 0 && b.values.length > 0 ? compareCurves(a, b, rare) : undefined
    },
  }
}

/** Only what was measured: a pinned curve is read at steps of another run. */
function measured(xs: Float64Array, values: Float64Array): { xs: Float64Array; values: Float64Array } {
  const kept = (_: number, row: number): boolean => !Number.isNaN(values[row] ?? Number.NaN)
  return { xs: xs.filter(kept), values: values.filter(kept) }
}
