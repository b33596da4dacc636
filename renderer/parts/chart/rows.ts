/** What a chart draws: columns over one x, thinned to what can be told apart on the screen. */
import type { Unit } from '#core/training/metric.ts'
import { firstAtLeast, outline } from '#core/training/outline.ts'

export const TONES = ['first', 'second', 'third', 'fourth'] as const
export type Tone = (typeof TONES)[number]

export interface ChartLine {
  readonly key: string
  readonly label: string
  readonly tone: Tone
  readonly unit: Unit
  /** By row of the run; NaN where nothing was measured, empty where it never was. */
  readonly values: Float64Array
  readonly smooth: Float64Array
  /** Measured now and then: points are shown, and the smoothed line is left out. */
  readonly rare: boolean
  /** The same metric of the pinned run, smoothed, at its own x; only where it was measured. */
  readonly pinned?: { readonly xs: Float64Array; readonly values: Float64Array }
}

/** Stretch of x that is shown. */
export interface Frame {
  readonly from: number
  readonly to: number
}

export interface ChartMark {
  readonly x: number
  readonly sign: string
  readonly label: string
}

type Column = (number | null)[]

/** Columns for each line: raw, smoothed, pinned. */
export const PER_LINE = 3
/** Columns in front of the lines: x, lower and upper edge of the band. */
export const BEFORE_LINES = 3

const extent = (xs: Float64Array, frame: Frame | undefined): readonly [number, number] => {
  if (!frame) return [0, xs.length]
  // One row more on each side, so that lines run to the edge.
  return [Math.max(0, firstAtLeast(xs, frame.from) - 1), Math.min(xs.length, firstAtLeast(xs, frame.to) + 1)]
}

const plain = (values: Float64Array, log: boolean): Column =>
  Array.from(values, (value) => (Number.isNaN(value) || (log && value <= 0) ? null : value))

/** The pinned curve at the x of ours, on a straight line between its neighbours there; nothing beyond its ends. */
function sampled({ xs, values }: NonNullable<ChartLine['pinned']>, x: Float64Array): Float64Array {
  return Float64Array.from(x, (at) => {
    const after = firstAtLeast(xs, at)
    if (xs[after] === at) return values[after] ?? Number.NaN
    const [left, right] = [xs[after - 1], xs[after]]
    if (left === undefined || right === undefined) return Number.NaN
    const share = (at - left) / (right - left)
    return (values[after - 1] ?? Number.NaN) * (1 - share) + (values[after] ?? Number.NaN) * share
  })
}

/** x of the pinned curves behind the end of ours, where they went on longer. */
function behind(
  lines: readonly ChartLine[],
  end: number,
  frame: Frame | undefined,
  stretches: number,
): Float64Array {
  const pinned = lines.find((line) => line.pinned)?.pinned
  if (!pinned) return new Float64Array(0)
  const [, to] = extent(pinned.xs, frame)
  return outline(pinned.xs, [], firstAtLeast(pinned.xs, end + 1e-9), to, stretches).x
}

/**
 * @param frame undefined for everything
 * @param stretches places on the screen that can be told apart
 * @param log leaves out what has no logarithm
 * @returns x, the band's edges, and for each line raw, smoothed and pinned
 */
export function chartRows(
  xs: Float64Array,
  lines: readonly ChartLine[],
  band: { readonly low: Float64Array; readonly high: Float64Array } | undefined,
  frame: Frame | undefined,
  stretches: number,
  log: boolean,
): Column[] {
  const [from, to] = extent(xs, frame)
  const columns = [
    ...(band ? [band.low, band.high] : []),
    ...lines.flatMap((line) => [line.values, line.smooth]),
  ]
  const { x, ys } = outline(xs, columns, from, to, stretches)
  const more = behind(lines, xs.at(-1) ?? Number.NEGATIVE_INFINITY, frame, stretches)
  const grid = new Float64Array(x.length + more.length)
  grid.set(x)
  grid.set(more, x.length)
  const padded = (values: Float64Array | undefined): Column => {
    const column: Column = values ? plain(values, log) : new Array<null>(x.length).fill(null)
    for (let i = 0; i < more.length; i++) column.push(null)
    return column
  }
  const edge = band ? 2 : 0
  return [
    Array.from(grid),
    padded(band ? ys[0] : undefined),
    padded(band ? ys[1] : undefined),
    ...lines.flatMap((line, i) => [
      padded(ys[edge + 2 * i]),
      padded(line.rare ? undefined : ys[edge + 2 * i + 1]),
      line.pinned ? plain(sampled(line.pinned, grid), log) : padded(undefined),
    ]),
  ]
}

/** Where all but the most extreme hundredth of the values lie. */
export function withoutOutliers(columns: readonly Column[]): readonly [number, number] | undefined {
  const values = columns.flatMap((column) => column.filter((value) => value !== null)).sort((a, b) => a - b)
  const low = values[Math.floor(values.length * 0.01)]
  const high = values[Math.ceil(values.length * 0.99) - 1]
  return low === undefined || high === undefined ? undefined : [low, high]
}
