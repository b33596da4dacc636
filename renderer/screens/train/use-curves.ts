import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { unitOf } from '#core/training/metric.ts'
import type { ChartLine } from '../../parts/chart/rows.ts'
import { useCurves } from '../../store/curves.ts'
import { hasClock, secondsOf } from './charts.ts'
import { KeptColumn } from './kept-column.ts'
import type { RunPoints } from './use-run-points.ts'

export interface LineWish extends Pick<ChartLine, 'tone' | 'sign' | 'dashed'> {
  readonly metric: string
  readonly rare?: boolean
  /** In place of the metric's name. */
  readonly label?: string
}

export interface Curves {
  readonly steps: Float64Array
  /** Steps, or seconds since the start. */
  readonly xs: Float64Array
  line(wish: LineWish): ChartLine
}

const NONE = new Float64Array(0)

/** The curves of each run. By time only where each of them says when its steps were, or how long they took. */
export function useLines(all: readonly RunPoints[]): {
  readonly hasTime: boolean
  readonly of: readonly Curves[]
} {
  const { t } = useTranslation()
  const weight = useCurves((state) => state.smoothing)
  const wantsTime = useCurves((state) => state.x === 'time')
  const kept = useRef(new Map<string, KeptColumn>())
  const columnOf = (name: string): KeptColumn => {
    const column = kept.current.get(name) ?? new KeptColumn()
    kept.current.set(name, column)
    return column
  }
  const hasTime = all.every(({ series }) => series.length === 0 || hasClock(series))
  const curvesOf = (points: RunPoints): Curves => {
    const { series } = points
    const { steps } = series
    const xs = (wantsTime && hasTime ? secondsOf(series) : undefined) ?? steps
    return {
      steps,
      xs,
      line: ({ metric, rare = false, label, ...look }) => {
        const values = series.column(metric) ?? NONE
        const key = `${points.key} ${metric}`
        return {
          key,
          label: label ?? t(`train.metric.${metric}` as 'train.metric.kl', { defaultValue: metric }),
          unit: unitOf(metric),
          ...{ steps, xs, rare },
          ...(rare ? { values, smooth: values } : columnOf(key).of(values, weight, points.era)),
          ...look,
        }
      },
    }
  }
  return { hasTime, of: all.map(curvesOf) }
}
