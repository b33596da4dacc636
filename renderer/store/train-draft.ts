import { create } from 'zustand'
import { NEW_TRAINING, stepsOf, type TrainDraft } from '#core/training/draft.ts'
import type { Recipe } from '#core/training/recipe.ts'
import { differences, presetRecipe, type TrlPreset, type TrlRecipe } from '#core/training/trl-recipe.ts'

interface TrainDraftState extends TrainDraft {
  put(change: Partial<TrainDraft>): void
  putRecipe(change: Partial<Recipe>): void
  putTrl(change: Partial<TrlRecipe>): void
  /** Begins with another recipe; what was changed in the one before can be taken back. */
  choosePreset(preset: TrlPreset): void
  takeBack(): void
  /** Another place: what belongs to a host's folders does not go along. */
  chooseHost(host: string | undefined): void
  replace(draft: TrainDraft): void
}

/** What a draft may have and a new one has not. */
const BLANK = {
  ...{ dataset: undefined, probe: undefined, host: undefined },
  ...{ checkpoint: undefined, gpu: undefined, before: undefined },
}

/** A training being set up; frame/keep-train-draft.ts keeps it with the project. */
export const useTrainDraft = create<TrainDraftState>()((set) => ({
  ...NEW_TRAINING,
  put: (change) => set(change),
  putRecipe: (change) => set(({ recipe }) => ({ recipe: { ...recipe, ...change } })),
  putTrl: (change) => set(({ trl }) => ({ trl: { ...trl, ...change } })),
  choosePreset: (next) =>
    set(({ preset, trl }) => {
      const changed = differences(presetRecipe(preset), trl).length > 0
      return { preset: next, trl: presetRecipe(next), before: changed ? { preset, trl } : undefined }
    }),
  takeBack: () => set(({ before }) => (before ? { ...before, before: undefined } : {})),
  chooseHost: (next) =>
    set(({ host, step }) => ({
      host: next,
      // The last step of one is none of the other's.
      step: stepsOf({ host: next }).includes(step) ? step : 'where',
      ...(next === host ? {} : { python: '', model: '', checkpoint: undefined, gpu: undefined }),
    })),
  replace: (draft) => set({ ...BLANK, ...draft }),
}))

/** What of the store is the draft itself. */
export function draftOf(state: TrainDraftState): TrainDraft {
  const { put, putRecipe, putTrl, choosePreset, takeBack, chooseHost, replace, ...draft } = state
  return draft
}
