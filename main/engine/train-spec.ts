import type { JobSpec } from '#core/job/job.ts'
import { checkpointName, type TrainSettings } from '#core/training/recipe.ts'

/** The job of a training; its id is the run's too. */
export const trainSpec = (
  settings: TrainSettings,
  about: Pick<JobSpec, 'id' | 'title' | 'appVersion' | 'createdAt'>,
): JobSpec => ({
  ...about,
  kind: 'train',
  kindVersion: 1,
  inputs: {
    dataset: settings.dataset,
    start: checkpointName(settings.start),
    ...(settings.probe === undefined ? {} : { probe: settings.probe }),
  },
  // The compact prompt has no wording of its own.
  prompts: {},
  roles: {},
  settings,
  seed: settings.seed,
  budget: {},
  concurrency: 1,
})
