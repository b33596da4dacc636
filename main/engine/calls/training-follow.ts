/** What a person does about a run on a host: bring its checkpoints, remove them, go on after an end. */
import { join } from 'node:path'
import type { Handlers } from '#core/contract/contract.ts'
import { Failure } from '#core/failure/failure.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import type { JobView } from '#core/job/view.ts'
import { type HostTraining, hostTrainingSchema, isHostTraining } from '#core/training/host-training.ts'
import { type TrainSettings, trainSettingsSchema } from '#core/training/recipe.ts'
import type { Remedy } from '#core/training/remedy.ts'
import { checkpointFolder } from '#core/training/run.ts'
import { COMPLETE } from '../host/checkpoints.ts'
import { removeCheckpoint } from '../inference/small-policy/run-files.ts'
import type { OpenProject } from '../open-project.ts'
import { endOfJob } from '../run-about.ts'
import { lookThere } from '../stage/train/there.ts'
import { fetchWish, hostTrainWish, trainWish } from '../stage-wishes.ts'
import type { EngineHost } from './engine-host.ts'

export type FollowCall =
  | 'training.fetch'
  | 'training.removeCheckpoint'
  | 'training.lookThere'
  | 'training.remedy'

/** From a checkpoint on, or from the same start where there is none. */
const fromStep = <Start>(
  run: string,
  step: number,
  start: Start,
  at: (run: string, step: number) => Start,
): Start => (step === 0 ? start : at(run, step))

function hostAgain(run: string, settings: HostTraining, remedy: Remedy): HostTraining {
  if (remedy.do !== 'smaller' && remedy.do !== 'slower') return settings
  const { recipe, start } = settings
  const steps = Math.max(1, recipe.steps - remedy.step)
  const changed = remedy.do === 'smaller' ? { microBatch: remedy.microBatch } : { lr: remedy.lr }
  return {
    ...settings,
    start: fromStep(run, remedy.step, start, (id, step) => ({ kind: 'checkpoint', run: id, step })),
    recipe: { ...recipe, ...changed, steps },
  }
}

function smallAgain(run: string, settings: TrainSettings, remedy: Remedy): TrainSettings {
  if (remedy.do !== 'slower') return settings
  const { recipe, start } = settings
  return {
    ...settings,
    start: fromStep(run, remedy.step, start, (id, step) => ({ run: id, step })),
    recipe: { ...recipe, lr: remedy.lr, steps: Math.max(1, recipe.steps - remedy.step) },
  }
}

/** Goes on, or starts the new run that would not fail the same way. A stage of a round goes on with its round. */
async function remedied(project: OpenProject, job: JobView): Promise<{ id: string }> {
  const { id, title, settings } = job.spec
  const end = await endOfJob(job, project.runsFolder)
  if (!end) throw new Failure('job.move', { state: job.state.name, move: 'resume' })
  const { remedy } = end
  if (remedy.do === 'resume' || remedy.do === 'host') {
    await project.jobs.resume(id)
    return { id }
  }
  return project.start(
    isHostTraining(settings)
      ? hostTrainWish(title, hostAgain(id, hostTrainingSchema.parse(settings), remedy))
      : trainWish(title, smallAgain(id, trainSettingsSchema.parse(settings), remedy)),
  )
}

async function removeThere(engine: EngineHost, run: string, step: number): Promise<void> {
  const { host: name, folder } = await engine.project().placeOfRun(run)
  const host = await engine.hosts.open(name)
  const place = `${folder}/${checkpointFolder(step)}`
  // Without its last file it is none, whatever becomes of the rest.
  await host.remove(`${place}/${COMPLETE}`)
  await host.remove(place)
}

export function trainingFollowCalls(engine: EngineHost): Handlers<FollowCall> {
  const look = async (run: string): Promise<void> => {
    const project = engine.project()
    const { host, folder } = await project.placeOfRun(run)
    if (host === THIS_COMPUTER && folder.startsWith(project.runsFolder)) return
    const now = engine.deps.now().toISOString()
    await lookThere(await engine.hosts.open(host), folder, join(project.runsFolder, run), now)
  }
  return {
    'training.fetch': async (settings) => {
      const project = engine.project()
      const { spec } = await project.jobs.get(settings.run)
      return project.start(fetchWish(spec.title, settings))
    },
    'training.removeCheckpoint': async ({ id, step, where }) => {
      const project = engine.project()
      if ((await project.namedSteps(id)).has(step)) throw new Failure('training.checkpointNeeded', { step })
      if (where === 'there') {
        await removeThere(engine, id, step)
        await look(id)
      } else await removeCheckpoint(join(project.runsFolder, id), step)
    },
    'training.lookThere': async ({ id }) => {
      await look(id)
      return engine.project().runs.view(id)
    },
    'training.remedy': async ({ id }) => {
      const project = engine.project()
      return remedied(project, await project.jobs.get(id))
    },
  }
}
