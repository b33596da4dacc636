import { z } from 'zod'
import { checkVotesSchema } from './check.ts'
import { FOCI, PAPER_FOCI } from './focus.ts'

/** Settings of an expand job, as stored in its spec. */
export const expandSettingsSchema = z.object({
  /** Dataset that the seeds' samples stand in; children must differ from all of it. */
  dataset: z.string().min(1),
  /** Judge job whose verdicts make the seeds. */
  judgeJob: z.string().min(1),
  /** Children wanted of a seed (the paper's k). */
  children: z.number().int().min(1).max(32).default(4),
  /** Candidates asked for until one is taken, for each child. */
  tries: z.number().int().min(1).max(10).default(3),
  foci: z
    .array(z.enum(FOCI))
    .min(1)
    .default([...PAPER_FOCI]),
  /** Similarity from which a candidate is a copy: of its seed, a sibling, the dataset, the held-out set. */
  nearness: z.number().gt(0).max(1).default(0.7),
  /** Refuse also values that a rule cannot be sure nobody said. */
  strictGrounding: z.boolean().default(true),
  /** Votes on each candidate that passed the rules; without them the rules alone decide. */
  check: checkVotesSchema.nullable().default({ votes: 1, quorum: 1 }),
  thinking: z.boolean().default(true),
  concurrency: z.number().int().min(1).max(2048).default(16),
})
export type ExpandSettings = z.infer<typeof expandSettingsSchema>
