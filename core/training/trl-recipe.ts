/** What a training with TRL is asked to do: our words, each with the flag of TRL's that it becomes. */
import { z } from 'zod'
import { MIXES } from './batch.ts'
import { REWARDS } from './recipe.ts'

export const METHODS = ['lora', 'full'] as const
export type Method = (typeof METHODS)[number]

/**
 * GRPO (arXiv 2402.03300), Dr. GRPO (2503.20783: no division by spread or length), DAPO (2503.14476: loss over all
 * tokens, higher upper clip), GSPO (2507.18071: one ratio a whole answer), as TRL 1.16 has them. DAPO's dynamic sampling is
 * not among them: TRL does not do it.
 */
export const ALGORITHMS = ['grpo', 'drGrpo', 'dapo', 'gspo'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

const whole = (low: number, high: number) => z.number().int().min(low).max(high)
const share = z.number().min(0).max(1)

export const trlRecipeSchema = z.strictObject({
  method: z.enum(METHODS).default('lora'),
  /** Of the adapters, and the factor by which they count (alpha ÷ rank). */
  rank: whole(1, 512).default(16),
  alpha: whole(1, 1024).default(32),
  algorithm: z.enum(ALGORITHMS).default('dapo'),
  /** Updates of the weights. */
  steps: whole(1, 100_000).default(100),
  /** Prompts a step, and answers drawn for each. */
  prompts: whole(1, 1024).default(8),
  group: whole(2, 128).default(8),
  /** Answers that one pass through the model takes; less memory, more passes. */
  microBatch: whole(1, 1024).default(8),
  /** Answers that are drawn at once; TRL alone would draw all of a step's, whose keys and values may not fit. */
  rolloutBatch: whole(1, 4096).default(32),
  /** Updates that share the answers of one drawing. */
  updates: whole(1, 16).default(1),
  lr: z.number().min(1e-8).max(1e-2).default(1e-5),
  warmUp: whole(0, 10_000).default(5),
  clipLow: z.number().min(1e-5).max(1).default(0.2),
  clipHigh: z.number().min(1e-5).max(10).default(0.28),
  klWeight: share.default(0),
  gradClip: z.number().min(0).max(1000).default(1),
  temperature: z.number().min(0.1).max(2).default(1),
  /** Most tokens of an answer; the longest prompt that is trained on. Longer ones are named, never cut. */
  maxTokens: whole(8, 32_768).default(512),
  maxPromptTokens: whole(16, 131_072).default(2048),
  /** Answers that reached the limit teach nothing. */
  dropCut: z.boolean().default(false),
  /** Activations are computed again instead of kept. */
  recompute: z.boolean().default(true),
  reward: z.enum(REWARDS).default('strict'),
  mix: z.enum(MIXES).default('natural'),
  checkpointEvery: whole(1, 100_000).default(10),
  keepLast: whole(1, 1000).default(3),
  keepEvery: whole(0, 100_000).default(0),
  validateEvery: whole(0, 100_000).default(10),
  validateOn: whole(1, 100_000).default(100),
  /** Supervised steps before the first, where the start gets no more than `warmBelow` of its prompts right; 0: none. */
  warmSteps: whole(0, 10_000).default(0),
  warmBelow: share.default(0.02),
  warmLr: z.number().min(1e-8).max(1e-2).default(1e-4),
})
export type TrlRecipe = z.infer<typeof trlRecipeSchema>
export type TrlField = keyof TrlRecipe

/** What each field becomes: a flag of TRL's GRPOConfig or PEFT's LoraConfig; absent where the kit itself does it. */
export const FLAGS: Readonly<Partial<Record<TrlField, string>>> = {
  method: 'peft_config',
  rank: 'LoraConfig.r',
  alpha: 'LoraConfig.lora_alpha',
  algorithm: 'loss_type, scale_rewards, importance_sampling_level',
  steps: 'max_steps',
  prompts: 'gradient_accumulation_steps',
  group: 'num_generations',
  microBatch: 'per_device_train_batch_size',
  updates: 'num_iterations',
  lr: 'learning_rate',
  warmUp: 'warmup_steps',
  clipLow: 'epsilon',
  clipHigh: 'epsilon_high',
  klWeight: 'beta',
  gradClip: 'max_grad_norm',
  temperature: 'temperature',
  maxTokens: 'max_completion_length',
  dropCut: 'mask_truncated_completions',
  recompute: 'gradient_checkpointing',
}

export const ALGORITHM_FLAGS: Readonly<Record<Algorithm, Readonly<Record<string, string>>>> = {
  grpo: { loss_type: 'grpo', scale_rewards: 'group', importance_sampling_level: 'token' },
  drGrpo: { loss_type: 'dr_grpo', scale_rewards: 'none', importance_sampling_level: 'token' },
  dapo: { loss_type: 'dapo', scale_rewards: 'group', importance_sampling_level: 'token' },
  gspo: { loss_type: 'grpo', scale_rewards: 'group', importance_sampling_level: 'sequence' },
}

/** The clip of each algorithm's paper. */
const CLIPS: Readonly<Record<Algorithm, Pick<TrlRecipe, 'clipLow' | 'clipHigh'>>> = {
  grpo: { clipLow: 0.2, clipHigh: 0.2 },
  drGrpo: { clipLow: 0.2, clipHigh: 0.2 },
  dapo: { clipLow: 0.2, clipHigh: 0.28 },
  gspo: { clipLow: 3e-4, clipHigh: 4e-4 },
}

/** The recipe with another algorithm and the clip that belongs to it. */
export const withAlgorithm = (recipe: TrlRecipe, algorithm: Algorithm): TrlRecipe => ({
  ...recipe,
  ...CLIPS[algorithm],
  algorithm,
})

export const TRL_PRESETS = ['smallGpuLora', 'smallGpuFull', 'thisComputer'] as const
export type TrlPreset = (typeof TRL_PRESETS)[number]

const PRESETS: Readonly<Record<TrlPreset, Partial<TrlRecipe>>> = {
  smallGpuLora: {},
  smallGpuFull: { method: 'full', lr: 1e-6, microBatch: 4, rolloutBatch: 16 },
  // The small policy with TRL instead of this program's own engine.
  thisComputer: {
    ...{ method: 'full', lr: 2e-4, prompts: 16, microBatch: 32, rolloutBatch: 128, recompute: false },
    ...{ steps: 50, maxTokens: 96, maxPromptTokens: 900 },
  },
}

export const presetRecipe = (preset: TrlPreset): TrlRecipe => trlRecipeSchema.parse(PRESETS[preset])

export interface Difference {
  readonly field: TrlField
  readonly from: TrlRecipe[TrlField]
  readonly to: TrlRecipe[TrlField]
}

/** Fields in which a recipe differs from another, in the order of the schema. */
export const differences = (from: TrlRecipe, to: TrlRecipe): Difference[] =>
  trlRecipeSchema
    .keyof()
    .options.filter((field) => from[field] !== to[field])
    .map((field) => ({ field, from: from[field], to: to[field] }))

/** What contradicts itself in a recipe whose fields are each in range. */
export type RecipeProblem =
  | { readonly code: 'microBatch'; readonly answers: number; readonly microBatch: number }
  | { readonly code: 'clipIdle' }
  | { readonly code: 'validateNever' }

export function recipeProblems(recipe: TrlRecipe): RecipeProblem[] {
  const answers = recipe.prompts * recipe.group
  return [
    ...(answers % recipe.microBatch === 0
      ? []
      : [{ code: 'microBatch', answers, microBatch: recipe.microBatch } as const]),
    // One update on its own answers: their probabilities have not changed yet, so there is nothing to clip.
    ...(recipe.updates === 1 ? [{ code: 'clipIdle' } as const] : []),
    ...(recipe.validateEvery === 0 ? [{ code: 'validateNever' } as const] : []),
  ]
}

/** The largest micro-batch that divides a step's answers, at most the one that is wished for. */
export function dividingBatch(answers: number, most: number): number {
  for (let size = Math.min(answers, most); size > 1; size--) if (answers % size === 0) return size
  return 1
}

type Flag = string | number | boolean

/** The part of the trainer's config that a recipe decides (resources/host/train_trl.py). */
export interface TrlConfig {
  readonly steps: number
  readonly trl: Readonly<Record<string, Flag>>
  readonly lora?: Readonly<Record<string, Flag>>
  readonly reward: { readonly match: string }
  readonly mix: string
  readonly rolloutBatch: number
  readonly checkpointEvery: number
  readonly keepLast: number
  readonly keepEvery: number
  readonly validateEvery: number
  readonly validateOn: number
  readonly maxPromptTokens: number
  readonly warmStart?: Readonly<Record<string, number>>
}

/** @param recipe one whose micro-batches divide its answers (`recipeProblems`) */
export function trlConfig(recipe: TrlRecipe): TrlConfig {
  const { steps, mix, rolloutBatch, checkpointEvery, keepLast, keepEvery, validateEvery, validateOn } = recipe
  return {
    steps,
    trl: {
      ...ALGORITHM_FLAGS[recipe.algorithm],
      per_device_train_batch_size: recipe.microBatch,
      gradient_accumulation_steps: (recipe.prompts * recipe.group) / recipe.microBatch,
      num_generations: recipe.group,
      num_iterations: recipe.updates,
      learning_rate: recipe.lr,
      warmup_steps: recipe.warmUp,
      epsilon: recipe.clipLow,
      epsilon_high: recipe.clipHigh,
      beta: recipe.klWeight,
      max_grad_norm: recipe.gradClip,
      temperature: recipe.temperature,
      max_completion_length: recipe.maxTokens,
      mask_truncated_completions: recipe.dropCut,
      gradient_checkpointing: recipe.recompute,
    },
    ...(recipe.method === 'lora' ? { lora: { r: recipe.rank, lora_alpha: recipe.alpha } } : {}),
    reward: { match: recipe.reward },
    ...{ mix, rolloutBatch, checkpointEvery, keepLast, keepEvery, validateEvery, validateOn },
    maxPromptTokens: recipe.maxPromptTokens,
    ...(recipe.warmSteps === 0
      ? {}
      : { warmStart: { below: recipe.warmBelow, steps: recipe.warmSteps, learningRate: recipe.warmLr } }),
  }
}
