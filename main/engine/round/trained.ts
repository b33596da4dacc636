/** The checkpoint that a training of a round left. */
import { hostTrainingSchema, isHostTraining } from '#core/training/host-training.ts'
import { type Checkpoint, trainSettingsSchema } from '#core/training/recipe.ts'
import type { RoundIndex } from './round-index.ts'

/** Undefined where none was trained there. */
export function trainedIn(index: RoundIndex, job: string | undefined): Checkpoint | undefined {
  const settings = index.views.get(job ?? '')?.spec.settings
  if (job === undefined || settings === undefined) return undefined
  const decoded = isHostTraining(settings)
    ? hostTrainingSchema.safeParse(settings)
    : trainSettingsSchema.safeParse(settings)
  return decoded.success ? { run: job, step: decoded.data.recipe.steps } : undefined
}
