/** How often a small policy is right, by kind of answer. */
import { CASE_TYPES, type CaseType } from '../dialog/case-type.ts'
import { isMatch, scoreAnswer } from '../probe/standing.ts'
import type { Sample } from '../sample/sample.ts'
import { compactPrompt } from './compact-prompt.ts'

/** Greedy answers to prompts, in their order, each without the token that ends it. */
export type Generate = (prompts: readonly string[]) => Promise<readonly string[]>

export interface Tally {
  readonly right: number
  readonly total: number
}

export interface KindAccuracy extends Tally {
  /** Kinds that the samples hold, in the usual order. */
  readonly byKind: readonly (Tally & { readonly kind: CaseType })[]
}

/** Counts answers by the strict match. @param answers in the order of the samples; a missing one is wrong */
export function accuracyOf(samples: readonly Sample[], answers: readonly string[]): KindAccuracy {
  const counts = new Map<CaseType, { right: number; total: number }>()
  for (const [i, sample] of samples.entries()) {
    const count = counts.get(sample.kind) ?? { right: 0, total: 0 }
    const text = answers[i] ?? ''
    if (isMatch(scoreAnswer(sample, { text, finish: 'stop' }, 'strict'))) count.right++
    count.total++
    counts.set(sample.kind, count)
  }
  const byKind = CASE_TYPES.flatMap((kind) => {
    const count = counts.get(kind)
    return count ? [{ kind, ...count }] : []
  })
  return {
    right: byKind.reduce((sum, { right }) => sum + right, 0),
    total: samples.length,
    byKind,
  }
}

/** Asks for a greedy answer to every sample's compact prompt and counts the right ones. */
export const greedyAccuracy = async (samples: readonly Sample[], generate: Generate): Promise<KindAccuracy> =>
  accuracyOf(samples, await generate(samples.map(compactPrompt)))
