/**
 * `total` things handed out by share so that every part is within one of its exact share (largest remainder).
 *
 * @param shares non-negative, not all zero
 */
export function apportion(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0)
  const exact = shares.map((share) => (total * share) / sum)
  const parts = exact.map(Math.floor)
  const left = total - parts.reduce((a, b) => a + b, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}

/** Which part the `place`-th thing belongs to, and which it is in there, when the parts stand one behind another. */
export function placeIn(
  parts: readonly number[],
  place: number,
): { readonly part: number; readonly rank: number } {
  let rank = place
  for (const [part, size] of parts.entries()) {
    if (rank < size) return { part, rank }
    rank -= size
  }
  throw new RangeError(`place ${place} lies behind the last part`)
}
