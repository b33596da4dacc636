import type { Random } from '../random/random.ts'
import type { Answer } from '../tool-call/call.ts'

/** What two or three answers to the same turn come to. */
export type VoteOutcome =
  /** The two do not agree: a third has to be asked for. */
  { readonly kind: 'third' } | { readonly kind: 'chosen'; readonly index: number; readonly agreed: boolean }

/**
 * Two of three (LoopTool §2): two texts → one of them at random; two equal call answers → that; else a third is
 * asked, and the same is looked for among three. Without agreement one is kept at random, so that the dialog can go
 * on; it is marked, and never becomes a sample.
 *
 * @param votes two or three, in the order asked
 * @param sameCalls equality of two answers that both call
 */
export function countVotes(
  votes: readonly Answer[],
  sameCalls: (a: Answer, b: Answer) => boolean,
  random: Random,
): VoteOutcome {
  const indices = [...votes.keys()]
  const texts = indices.filter((i) => votes[i]?.kind === 'text')
  if (texts.length >= 2) return { kind: 'chosen', index: random.pick(texts), agreed: true }
  const calls = indices.filter((i) => votes[i]?.kind === 'calls')
  for (const [n, i] of calls.entries()) {
    for (const j of calls.slice(n + 1)) {
      const [a, b] = [votes[i], votes[j]]
      if (a && b && sameCalls(a, b)) return { kind: 'chosen', index: i, agreed: true }
    }
  }
  if (votes.length < 3) return { kind: 'third' }
  return { kind: 'chosen', index: random.pick(indices), agreed: false }
}
