/** Curves thinned to what can be told apart on a screen, over one x that all of them share. */
import { BLOCK, Extremes, type Peaks } from './peaks.ts'

/** First row whose x is at least `wanted`, among rows `from` to `to`; `xs` rises. */
export function firstAtLeast(xs: Float64Array, wanted: number, from = 0, to = xs.length): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if ((xs[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Values over their own x, which rises; NaN for what was not measured. */
export interface Column {
  readonly xs: Float64Array
  readonly values: Float64Array
  /** Of the values, where they are many and looked at again and again. */
  readonly peaks?: Peaks | undefined
}

/** Stretch of x that is shown. */
export interface Frame {
  readonly from: number
  readonly to: number
}

export interface Outline {
  readonly x: Float64Array
  /** One for each column, as long as `x`; NaN where it has nothing. */
  readonly ys: readonly Float64Array[]
}

type Rows = readonly [from: number, to: number]

/** Rows in a frame and one more on each side, so that lines run to the edge. */
const rowsIn = (xs: Float64Array, frame: Frame | undefined): Rows =>
  frame
    ? [Math.max(0, firstAtLeast(xs, frame.from) - 1), Math.min(xs.length, firstAtLeast(xs, frame.to) + 1)]
    : [0, xs.length]

/**
 * Fewer points with the same outline. Where there are few they come back as they are; of many, each stretch becomes two
 * points, which hold the lowest and the highest value of every column in the order in which they came, so that a spike
 * of one step is seen.
 *
 * @param columns those of one run may share their `xs`, which are then searched once
 * @param frame undefined for everything
 * @param stretches at most twice as many points come back for each of the different `xs`
 */
export function outline(columns: readonly Column[], frame: Frame | undefined, stretches: number): Outline {
  const rows = new Map(columns.map(({ xs }) => [xs, rowsIn(xs, frame)]))
  const longest = Math.max(0, ...[...rows.values()].map(([from, to]) => to - from))
  return longest <= 2 * stretches ? exact(columns, rows) : thinned(columns, rows, stretches)
}

function exact(columns: readonly Column[], rows: ReadonlyMap<Float64Array, Rows>): Outline {
  const parts = [...rows].map(([xs, [from, to]]) => xs.subarray(from, to))
  const [only] = parts
  const x = parts.length === 1 && only ? only.slice() : union(parts)
  const ys = columns.map(({ xs, values }) => {
    const [from, to] = rows.get(xs) ?? [0, 0]
    if (parts.length === 1) return values.slice(from, to)
    const y = new Float64Array(x.length).fill(Number.NaN)
    for (let row = from, at = 0; row < to; row++) {
      while ((x[at] as number) < (xs[row] as number)) at++
      y[at] = values[row] ?? Number.NaN
    }
    return y
  })
  return { x, ys }
}

/** All values of lists that rise, each once. */
function union(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  return all.sort().filter((x, i) => i === 0 || x !== all[i - 1])
}

function thinned(
  columns: readonly Column[],
  rows: ReadonlyMap<Float64Array, Rows>,
  stretches: number,
): Outline {
  const shown = [...rows].filter(([, [from, to]]) => to > from)
  const first = Math.min(...shown.map(([xs, [from]]) => xs[from] as number))
  const last = Math.max(...shown.map(([xs, [, to]]) => xs[to - 1] as number))
  const edges = Float64Array.from({ length: stretches }, (_, i) => first + ((last - first) * i) / stretches)
  const bounds = new Map([...rows].map(([xs, within]) => [xs, boundsOf(xs, edges, within)] as const))
  const all = [...bounds]
  const x = new Float64Array(2 * stretches)
  for (let i = 0; i < stretches; i++) placeStretch(x, i, all)
  const ys = columns.map((column) => extremes(column, bounds.get(column.xs) ?? new Int32Array(stretches + 1)))
  if (!x.some(Number.isNaN)) return { x, ys }
  const kept = (_: number, i: number): boolean => !Number.isNaN(x[i] as number)
  return { x: x.filter(kept), ys: ys.map((y) => y.filter(kept)) }
}

/** The row at which each stretch begins, and the row behind the last. */
function boundsOf(xs: Float64Array, edges: Float64Array, [from, to]: Rows): Int32Array {
  const bounds = new Int32Array(edges.length + 1)
  // Where a stretch holds many blocks it begins with one, so that no block is looked through row by row.
  const grain = (to - from) / edges.length >= 4 * BLOCK ? BLOCK : 1
  let row = from
  let wide = 0
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i] as number
    // Stretches mostly hold about as many rows as the one before.
    const near = row + wide
    const low = near > row + 2 && near < to && (xs[near - 2] as number) < edge ? near - 1 : row
    const high = near + 2 < to && (xs[near + 2] as number) >= edge ? near + 2 : to
    const next = firstAtLeast(xs, edge, low, high)
    wide = next - row
    row = next
    bounds[i] = Math.max(from, row - (row % grain))
  }
  bounds[edges.length] = to
  return bounds
}

/** Both points of a stretch stand where the curve with most rows there has one; where each has but one, one is enough. */
function placeStretch(
  x: Float64Array,
  i: number,
  bounds: readonly (readonly [Float64Array, Int32Array])[],
): void {
  let most = 0
  x[2 * i] = Number.NaN
  x[2 * i + 1] = Number.NaN
  for (const [xs, bound] of bounds) {
    const start = bound[i] as number
    const count = (bound[i + 1] as number) - start
    if (count <= most) continue
    most = count
    x[2 * i] = xs[start] as number
    x[2 * i + 1] = count === 1 ? Number.NaN : (xs[start + (count >> 1)] as number)
  }
}

/** @param bound the row at which each stretch begins, and the row behind the last */
function extremes({ values, peaks }: Column, bound: Int32Array): Float64Array {
  const count = bound.length - 1
  const y = new Float64Array(2 * count).fill(Number.NaN)
  const found = new Extremes()
  for (let i = 0; i < count; i++) {
    found.clear()
    const [from, to] = [bound[i] as number, bound[i + 1] as number]
    if (peaks) peaks.look(from, to, found)
    else found.look(values, from, to)
    const { low, high, lowAt, highAt } = found
    if (lowAt < 0) continue
    y[2 * i] = lowAt <= highAt ? low : high
    y[2 * i + 1] = lowAt <= highAt ? high : low
  }
  return y
}
