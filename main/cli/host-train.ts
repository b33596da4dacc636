import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { type Flight, lightOf } from '#core/training/flight.ts'
import { estimateText, flightLineText } from '#core/training/flight-text.ts'
import {
  DEVICES,
  type HostStart,
  type HostTraining,
  hostTrainingSchema,
} from '#core/training/host-training.ts'
import { readCheckpointName } from '#core/training/recipe.ts'
import { readRecipeYaml } from '#core/training/recipe-yaml.ts'
import { presetRecipe, TRL_PRESETS, type TrlRecipe } from '#core/training/trl-recipe.ts'
import { flightDeps } from '#engine/flight-deps.ts'
import type { Engine } from '#engine/index.ts'
import { runFlight } from '#engine/stage/train/flight.ts'
import { type Arguments, UsageError } from './arguments.ts'
import { expectDone, jobAnswer } from './job-answer.ts'
import { goOnOrStart, withEngine } from './session.ts'

/** The recipe of `--recipe FILE` or `--preset NAME`. @throws UsageError */
export async function recipeOf(given: Arguments): Promise<TrlRecipe> {
  const file = given.text('recipe')
  if (file !== undefined) return readRecipeYaml(await readFile(resolve(file), 'utf8'))
  const named = given.text('preset') ?? 'smallGpuLora'
  const preset = TRL_PRESETS.find((one) => one === named)
  if (!preset) throw new UsageError(`--preset takes ${TRL_PRESETS.join(', ')}`)
  return presetRecipe(preset)
}

function startOf(given: Arguments): HostStart | undefined {
  const [folder, from] = [given.text('model'), given.text('from')]
  if (folder !== undefined && from !== undefined)
    throw new UsageError('--model and --from exclude each other')
  if (from === undefined) return folder === undefined ? undefined : { kind: 'model', folder }
  const checkpoint = readCheckpointName(from)
  if (checkpoint === undefined || typeof checkpoint === 'string')
    throw new UsageError('--from takes RUN:STEP')
  return { kind: 'checkpoint', ...checkpoint }
}

/** The pre-flight, each stage on standard error as it is done. */
async function flyFirst(engine: Engine, settings: HostTraining): Promise<Flight> {
  const told = new Set<string>()
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  const changed = ({ lines }: Flight): void => {
    for (const line of lines)
      if (line.state === 'done' && !told.has(line.stage)) {
        told.add(line.stage)
        say(flightLineText(line, 'en'))
      }
  }
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Error('stopped')))
  const flight = await runFlight('preflight', settings, { ...flightDeps(engine), changed }, stop.signal)
  if (flight.estimate) say(estimateText(flight.estimate, 'en'))
  return flight
}

/**
 * Trains on a host with TRL and waits; with `--preflight` what it would meet is looked at first, and red is not started
 * without `--anyway`. Ended before that, the training goes on there; called again, it is taken up.
 *
 * @param host id of a kept host
 */
export async function trainOnHost(given: Arguments, host: string): Promise<string> {
  const [project, dataset, python] = ['project', 'dataset', 'python'].map((name) => given.text(name))
  const start = startOf(given)
  if (!project || !dataset || !python || !start)
    throw new UsageError('host train needs --project, --dataset, --python, and --model or --from')
  const layout = given.text('layout') ?? 'release'
  if (layout !== 'release' && layout !== 'small') throw new UsageError('--layout takes release or small')
  const device = given.text('device') ?? 'auto'
  if (!DEVICES.some((one) => one === device)) throw new UsageError(`--device takes ${DEVICES.join(', ')}`)
  const gpu = given.whole('gpu', 0, 1023)
  const settings = hostTrainingSchema.parse({
    ...{ dataset, host, python, start, layout, device, recipe: await recipeOf(given) },
    ...(gpu === undefined ? {} : { gpu }),
    leaveOutLong: given.flag('leave-out-long'),
    seed: given.whole('seed', 0, 2147483647) ?? 1,
  })
  return withEngine({ resumeJobs: true }, async ({ engine, settle }) => {
    await engine.open(resolve(project))
    const flight = given.flag('preflight') ? await flyFirst(engine, settings) : undefined
    if (flight && lightOf(flight) === 'red' && !given.flag('anyway')) throw new Failure('preflight.red')
    const begin = async () => engine.handlers['training.startOnHost']({ settings })
    const id = await goOnOrStart(engine, 'train', begin)
    const view = await settle(id)
    expectDone(view)
    const answer = { ...jobAnswer(view), run: id, ...(flight ? { flight } : {}) }
    return given.flag('json') ? JSON.stringify(answer) : id
  })
}
