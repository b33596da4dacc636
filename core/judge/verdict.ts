/** Verdicts on a label and a prediction that do not match, as they are kept. */
import { z } from 'zod'
import { answerSchema } from '../sample/decode.ts'
import type { Answer } from '../tool-call/call.ts'

export const VERDICTS = ['labelWrong', 'predictionWrong', 'bothRight', 'bothWrong'] as const
export type VerdictName = (typeof VERDICTS)[number]

export interface JudgeVote {
  readonly verdict: VerdictName
  /** The prediction stood first. */
  readonly swapped: boolean
  /** Name of the model, of the rule, or of the person. */
  readonly judge: string
  /** What is wrong, in a line. */
  readonly analysis: string
  /** What would be right, in a line. */
  readonly approach: string
  readonly by: 'model' | 'rule' | 'human'
}

export interface Judged {
  /** Id of the sample. */
  readonly sample: string
  /** Unjudged is no verdict: no quorum was reached yet. */
  readonly verdict: VerdictName | 'unjudged'
  /** All of them, oldest first; none is ever removed. */
  readonly votes: readonly JudgeVote[]
  /** The label as a person wrote it; it takes the place of the accepted answers. */
  readonly label?: Answer
}

export const voteSchema = z.object({
  verdict: z.enum(VERDICTS),
  swapped: z.boolean(),
  judge: z.string(),
  analysis: z.string(),
  approach: z.string(),
  by: z.enum(['model', 'rule', 'human']),
})

const judgedSchema = z.object({
  sample: z.string().min(1),
  verdict: z.enum([...VERDICTS, 'unjudged']),
  votes: z.array(voteSchema),
  label: answerSchema.exactOptional(),
})

/** What was written to disk. @throws z.ZodError */
export const decodeJudged = (raw: unknown): Judged => judgedSchema.parse(raw)
