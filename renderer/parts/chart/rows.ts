/** What a chart draws: columns over one x, thinned to what can be told apart on the screen. */
import type { Unit } from '#core/training/metric.ts'
import { type Column as Curve, type Frame, outline } from '#core/training/outline.ts'
import type { Peaks } from '#core/training/peaks.ts'

/** Hues that stay apart, for colour-blind eyes too; style/train.css has them for both themes. */
export const TONES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'] as const
export type Tone = (typeof TONES)[number]

export interface ChartLine {
  readonly key: string
  readonly label: string
  readonly tone: Tone
  readonly unit: Unit
  /** Step and x of each row; x is the step, or seconds since the start. */
  readonly steps: Float64Array
  readonly xs: Float64Array
  /** By row; NaN where nothing was measured, empty where it never was. */
  readonly values: Float64Array
  readonly smooth: Float64Array
  /** Of both, where a line is long. */
  readonly peaks?: { readonly values: Peaks; readonly smooth: Peaks }
  /** Measured now and then: points are shown, and the smoothed line is left out. */
  readonly rare: boolean
  /** Of a run among several: stands at the line's end and in its legend, so that it is known by more than its colour. */
  readonly sign?: string
  /** What others are compared with. */
  readonly dashed?: boolean
}

export interface ChartBand {
  readonly low: Float64Array
  readonly high: Float64Array
}

export interface ChartMark {
  readonly x: number
  readonly sign: string
  readonly label: string
}

export const nameOf = ({ sign, label }: Pick<ChartLine, 'sign' | 'label'>): string =>
  sign === undefined ? label : `${sign} ${label}`

type Column = (number | null)[]

/** Columns for each line: raw, smoothed. */
const PER_LINE = 2
/** Columns in front of the lines: x, lower and upper edge of the band. */
const BEFORE_LINES = 3

/** Index of a line's raw column; the smoothed one follows. */
export const columnOf = (line: number): number => BEFORE_LINES + PER_LINE * line

function plain(values: Float64Array, log: boolean): Column {
  const column: Column = new Array(values.length)
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number
    column[row] = Number.isNaN(value) || (log && value <= 0) ? null : value
  }
  return column
}

/** Among others a line is drawn smoothed alone: the raw ones would lie over each other. */
export const isRaw = ({
  rare,
  sign,
}: {
  readonly rare: boolean
  readonly sign?: string | undefined
}): boolean => rare || sign === undefined

/**
 * @param band of the first line
 * @param frame undefined for everything
 * @param stretches places on the screen that can be told apart
 * @param log leaves out what has no logarithm
 * @returns x, the band's edges, and for each line raw and smoothed
 */
export function chartRows(
  lines: readonly ChartLine[],
  band: ChartBand | undefined,
  frame: Frame | undefined,
  stretches: number,
  log: boolean,
): Column[] {
  const xs = lines[0]?.xs ?? new Float64Array(0)
  const wanted: (Curve | undefined)[] = [
    band && { xs, values: band.low },
    band && { xs, values: band.high },
    ...lines.flatMap((line) => [
      isRaw(line) ? { xs: line.xs, values: line.values, peaks: line.peaks?.values } : undefined,
      line.rare ? undefined : { xs: line.xs, values: line.smooth, peaks: line.peaks?.smooth },
    ]),
  ]
  const { x, ys } = outline(
    wanted.filter((curve) => curve !== undefined),
    frame,
    stretches,
  )
  let next = 0
  const nothing = new Array<null>(x.length).fill(null)
  const columns = wanted.map((curve): Column => {
    const y = curve && ys[next++]
    return y ? plain(y, log) : nothing
  })
  return [Array.from(x), ...columns]
}

/** First and last x of any line; 0 and 1 where there is none. */
export function reach(lines: readonly Pick<ChartLine, 'xs'>[]): Frame {
  const ends = lines.flatMap(({ xs }) => {
    const [from, to] = [xs[0], xs.at(-1)]
    return from === undefined || to === undefined ? [] : [{ from, to }]
  })
  if (ends.length === 0) return { from: 0, to: 1 }
  return { from: Math.min(...ends.map(({ from }) => from)), to: Math.max(...ends.map(({ to }) => to)) }
}

/** Where all but the most extreme hundredth of the values lie. */
export function withoutOutliers(columns: readonly Column[]): readonly [number, number] | undefined {
  const values = columns.flatMap((column) => column.filter((value) => value !== null)).sort((a, b) => a - b)
  const low = values[Math.floor(values.length * 0.01)]
  const high = values[Math.ceil(values.length * 0.99) - 1]
  return low === undefined || high === undefined ? undefined : [low, high]
}
