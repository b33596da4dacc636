import { z } from 'zod'
import { checkVotesSchema } from '../expand/check.ts'
import { DEFAULT_RULES, FILTER_RULES } from './rules.ts'

/** Settings of a check job: votes on every sample of a dataset. */
export const checkSettingsSchema = z.object({
  dataset: z.string().min(1),
  check: checkVotesSchema.default({ votes: 1, quorum: 1 }),
  thinking: z.boolean().default(true),
  concurrency: z.number().int().min(1).max(2048).default(16),
})
export type CheckSettings = z.infer<typeof checkSettingsSchema>

/** Settings of a filter job, as stored in its spec. */
export const filterSettingsSchema = z.object({
  name: z.string().trim().min(1).max(120).default('Filtered samples'),
  dataset: z.string().min(1),
  rules: z.array(z.enum(FILTER_RULES)).default([...DEFAULT_RULES]),
  /** Check job over the same dataset; samples that its votes found wrong go too. */
  checkJob: z.string().min(1).optional(),
  /** Similarity from which two samples are near copies. */
  nearness: z.number().gt(0).max(1).default(0.9),
  /** Longest rendered prompt that the rule `tooLong` lets pass, in characters. */
  longest: z.number().int().min(1).default(16_000),
  /** The round that the samples are trained in. */
  round: z.number().int().min(1).default(1),
})
export type FilterSettings = z.infer<typeof filterSettingsSchema>
