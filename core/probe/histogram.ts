export interface Bin {
  /** Perplexities; the lower end belongs to the bin, the upper one only in the last. */
  readonly from: number
  readonly to: number
  readonly count: number
}

/** Perplexities sorted into equal steps of their logarithm; none for no values, one where all are the same. */
export function perplexityBins(values: readonly number[], bins: number): Bin[] {
  if (values.length === 0) return []
  let low = Number.POSITIVE_INFINITY
  let high = 0
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low === high) return [{ from: low, to: high, count: values.length }]
  const [start, step] = [Math.log(low), (Math.log(high) - Math.log(low)) / bins]
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) {
    const at = Math.min(bins - 1, Math.floor((Math.log(value) - start) / step))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts.map((count, i) => ({
    from: i === 0 ? low : Math.exp(start + i * step),
    to: i === bins - 1 ? high : Math.exp(start + (i + 1) * step),
    count,
  }))
}
