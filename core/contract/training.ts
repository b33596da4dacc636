/** Calls about trainings: whoever trains, the window reads one kind of run. */
import { z } from 'zod'
import { fetchSettingsSchema } from '../training/fetch-settings.ts'
import { hostTrainingSchema } from '../training/host-training.ts'
import { trainSettingsSchema } from '../training/recipe.ts'
import { type TrlRecipe, trlRecipeSchema } from '../training/trl-recipe.ts'
import { answers, cursor, id, limit, nothing, path } from './call.ts'
import type * as view from './training-views.ts'
import type { Page } from './views.ts'

const step = z.number().int().min(0)
const run = z.object({ id })
const onHost = z.object({
  title: z.string().trim().min(1).max(120).optional(),
  settings: hostTrainingSchema,
})

export const trainingCalls = {
  /** Trains the small policy, in a process of its own, on this computer. The run has the job's id. */
  'training.start': answers<{ id: string }>()(
    z.object({ title: z.string().trim().min(1).max(120).optional(), settings: trainSettingsSchema }),
  ),
  /** Trains a model on a host, with TRL. The run has the job's id. */
  'training.startOnHost': answers<{ id: string }>()(onHost),
  /** Looks at what such a training would meet, stage by stage; nothing is started. The lines come as pushes. */
  'training.preflight': answers<{ id: string }>()(onHost),
  'training.stopPreflight': answers<void>()(run),
  /** Complete checkpoints of this project's earlier runs that lie on a host, as they lie there now; latest runs first. */
  'training.starts': answers<view.CheckpointOnHost[]>()(z.object({ host: id })),
  /** A recipe for TRL from a YAML file, and into one. */
  'training.readRecipe': answers<TrlRecipe>()(z.object({ file: path })),
  'training.writeRecipe': answers<void>()(z.object({ file: path, recipe: trlRecipeSchema })),
  /** Brings a checkpoint from the run's host, by a job. */
  'training.fetch': answers<{ id: string }>()(fetchSettingsSchema),
  /** Removes a checkpoint here or on the run's host; one that something of the project needs stays. */
  'training.removeCheckpoint': answers<void>()(z.object({ id, step, where: z.enum(['here', 'there']) })),
  /** Looks at the run's host for what stands there now. */
  'training.lookThere': answers<view.RunView>()(run),
  /** Does the one thing that helps after a training ended before its last step. Gives the job that goes on. */
  'training.remedy': answers<{ id: string }>()(run),
  /** The project's runs and the logs that were opened, latest news first. */
  'training.runs': answers<view.RunRow[]>()(nothing),
  'training.run': answers<view.RunView>()(run),
  /** Points behind a cursor, a stretch of the log at a time. */
  'training.points': answers<view.PointPage>()(z.object({ id, after: cursor })),
  'training.groups': answers<Page<view.RolloutGroup>>()(z.object({ id, step, after: cursor, limit })),
  'training.group': answers<view.RolloutView>()(z.object({ id, step, group: z.string().max(200) })),
  /** Opens a log of verl or TRL; it stays where it is and is only read. */
  'training.open': answers<view.RunRow>()(z.object({ path })),
  /** Takes a log that was opened off the list. The file stays. */
  'training.forget': answers<void>()(run),
  /** Writes the run's points as a table. Gives the number of rows. */
  'training.export': answers<number>()(z.object({ id, file: path })),
} as const
