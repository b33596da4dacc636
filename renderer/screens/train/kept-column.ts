import { Peaks } from '#core/training/peaks.ts'
import { SmoothColumn } from '#core/training/smooth.ts'
import type { ChartLine } from '../../parts/chart/rows.ts'

/** What is kept of a metric from one drawing to the next. */
export class KeptColumn {
  private readonly smoothed = new SmoothColumn()
  private readonly peaks = { values: new Peaks(), smooth: new Peaks() }

  /** @param weight of the past in the smoothed line */
  of(values: Float64Array, weight: number, era: string): Pick<ChartLine, 'values' | 'smooth' | 'peaks'> {
    const smooth = this.smoothed.of(values, weight, era)
    this.peaks.values.of(values, era)
    this.peaks.smooth.of(smooth, `${weight} ${era}`)
    return { values, smooth, peaks: this.peaks }
  }
}
