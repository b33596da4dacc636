import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { hostTrainingSchema } from '#core/training/host-training.ts'
import { readRecipeYaml } from '#core/training/recipe-yaml.ts'
import { presetRecipe, TRL_PRESETS, type TrlRecipe, trlConfig } from '#core/training/trl-recipe.ts'
import { type Arguments, UsageError } from './arguments.ts'
import { expectDone, jobAnswer } from './job-answer.ts'
import { goOnOrStart, withEngine } from './session.ts'

async function recipeOf(given: Arguments): Promise<TrlRecipe> {
  const file = given.text('recipe')
  if (file !== undefined) return readRecipeYaml(await readFile(resolve(file), 'utf8'))
  const named = given.text('preset') ?? 'smallGpuLora'
  const preset = TRL_PRESETS.find((one) => one === named)
  if (!preset) throw new UsageError(`--preset takes ${TRL_PRESETS.join(', ')}`)
  return presetRecipe(preset)
}

/**
 * Trains on a host with TRL and waits. Ended before that, the training goes on there; called again, it is taken up.
 *
 * @param host id of a kept host
 */
export async function trainOnHost(given: Arguments, host: string): Promise<string> {
  const [project, dataset, python, model] = ['project', 'dataset', 'python', 'model'].map((name) =>
    given.text(name),
  )
  if (!project || !dataset || !python || !model)
    throw new UsageError('host train needs --project, --dataset, --python and --model')
  const layout = given.text('layout') ?? 'release'
  if (layout !== 'release' && layout !== 'small') throw new UsageError('--layout takes release or small')
  const { steps, validateOn, ...config } = trlConfig(await recipeOf(given))
  const settings = hostTrainingSchema.parse({
    ...{ dataset, host, python, model, layout, steps, validateOn, config },
    seed: given.whole('seed', 0, 2147483647) ?? 1,
  })
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    await engine.open(resolve(project))
    const start = async () => engine.handlers['training.startOnHost']({ settings })
    const id = await goOnOrStart(engine, 'train', start)
    const view = await settle(id)
    expectDone(view)
    const answer = { ...jobAnswer(view), run: id }
    return given.flag('json') ? JSON.stringify(answer) : id
  })
}
