/** How many samples fit into what a policy reads. Nothing is cut: what does not fit is named. */

/** A sample's prompt, in tokens. */
export interface CountedPrompt {
  readonly sample: string
  readonly tokens: number
}

export interface LengthBin {
  /** Tokens, the first that belongs here and the first that does not. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** Those of them that are above the limit. */
  readonly over: number
}

export interface PromptLengths {
  readonly samples: number
  /** Most tokens that a prompt may have. */
  readonly limit: number
  readonly min: number
  readonly median: number
  /** 95 of 100 prompts are at most so long. */
  readonly p95: number
  readonly max: number
  /** All prompts together. */
  readonly tokens: number
  readonly bins: readonly LengthBin[]
  /** Prompts above the limit. */
  readonly over: number
  /** Those of them that are listed, longest first. */
  readonly longest: readonly CountedPrompt[]
}

const BINS = 24
export const MOST_LISTED = 500

/** The nearest of 1, 2, 5 × 10ⁿ that is not smaller. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)))
  return ([1, 2, 5, 10].find((digit) => digit * power >= least) ?? 10) * power
}

/** The value below or at which a share of the sorted values lies (nearest rank). */
const ranked = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0

function binsOf(sorted: readonly number[], limit: number): LengthBin[] {
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)]
  const step = roundStep((max - min + 1) / BINS)
  const first = Math.floor(min / step)
  const counts = Array.from({ length: Math.floor(max / step) - first + 1 }, () => ({ count: 0, over: 0 }))
  for (const tokens of sorted) {
    const bin = counts[Math.floor(tokens / step) - first]
    if (bin === undefined) continue
    bin.count++
    if (tokens > limit) bin.over++
  }
  return counts.map((bin, i) => ({ from: (first + i) * step, to: (first + i + 1) * step, ...bin }))
}

/**
 * The lengths of a dataset's prompts against a limit.
 *
 * @param limit most tokens of a prompt: what the policy reads, less the answer's share
 */
export function promptLengths(counted: readonly CountedPrompt[], limit: number): PromptLengths {
  const sorted = counted.map(({ tokens }) => tokens).sort((a, b) => a - b)
  const over = counted.filter(({ tokens }) => tokens > limit)
  return {
    samples: sorted.length,
    limit,
    min: sorted[0] ?? 0,
    median: ranked(sorted, 0.5),
    p95: ranked(sorted, 0.95),
    max: sorted.at(-1) ?? 0,
    tokens: sorted.reduce((sum, tokens) => sum + tokens, 0),
    bins: sorted.length === 0 ? [] : binsOf(sorted, limit),
    over: over.length,
    longest: over.sort((a, b) => b.tokens - a.tokens || (a.sample < b.sample ? -1 : 1)).slice(0, MOST_LISTED),
  }
}
