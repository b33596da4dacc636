import { create } from 'zustand'
import { type Recipe, recipeSchema } from '#core/training/recipe.ts'

/** A training being set up. */
export interface TrainDraft {
  readonly title: string
  readonly dataset: string | undefined
  /** `base` or `RUN:STEP`. */
  readonly start: string
  /** Job of a probe, or none. */
  readonly probe: string | undefined
  readonly seed: number
  readonly recipe: Recipe
}

interface TrainDraftState extends TrainDraft {
  put(change: Partial<TrainDraft>): void
  putRecipe(change: Partial<Recipe>): void
  reset(): void
}

const NEW: TrainDraft = {
  title: '',
  dataset: undefined,
  start: 'base',
  probe: undefined,
  seed: 1,
  recipe: recipeSchema.parse({}),
}

export const useTrainDraft = create<TrainDraftState>()((set) => ({
  ...NEW,
  put: (change) => set(change),
  putRecipe: (change) => set(({ recipe }) => ({ recipe: { ...recipe, ...change } })),
  reset: () => set(NEW),
}))
