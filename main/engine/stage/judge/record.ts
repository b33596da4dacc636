/** What an item of a judge job keeps: one step a wave of votes. */
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { NO_VOTE_REASONS } from '#core/judge/format.ts'
import { type Judged, type JudgeVote, voteSchema } from '#core/judge/verdict.ts'
import { verdictOf } from '#core/judge/vote.ts'
import type { StepRecord } from '../../job/kind.ts'

const heardSchema = z.object({
  /** Counts the answers of a sample; tells requests and seats apart. */
  number: z.number().int().min(0),
  vote: voteSchema.exactOptional(),
  /** Why the answer is no vote. */
  wrong: z.object({ reason: z.enum(NO_VOTE_REASONS), text: z.string() }).exactOptional(),
})
const waveSchema = z.object({ heard: z.array(heardSchema) })

export type Heard = z.infer<typeof heardSchema>

/** All that was heard of a sample, in the order asked. @throws Failure `judge.damaged` */
export function heardFromSteps(key: string, steps: readonly StepRecord[]): Heard[] {
  try {
    return steps.flatMap(({ body }) => waveSchema.parse(body).heard).sort((a, b) => a.number - b.number)
  } catch (error) {
    throw new Failure(
      'judge.damaged',
      { sample: key },
      error instanceof Error ? error.message : String(error),
    )
  }
}

export const votesOf = (heard: readonly Heard[]): JudgeVote[] =>
  heard.flatMap(({ vote }) => (vote === undefined ? [] : [vote]))

/**
 * A sample's verdict as an item of a judge job keeps it.
 *
 * @param key the item's: the sample's id
 * @param quorum of the job
 * @throws Failure `judge.damaged`
 */
export function judgedFromSteps(key: string, steps: readonly StepRecord[], quorum: number): Judged {
  const votes = votesOf(heardFromSteps(key, steps))
  return { sample: key, verdict: verdictOf(votes, quorum), votes }
}
