/** What a chart is given, and how all charts of a run are looked at. */
import type { Unit } from '#core/training/metric.ts'
import type { ChartLine, ChartMark, Frame } from './rows.ts'

export interface ChartView {
  /** Steps, or seconds since the start. */
  readonly xs: Float64Array
  readonly steps: Float64Array
  /** `named` says what x is, beside where it is. */
  readonly tickX: (x: number, named?: boolean) => string
  readonly log: boolean
  /** Leaves the most extreme values out of the range. */
  readonly clip: boolean
  readonly frame: Frame | undefined
  readonly marks: readonly ChartMark[]
  setFrame(frame: Frame | undefined): void
}

export interface CurveChartProps {
  readonly title: string
  readonly unit: Unit
  readonly height: number
  readonly lines: readonly ChartLine[]
  readonly band?: { readonly low: Float64Array; readonly high: Float64Array } | undefined
  readonly view: ChartView
  /** A sentence under the title, such as the difference from the pinned run. */
  readonly note?: string | undefined
  savePng(name: string, png: Uint8Array<ArrayBuffer>): void
  saveCsv(): void
}
