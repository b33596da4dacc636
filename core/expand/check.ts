/** The checker's votes on a label: how many, read, and counted. */
import { z } from 'zod'
import { Failure } from '../failure/failure.ts'
import { isExactObject } from '../json/exact.ts'
import { findJson } from '../json/find.ts'

/** Votes of the checker on one label. The quorum must be reachable, so that no vote is asked for in vain. */
export const checkVotesSchema = z
  .object({
    votes: z.number().int().min(1).max(15),
    /** Equal votes that decide. */
    quorum: z.number().int().min(1).max(15),
  })
  .refine(({ votes, quorum }) => quorum <= votes, 'the quorum is larger than the number of votes')
  .refine(({ votes, quorum }) => quorum > votes / 2, 'the quorum must be more than half of the votes')
export type CheckVotes = z.infer<typeof checkVotesSchema>

export interface CheckVote {
  readonly verdict: 'correct' | 'incorrect'
  readonly reason: string
  readonly model: string
}

const voteSchema = z.object({
  verdict: z.enum(['correct', 'incorrect']),
  reason: z.string(),
  model: z.string(),
})

/** A vote that a step holds. @throws Failure `expand.damaged` */
export function decodeVote(raw: unknown): CheckVote {
  const decoded = voteSchema.safeParse(raw)
  if (!decoded.success) throw new Failure('expand.damaged', {}, z.prettifyError(decoded.error))
  return decoded.data
}

export type CheckRead =
  | { readonly ok: Omit<CheckVote, 'model'>; readonly wrong?: never }
  | {
      readonly wrong: 'empty' | 'cutOff' | 'notJson' | 'shape' | 'several'
      readonly detail: string
      readonly ok?: never
    }

const SAID = /"verdict"\s*:\s*"([^"\\]*)"/g
const plain = (word: string): string => word.trim().toLowerCase()

/**
 * The checker's answer: `{"reason":"…","verdict":"correct"|"incorrect"}`. Anything else is no vote, two verdicts at
 * once included.
 *
 * @param finish why the model stopped
 */
export function readCheck(text: string, finish: string): CheckRead {
  const found = findJson(text)
  if (!('value' in found)) {
    if (finish === 'length') return { wrong: 'cutOff', detail: 'the answer reached its length limit' }
    if (text.trim() === '') return { wrong: 'empty', detail: 'nothing was said' }
    return { wrong: 'notJson', detail: found.problem }
  }
  const said = isExactObject(found.value) ? found.value.get('verdict') : undefined
  const verdict = typeof said === 'string' ? plain(said) : undefined
  if (verdict !== 'correct' && verdict !== 'incorrect')
    return { wrong: 'shape', detail: 'the verdict is neither correct nor incorrect' }
  const all = new Set([verdict, ...[...text.matchAll(SAID)].map(([, word = '']) => plain(word))])
  if (all.size > 1) return { wrong: 'several', detail: [...all].join(', ') }
  const reason = isExactObject(found.value) ? found.value.get('reason') : undefined
  return { ok: { verdict, reason: typeof reason === 'string' ? reason.trim() : '' } }
}

/** `undecided`: every vote was asked for and none of the two verdicts has its quorum. */
export type CheckOutcome = 'correct' | 'incorrect' | 'undecided'

/** What the votes so far decide; `open` as long as those still to come can bring a quorum. */
export function countChecks(
  votes: readonly Pick<CheckVote, 'verdict'>[],
  { votes: wanted, quorum }: CheckVotes,
): CheckOutcome | 'open' {
  const correct = votes.filter((vote) => vote.verdict === 'correct').length
  const incorrect = votes.length - correct
  if (correct >= quorum) return 'correct'
  if (incorrect >= quorum) return 'incorrect'
  return Math.max(correct, incorrect) + wanted - votes.length >= quorum ? 'open' : 'undecided'
}
