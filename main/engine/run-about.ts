/** What the project knows of a run beside its files: its host, how it ended and what helps, what is needed of it. */
import { join } from 'node:path'
import type { RunEnd } from '#core/contract/training-views.ts'
import { failureIn } from '#core/failure/job-failure.ts'
import type { JobView } from '#core/job/view.ts'
import { hostTrainingSchema, isHostTraining } from '#core/training/host-training.ts'
import { trainSettingsSchema } from '#core/training/recipe.ts'
import { type Remedy, remedyOf } from '#core/training/remedy.ts'
import { completeCheckpoints } from './inference/small-policy/run-files.ts'
import { readThere } from './stage/train/there.ts'
import type { RunAbout } from './training/runs.ts'

/** Step of the latest complete checkpoint that a training could go on from; 0 where there is none. */
async function latestStep(folder: string, onHost: boolean): Promise<number> {
  if (!onHost) return (await completeCheckpoints(folder))[0] ?? 0
  return (await readThere(folder))?.checkpoints.at(-1)?.step ?? 0
}

/** A new run would stand outside the round that a stage belongs to: that one goes on itself. */
const withinRound = (remedy: Remedy, step: number, { parent }: JobView['spec']): Remedy =>
  parent === undefined || remedy.do === 'host' ? remedy : { do: 'resume', step }

/** What its job ended for; undefined while it goes on, and where the user wanted its end. */
export async function endOfJob({ spec, state }: JobView, runsFolder: string): Promise<RunEnd | undefined> {
  const text =
    state.name === 'failed' ? state.failure : state.name === 'paused' ? state.pause?.detail : undefined
  const failure = failureIn(text ?? '')
  if (!failure) return undefined
  const { settings } = spec
  const step = await latestStep(join(runsFolder, spec.id), isHostTraining(settings))
  const { code, values, detail } = failure
  if (!isHostTraining(settings)) {
    const { lr } = trainSettingsSchema.parse(settings).recipe
    return {
      failure: { code, values, detail },
      remedy: withinRound(remedyOf({ code, step, lr }), step, spec),
    }
  }
  const { lr, microBatch, prompts, group } = hostTrainingSchema.parse(settings).recipe
  const recipe = { lr, microBatch, answers: prompts * group }
  return {
    failure: { code, values, detail },
    remedy: withinRound(remedyOf({ code, step, ...recipe }), step, spec),
  }
}

export async function aboutRun(
  job: JobView | undefined,
  runsFolder: string,
  named: ReadonlySet<number>,
): Promise<RunAbout> {
  if (job?.spec.kind !== 'train') return { named }
  const { settings } = job.spec
  const end = await endOfJob(job, runsFolder)
  return {
    named,
    ...(end ? { end } : {}),
    ...(isHostTraining(settings) ? { host: hostTrainingSchema.shape.host.parse(settings.host) } : {}),
  }
}
