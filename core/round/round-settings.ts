/** What a round is asked to do: its stages, who plays, when it stops by itself. Stored in the parent job's spec. */
import { z } from 'zod'
import { DEFAULT_SIMULATE, prepareSettingsSchema, simulateSettingsSchema } from '../dialog/settings.ts'
import { FOCI, PAPER_FOCI } from '../expand/focus.ts'
import { budgetSchema } from '../job/budget.ts'
import { pilotSchema } from '../job/pilot.ts'
import { RULE_POWERS } from '../judge/rule.ts'
import { ballotShape } from '../judge/settings.ts'
import { MATCH_MODES } from '../tool-call/score-request.ts'
import { hostTrainingSchema } from '../training/host-training.ts'
import { BASE, recipeSchema, startSchema } from '../training/recipe.ts'
import { trlRecipeSchema } from '../training/trl-recipe.ts'
import { ROUND_ORDERS } from './pick.ts'
import { ROUND_STAGES } from './round-plan.ts'

const count = z.number().int().min(0).max(10_000_000)

/** Who plays one role: scripted practice, a model behind an OpenAI-compatible endpoint (keys are never in here), or the small policy. */
export const playerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('practice'), accuracy: z.number().min(0).max(1).exactOptional() }),
  z.object({
    kind: z.literal('endpoint'),
    url: z.string().min(1).max(2000),
    model: z.string().min(1).max(500),
  }),
  /** The small policy on this computer; only a policy can be played by it. */
  z.object({ kind: z.literal('small'), checkpoint: startSchema.default(BASE) }),
])
export type Player = z.infer<typeof playerSchema>

export const rolesSchema = z.object({
  policy: playerSchema,
  /** Asked in turn; several models are less alike in their mistakes than one asked often. */
  judges: z.array(playerSchema).min(1).max(16),
  expander: playerSchema,
  checker: playerSchema,
})
export type RoundRoles = z.infer<typeof rolesSchema>

/** Where a round's model is trained with TRL, in place of the small policy in this program. */
export const trainOnSchema = hostTrainingSchema
  .pick({
    host: true,
    python: true,
    layout: true,
    device: true,
    gpu: true,
    threads: true,
    leaveOutLong: true,
  })
  .extend({
    /** Folder there of the model that the first training starts from; later rounds start from what the one before trained. */
    model: z.string().min(1).max(4096),
    recipe: trlRecipeSchema.prefault({}),
  })
export type TrainOn = z.infer<typeof trainOnSchema>

export const roundSettingsSchema = z.object({
  round: z.number().int().min(1).max(1000),
  stages: z.array(z.enum(ROUND_STAGES)).min(1).default(['compose', 'evaluate', 'probe', 'judge', 'expand']),
  roles: rolesSchema,
  /** New dialogs for this round; only with the stages simulate and prepare. */
  simulate: simulateSettingsSchema.exactOptional(),
  /** What becomes a sample of those dialogs. */
  prepare: prepareSettingsSchema.pick({ history: true, textSamples: true, openingTexts: true }).prefault({}),
  compose: z
    .object({
      size: count.min(1).exactOptional(),
      order: z.enum(ROUND_ORDERS).default('curriculum'),
      heldOutShare: z.number().min(0).max(0.9).default(0.05),
      /** Exact counts for some pools; the others follow the paper's schedule. */
      wanted: z
        .object({
          fresh: count.exactOptional(),
          errorSeed: count.exactOptional(),
          expansion: count.exactOptional(),
          highPerplexity: count.exactOptional(),
        })
        .default({}),
    })
    .prefault({}),
  /** Only with the stage train: how the small policy is trained; it starts from what the round before trained. */
  train: recipeSchema.prefault({}),
  /** Absent: the small policy, in this program. */
  trainOn: trainOnSchema.exactOptional(),
  probe: z
    .object({
      match: z.enum(MATCH_MODES).default('strict'),
      samples: z.number().int().min(1).max(64).default(1),
      threshold: z.number().min(0).max(1).default(0.25),
      maxTokens: z.number().int().min(1).max(131_072).default(1024),
    })
    .prefault({}),
  judge: z.object({ ...ballotShape, rules: z.enum(RULE_POWERS).default('decide') }).prefault({}),
  expand: z
    .object({
      children: z.number().int().min(1).max(32).default(4),
      tries: z.number().int().min(1).max(10).default(3),
      foci: z
        .array(z.enum(FOCI))
        .min(1)
        .default([...PAPER_FOCI]),
      check: z.boolean().default(true),
    })
    .prefault({}),
  /** When the round pauses by itself: caps over all its stages, share of failed items in one stage. */
  stop: z.object({ ...budgetSchema.shape, failedShare: z.number().min(0).max(1).default(0.2) }).prefault({}),
  /** Of each stage that is large enough. */
  pilot: pilotSchema.exactOptional(),
  concurrency: z.number().int().min(1).max(2048).default(DEFAULT_SIMULATE.concurrency),
  seed: z.number().int().min(0).max(2147483647).default(1),
})
export type RoundSettings = z.infer<typeof roundSettingsSchema>
