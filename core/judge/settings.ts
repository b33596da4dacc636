import { z } from 'zod'
import { MATCH_MODES } from '../tool-call/score-request.ts'
import { LEAST_CASES } from './calibration.ts'
import { RULE_POWERS } from './rule.ts'
import { quorumReachable } from './vote.ts'

/** How many are asked, and how many must say the same. */
export const ballotShape = {
  /** Votes on a sample at most; fewer are asked for where the first ones decide already. */
  votes: z.number().int().min(1).max(99).default(3),
  /** Votes of one verdict that decide. */
  quorum: z.number().int().min(1).max(99).default(2),
  /** Models that play the judge in turn. */
  judges: z.number().int().min(1).max(16).default(1),
}

/** Settings of a judge job, as stored in its spec. A quorum out of reach is refused before anything is spent. */
export const judgeSettingsSchema = z
  .object({
    dataset: z.string().min(1),
    /** The probe job whose predictions are judged. */
    probe: z.string().min(1),
    match: z.enum(MATCH_MODES).default('strict'),
    ...ballotShape,
    /** What rules may do before a model is asked. */
    rules: z.enum(RULE_POWERS).default('decide'),
    thinking: z.boolean().default(true),
    seed: z.number().int().min(0).max(2147483647).default(1),
    concurrency: z.number().int().min(1).max(2048).default(64),
  })
  .refine(quorumReachable, { path: ['quorum'], message: 'quorum' })
export type JudgeSettings = z.infer<typeof judgeSettingsSchema>

/** Settings of a calibration, as stored in its spec. A quorum out of reach is no error here: the report says so. */
export const calibrateSettingsSchema = z.object({
  dataset: z.string().min(1),
  cases: z.number().int().min(LEAST_CASES).max(10_000).default(80),
  /** Samples of the dataset, from its start, that cases are planted in. */
  from: z.number().int().min(1).max(20_000).default(2000),
  ...ballotShape,
  thinking: z.boolean().default(true),
  seed: z.number().int().min(0).max(2147483647).default(1),
  concurrency: z.number().int().min(1).max(2048).default(64),
})
export type CalibrateSettings = z.infer<typeof calibrateSettingsSchema>
