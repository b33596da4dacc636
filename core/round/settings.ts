import { z } from 'zod'
import { NEAR_COPY } from './leak.ts'
import { ROUND_ORDERS } from './pick.ts'

const id = z.string().min(1).max(200)
const count = z.number().int().min(0).max(10_000_000)

/** Settings of a compose job: it puts the set of one round together. */
export const composeSettingsSchema = z
  .object({
    name: z.string().trim().min(1).max(120).default('Round'),
    round: z.number().int().min(1).max(1000).default(1),
    /** Samples wanted for training. Default: all there is in round 1, then as many as the round before had. */
    size: count.min(1).optional(),
    /** Datasets with samples that nobody has trained on. */
    fresh: z.array(id).default([]),
    /** Datasets of the rounds before, oldest first: what is in their training part is not fresh. */
    trained: z.array(id).default([]),
    /** Jobs of the round before. */
    probe: id.optional(),
    judge: id.optional(),
    expand: id.optional(),
    /** The dataset whose test part is the project's held-out set; without one it is split off here. */
    heldOut: id.optional(),
    heldOutShare: z.number().min(0).max(0.9).default(0.05),
    /** Exact counts for some pools; the others follow the paper. */
    wanted: z
      .object({
        fresh: count.exactOptional(),
        errorSeed: count.exactOptional(),
        expansion: count.exactOptional(),
        highPerplexity: count.exactOptional(),
      })
      .default({}),
    order: z.enum(ROUND_ORDERS).default('curriculum'),
    /** Similarity from which a sample counts as a copy of a held-out one. */
    nearCopy: z.number().min(0.3).max(1).default(NEAR_COPY),
    seed: z.number().int().min(0).max(2147483647).default(2025),
  })
  .refine(({ round, fresh }) => round > 1 || fresh.length > 0, {
    message: 'round 1 needs a dataset of fresh samples',
    path: ['fresh'],
  })
  .refine(({ round, trained }) => round === 1 || trained.length > 0, {
    message: 'a later round needs the datasets of the rounds before',
    path: ['trained'],
  })
  .refine(({ round, heldOut }) => round === 1 || heldOut !== undefined, {
    message: 'the held-out set is split off in round 1; a later round has to name that dataset',
    path: ['heldOut'],
  })
export type ComposeSettings = z.infer<typeof composeSettingsSchema>
