/** Moving the threshold of a probe by its histogram, before the engine is asked for exact counts. */
import type { Standing } from './prediction.ts'

/** Equal steps of ln(perplexity) over the matching samples. */
export interface PerplexityBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** What a histogram and the counts beside it say at one share. */
export interface SharedCounts {
  readonly share: number
  readonly counts: Readonly<Record<Standing, number>>
  readonly bins: readonly PerplexityBin[]
}

const inside = (bins: readonly PerplexityBin[]): number => bins.reduce((sum, { count }) => sum + count, 0)

const aboveAt = (matching: number, share: number): number =>
  Math.floor(matching * Math.min(1, Math.max(0, share)) + 1e-9)

/**
 * Counts at another share, exact where no two perplexities are equal. What failed, and what is borderline since only
 * some of its answers match, does not move.
 */
export function countsAtShare(
  { share, counts, bins }: SharedCounts,
  wanted: number,
): Record<Standing, number> {
  const matching = inside(bins)
  const moved = aboveAt(matching, wanted) - aboveAt(matching, share)
  return {
    mastered: counts.mastered - moved,
    borderline: counts.borderline + moved,
    failed: counts.failed,
  }
}

/** The share of matching samples above a place on the axis; inside a bin, samples are taken as evenly spread. */
export function shareAbove(bins: readonly PerplexityBin[], perplexity: number): number {
  const matching = inside(bins)
  if (matching === 0) return 0
  const above = bins.reduce((sum, { from, to, count }) => {
    if (perplexity <= from) return sum + count
    if (perplexity >= to) return sum
    const width = Math.log(to) - Math.log(from)
    return sum + (width > 0 ? (count * (Math.log(to) - Math.log(perplexity))) / width : 0)
  }, 0)
  return above / matching
}

/** The place on the axis above which a share lies: the reverse of `shareAbove`. */
export function perplexityAtShare(bins: readonly PerplexityBin[], share: number): number {
  let left = share * inside(bins)
  for (const { from, to, count } of [...bins].reverse()) {
    if (left <= 0) return to
    if (count >= left) return Math.exp(Math.log(to) - (left / count) * (Math.log(to) - Math.log(from)))
    left -= count
  }
  return bins[0]?.from ?? 1
}
