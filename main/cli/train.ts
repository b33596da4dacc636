import { resolve } from 'node:path'
import {
  BASE,
  readCheckpointName,
  type Start,
  type TrainSettings,
  trainSettingsSchema,
} from '#core/training/recipe.ts'
import { type Arguments, readArguments, UsageError } from './arguments.ts'
import { expectDone, jobAnswer } from './job-answer.ts'
import { RECIPE_OPTIONS, recipeWish } from './recipe-flags.ts'
import { goOnOrStart, withEngine } from './session.ts'

function startOf(given: Arguments): Start {
  const start = readCheckpointName(given.text('start') ?? BASE)
  if (start === undefined) throw new UsageError('--start takes base or RUN:STEP')
  return start
}

/** Trains the small policy on a dataset and waits; a training that an earlier run left unfinished goes on instead. */
export async function trainVerb(args: readonly string[]): Promise<string> {
  const text = { type: 'string' } as const
  const given = readArguments(args, {
    ...{ project: text, dataset: text, start: text, probe: text, seed: text, workers: text },
    ...RECIPE_OPTIONS,
    json: { type: 'boolean' },
  })
  const project = given.text('project')
  const dataset = given.text('dataset')
  if (project === undefined || dataset === undefined || given.files.length > 0)
    throw new UsageError('train needs --project, --dataset and no files')
  const probe = given.text('probe')
  const workers = given.whole('workers', 1, 64)
  const settings: TrainSettings = trainSettingsSchema.parse({
    ...{
      dataset,
      start: startOf(given),
      recipe: recipeWish(given),
      seed: given.whole('seed', 0, 2147483647),
    },
    ...(probe === undefined ? {} : { probe }),
    ...(workers === undefined ? {} : { workers }),
  })
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    await engine.open(resolve(project))
    const id = await goOnOrStart(engine, 'train', async () => engine.handlers['training.start']({ settings }))
    const view = await settle(id)
    expectDone(view)
    const answer = { ...jobAnswer(view), run: id, checkpoint: `${id}:${settings.recipe.steps}` }
    return given.flag('json') ? JSON.stringify(answer) : `${answer.checkpoint}`
  })
}
