/** How much each token's loss counts in its batch. */
import { Failure } from '#core/failure/failure.ts'
import type { GrpoOptions, SupervisedSequence, TrainGroup } from './engine.ts'
import type { GroupUnit, SupervisedUnit } from './gradient.ts'

/** Weights divided by their sum over the batch, that of each sequence's first token left out. */
export function toSupervisedUnits(sequences: readonly SupervisedSequence[]): SupervisedUnit[] {
  let total = 0
  for (const { tokens, weights } of sequences) {
    if (weights.length !== tokens.length) throw new RangeError('one weight a token')
    for (let i = 1; i < weights.length; i++) total += weights[i] ?? 0
  }
  if (!(total > 0)) throw new RangeError('no token of the batch has a weight')
  return sequences.map(({ tokens, weights }) => ({ tokens, slopes: weights.map((weight) => weight / total) }))
}

/**
 * Groups with each completion's scale by the aggregation, over all completions of the batch. Without a KL term a group
 * without any advantage has no gradient and is left out.
 */
export function toGroupUnits(groups: readonly TrainGroup[], options: GrpoOptions): GroupUnit[] {
  const all = groups.flatMap(({ completions }) => completions)
  const tokens = all.reduce((sum, one) => sum + one.tokens.length, 0)
  const longest = Math.max(1, ...all.map((one) => one.tokens.length))
  const scaleOf = (length: number): number => {
    if (options.aggregation === 'token') return 1 / tokens
    if (options.aggregation === 'sequence') return 1 / (all.length * length)
    return 1 / (all.length * longest)
  }
  for (const one of all) {
    if (one.oldLogprobs.length !== one.tokens.length) throw new RangeError('one old log-probability a token')
    if (options.klWeight > 0 && one.refLogprobs?.length !== one.tokens.length) {
      throw new Failure('policy.referenceMissing')
    }
  }
  return groups
    .map(({ prompt, completions }) => ({
      prompt,
      completions: completions
        .filter((one) => one.tokens.length > 0)
        .map((one) => ({ ...one, scale: scaleOf(one.tokens.length) })),
    }))
    .filter(
      ({ completions }) =>
        completions.length > 0 &&
        (options.klWeight > 0 || completions.some(({ advantage }) => advantage !== 0)),
    )
}
