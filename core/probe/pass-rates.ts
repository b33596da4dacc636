/** What a probe that asked several times says of the groups a training would draw. */

/**
 * Share of all answers that were right.
 *
 * @param tenths how many samples had 0, 1, … 10 of ten answers right
 * @returns undefined where nothing was probed
 */
export function rightShare(tenths: readonly number[]): number | undefined {
  const samples = tenths.reduce((sum, count) => sum + count, 0)
  if (samples === 0) return undefined
  return tenths.reduce((sum, count, tenth) => sum + (count * tenth) / 10, 0) / samples
}
