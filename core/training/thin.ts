/**
 * Fewer points with the same outline: of each stretch the lowest and the highest value stay, in their order, so that
 * a spike of a single step is still seen. NaN rows are left out.
 */
export interface Thinned {
  readonly x: Float64Array
  readonly y: Float64Array
}

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

/**
 * @param from first row
 * @param to row behind the last
 * @param stretches at most twice as many points come back
 */
export function thin(
  xs: Float64Array,
  ys: Float64Array,
  from: number,
  to: number,
  stretches: number,
): Thinned {
  const size = Math.max(1, Math.ceil((to - from) / Math.max(1, stretches)))
  const x = new Float64Array(Math.max(0, Math.min(to - from, 2 * Math.ceil((to - from) / size))))
  const y = new Float64Array(x.length)
  let count = 0
  const put = (row: number): void => {
    x[count] = xs[row] ?? 0
    y[count++] = ys[row] ?? Number.NaN
  }
  for (let start = from; start < to; start += size) {
    const end = Math.min(to, start + size)
    let low = -1
    let high = -1
    for (let row = start; row < end; row++) {
      const value = ys[row] as number
      if (Number.isNaN(value)) continue
      if (low < 0 || value < (ys[low] as number)) low = row
      if (high < 0 || value > (ys[high] as number)) high = row
    }
    if (low < 0) continue
    put(Math.min(low, high))
    if (low !== high) put(Math.max(low, high))
  }
  return { x: x.subarray(0, count), y: y.subarray(0, count) }
}
