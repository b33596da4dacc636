/** First row whose x is at least `wanted`; `xs` rises. */
export function firstAtLeast(xs: Float64Array, wanted: number): number {
  let low = 0
  let high = xs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((xs[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

export interface Outline {
  readonly x: Float64Array
  /** One for each column, as long as `x`; NaN for what was not measured. */
  readonly ys: readonly Float64Array[]
}

/**
 * Fewer rows with the same outline. Few rows come back as they are; of many, each stretch becomes two, which hold the
 * lowest and the highest value of every column in the order in which they came, so that a spike of one step is seen.
 *
 * @param xs rises
 * @param from first row
 * @param to row behind the last
 * @param stretches at most twice as many rows come back
 */
export function outline(
  xs: Float64Array,
  columns: readonly Float64Array[],
  from: number,
  to: number,
  stretches: number,
): Outline {
  const rows = Math.max(0, to - from)
  if (rows <= 2 * stretches)
    return { x: xs.slice(from, to), ys: columns.map((column) => column.slice(from, to)) }
  const size = Math.ceil(rows / stretches)
  const count = Math.ceil(rows / size)
  const x = new Float64Array(2 * count)
  for (let i = 0; i < count; i++) {
    const start = from + i * size
    x[2 * i] = xs[start] ?? 0
    x[2 * i + 1] = xs[Math.min(to - 1, start + (size >> 1))] ?? 0
  }
  return { x, ys: columns.map((column) => columnOutline(column, from, to, size, count)) }
}

function columnOutline(
  column: Float64Array,
  from: number,
  to: number,
  size: number,
  count: number,
): Float64Array {
  const y = new Float64Array(2 * count).fill(Number.NaN)
  for (let i = 0; i < count; i++) {
    const start = from + i * size
    const end = Math.min(to, start + size)
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    let lowAt = -1
    let highAt = -1
    for (let row = start; row < end; row++) {
      const value = column[row] as number
      // A value that was not measured is neither lower nor higher than any.
      if (value < low) {
        low = value
        lowAt = row
      }
      if (value > high) {
        high = value
        highAt = row
      }
    }
    if (lowAt < 0) continue
    y[2 * i] = lowAt <= highAt ? low : high
    y[2 * i + 1] = lowAt <= highAt ? high : low
  }
  return y
}
