/** What a chart is given, and how all charts of a page are looked at. */
import type { Unit } from '#core/training/metric.ts'
import type { Frame } from '#core/training/outline.ts'
import type { ChartBand, ChartLine, ChartMark } from './rows.ts'

export interface ChartView {
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
  readonly band?: ChartBand | undefined
  readonly view: ChartView
  savePng(name: string, png: Uint8Array<ArrayBuffer>): void
  /** Tables of whole runs that can be saved: one, or one for each run that is drawn. */
  readonly tables: readonly { readonly label: string; save(): void }[]
}
