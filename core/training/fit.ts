/** Which model can be trained on a machine, and how: the memory model's numbers against what is free. */
import { type Load, type MemoryNeed, memoryNeed } from './memory.ts'
import type { ModelShape } from './model-shape.ts'
import type { Method, TrlRecipe } from './trl-recipe.ts'

/** Bytes that the driver, CUDA's own and fragments of freed memory take beside tensors. */
export const BESIDE = 1.2 * 2 ** 30
/**
 * By how much the memory model may be wrong, as a share: on five runs on a GPU, two of them of sizes that it was not fitted
 * to, it was wrong by 11 % at most (docs/evidence/host-kit.txt). What lies between is said to be tight.
 */
export const ERROR = 0.15

export type Fit = 'fits' | 'tight' | 'no'

/** @param free bytes */
export function fitOf(need: MemoryNeed, free: number): Fit {
  if (need.peak * (1 + ERROR) + BESIDE <= free) return 'fits'
  return need.peak * (1 - ERROR) + BESIDE <= free ? 'tight' : 'no'
}

/** How a recipe loads a GPU. */
export const loadOf = (recipe: TrlRecipe, half: boolean): Load => ({
  method: recipe.method,
  rank: recipe.rank,
  microBatch: recipe.microBatch,
  answers: Math.min(recipe.rolloutBatch, recipe.prompts * recipe.group),
  promptTokens: recipe.maxPromptTokens,
  answerTokens: recipe.maxTokens,
  recompute: recipe.recompute,
  reference: recipe.klWeight > 0,
  half,
})

export interface FitCell {
  readonly method: Method
  readonly recompute: boolean
  readonly need: MemoryNeed
  readonly fit: Fit
  /** The largest micro-batch that surely fits; 0 where none does. */
  readonly microBatch: number
}

export interface FitRow {
  readonly model: string
  readonly cells: readonly FitCell[]
}

export interface Machine {
  /** Bytes of the GPU with most free memory, or of main memory where there is none. */
  readonly free: number
  readonly half: boolean
}

const WAYS: readonly Pick<FitCell, 'method' | 'recompute'>[] = [
  { method: 'lora', recompute: false },
  { method: 'lora', recompute: true },
  { method: 'full', recompute: false },
  { method: 'full', recompute: true },
]

function largestMicroBatch(shape: ModelShape, load: Load, answers: number, free: number): number {
  for (let size = answers; size >= 1; size--)
    if (answers % size === 0 && fitOf(memoryNeed(shape, { ...load, microBatch: size }), free) === 'fits')
      return size
  return 0
}

/** One row a model, one cell a way to train it, at a recipe's lengths and batch. */
export const fitTable = (
  models: Readonly<Record<string, ModelShape>>,
  recipe: TrlRecipe,
  { free, half }: Machine,
): FitRow[] =>
  Object.entries(models).map(([model, shape]) => ({
    model,
    cells: WAYS.map((way) => {
      const load = { ...loadOf(recipe, half), ...way }
      const need = memoryNeed(shape, load)
      return {
        ...way,
        need,
        fit: fitOf(need, free),
        microBatch: largestMicroBatch(shape, load, recipe.prompts * recipe.group, free),
      }
    }),
  }))

/** Bytes that one checkpoint takes on disk: what is trained, and Adam's two means of it. */
export function checkpointBytes(shape: ModelShape, recipe: TrlRecipe): number {
  const { parts } = memoryNeed(shape, loadOf(recipe, true))
  return parts.gradients + parts.optimizer
}
