/** A model that this program cannot play is served by the user before the round asks it. */
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { serveLine } from '#core/host/serve-line.ts'
import type { RoundSettings } from '#core/round/round-settings.ts'
import { checkpointName } from '#core/training/recipe.ts'
import { checkpointFolder } from '#core/training/run.ts'
import type { Asking } from '../job/kind.ts'
import { readThere, type There } from '../stage/train/there.ts'
import { readRounds } from './round-index.ts'
import { earlierJob, type StageSources } from './stage-specs.ts'
import { trainedIn } from './trained.ts'

const ASKS_POLICY: readonly string[] = ['evaluate', 'probe']

/** Of the whole model where one was merged. */
function placeOf(there: There | undefined, step: number): string {
  const folder = `${there?.folder ?? '.'}/${checkpointFolder(step)}`
  return there?.checkpoints.some((one) => one.step === step && one.merged) ? `${folder}/merged` : folder
}

/** Undefined where this round trained nothing on a host, or nothing that has to be served. */
export async function askToServe(
  { host }: StageSources,
  stage: string,
  { parent, settings }: { readonly parent: string; readonly settings: RoundSettings },
): Promise<Asking | undefined> {
  const { policy } = settings.roles
  if (settings.trainOn === undefined || policy.kind !== 'endpoint' || !ASKS_POLICY.includes(stage))
    return undefined
  const index = await readRounds(host)
  const trained = trainedIn(index, earlierJob(index, parent, settings.round, 'train'))
  if (trained === undefined) return undefined
  const folder = placeOf(await readThere(join(host.runsFolder, trained.run)), trained.step)
  const values = { url: policy.url, model: policy.model, command: serveLine(folder, policy.model) }
  return {
    what: checkpointName(trained),
    reason: 'serve',
    detail: new Failure('round.serveFirst', values).message,
  }
}
