/** What the policy answered to a sample, as a probe keeps it. */
import { z } from 'zod'

export interface PredictedAnswer {
  /** Without thinking. */
  readonly text: string
  readonly thinking?: string
  /** Sum of the log-probabilities of all tokens written, thinking included; natural logarithm. */
  readonly logprobSum?: number
  /** How many tokens that sum covers. */
  readonly tokens?: number
  readonly finish: string
}

export interface Prediction {
  /** Id of the sample. */
  readonly sample: string
  readonly answers: readonly PredictedAnswer[]
  /** As the server named it. */
  readonly model: string
}

/** How the policy stands with a sample: matches, matches but not surely, does not match. */
export const STANDINGS = ['mastered', 'borderline', 'failed'] as const
export type Standing = (typeof STANDINGS)[number]

const predictionSchema = z.object({
  sample: z.string().min(1),
  answers: z
    .array(
      z.object({
        text: z.string(),
        thinking: z.string().exactOptional(),
        logprobSum: z.number().exactOptional(),
        tokens: z.number().int().min(1).exactOptional(),
        finish: z.string(),
      }),
    )
    .min(1),
  model: z.string(),
})

/** A prediction as a probe job's step holds it. @throws z.ZodError */
export const decodePrediction = (raw: unknown): Prediction => predictionSchema.parse(raw)
