/** What a training is asked to do: the settings of a job of kind `train`, with their ranges and usual values. */
import { z } from 'zod'
import { MIXES } from './batch.ts'

/** How rewards of a group become advantages: `scaled` divides by their spread (GRPO), `centred` does not (Dr. GRPO). */
export const ADVANTAGES = ['scaled', 'centred'] as const
export type AdvantageForm = (typeof ADVANTAGES)[number]

/** How the losses of tokens become one number. */
export const AGGREGATIONS = ['token', 'sequence', 'constant'] as const

/** Matches that can reward: the others either know no label or compare with published numbers only. */
export const REWARDS = ['strict', 'partial'] as const
export type Reward = (typeof REWARDS)[number]

export const KEEPS = ['all', 'probed', 'sounded'] as const

/** The name of the policy that is shipped, where a checkpoint is asked for. */
export const BASE = 'base'

const whole = (low: number, high: number) => z.number().int().min(low).max(high)
const id = z.string().min(1).max(200)

/** A checkpoint of an earlier run. */
export const checkpointSchema = z.object({ run: id, step: whole(1, 1_000_000) })
export type Checkpoint = z.infer<typeof checkpointSchema>

/** What training starts from, or a policy is played with. */
export const startSchema = z.union([z.literal(BASE), checkpointSchema])
export type Start = z.infer<typeof startSchema>

/**
 * The usual values are the recipe that worked best for the small policy for its CPU time (docs/small-policy.md).
 */
export const recipeShape = {
  /** Updates of the weights. */
  steps: whole(1, 100_000).default(50),
  /** Prompts a step. */
  prompts: whole(1, 1024).default(16),
  /** Answers drawn for each prompt. */
  group: whole(2, 128).default(8),
  lr: z.number().min(1e-8).max(1e-2).default(2e-4),
  /** Steps over which the learning rate rises from 0. */
  warmUp: whole(0, 10_000).default(5),
  /** Share of the steps, at the end, over which it falls towards 0; 0 leaves it as it is. */
  coolDown: z.number().min(0).max(1).default(1),
  clipLow: z.number().min(0.01).max(1).default(0.2),
  clipHigh: z.number().min(0.01).max(10).default(0.28),
  /** Weight of the KL estimate against the start; 0 leaves it out. */
  klWeight: z.number().min(0).max(1).default(0),
  temperature: z.number().min(0.1).max(2).default(1),
  /** Most tokens of an answer. */
  maxTokens: whole(8, 32_768).default(96),
  /** Longest gradient, as its Euclidean length; 0 leaves it as it is. */
  gradClip: z.number().min(0).max(1000).default(1),
  aggregation: z.enum(AGGREGATIONS).default('token'),
  advantage: z.enum(ADVANTAGES).default('scaled'),
  reward: z.enum(REWARDS).default('strict'),
  /**
   * Which prompts are trained on: `probed` leaves out those that a probe of the start found always right or always
   * wrong (nothing is learnt from them); `sounded` also asks the start about those that no probe knows.
   */
  keep: z.enum(KEEPS).default('probed'),
  /** How often a step draws each case type. */
  mix: z.enum(MIXES).default('natural'),
  /**
   * How often a step puts another prompt of the same case type in the place of one whose answers all earned the same
   * (dynamic sampling of DAPO, arXiv 2503.14476 §3.2).
   */
  redraws: whole(0, 16).default(0),
  /** Steps between two checkpoints, and between two validations on held-out samples (0: none). */
  checkpointEvery: whole(1, 100_000).default(10),
  validateEvery: whole(0, 100_000).default(10),
  /** Most held-out samples of a validation. */
  validateOn: whole(1, 100_000).default(100),
} as const

export const recipeSchema = z.object(recipeShape)
export type Recipe = z.infer<typeof recipeSchema>
export type RecipeField = keyof Recipe

/** Settings of a `train` job, as stored in its spec. */
export const trainSettingsSchema = z.object({
  /** Its training part is trained on, its test part validates. */
  dataset: id,
  start: startSchema.default(BASE),
  /** Probe of the start's own answers, several a sample: which prompts can teach anything. */
  probe: id.exactOptional(),
  round: whole(1, 1000).exactOptional(),
  recipe: recipeSchema.prefault({}),
  seed: whole(0, 2147483647).default(1),
  /** Threads; absent: as many as the computer has, at most 8. The numbers do not depend on it. */
  workers: whole(1, 64).exactOptional(),
})
export type TrainSettings = z.infer<typeof trainSettingsSchema>

/** Share of the full learning rate at a step, from 1: rises in a straight line, and falls in one at the end. */
export const paceAt = (
  { warmUp, coolDown, steps }: Pick<Recipe, 'warmUp' | 'coolDown' | 'steps'>,
  step: number,
): number => Math.min(1, step / (warmUp + 1), (steps - step + 1) / (coolDown * steps + 1))

/** A checkpoint in one word, as players and files name it: `base` or `RUN:STEP`. */
export const checkpointName = (start: Start): string => (start === BASE ? BASE : `${start.run}:${start.step}`)

/** @returns undefined where the text names none */
export function readCheckpointName(name: string): Start | undefined {
  if (name === BASE) return BASE
  const at = name.lastIndexOf(':')
  if (at < 0) return undefined
  return checkpointSchema.safeParse({ run: name.slice(0, at), step: Number(name.slice(at + 1)) }).data
}
