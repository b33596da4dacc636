/** The weights that a training on a host starts from, brought there where they lie elsewhere. */
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import type { HostTraining } from '#core/training/host-training.ts'
import type { Checkpoint } from '#core/training/recipe.ts'
import { checkpointFolder } from '#core/training/run.ts'
import { bringCheckpoint, fetchCheckpoint, filesOf } from '../../host/checkpoints.ts'
import type { Host } from '../../host/host.ts'
import { LOOPTOOL_FOLDER } from '../../host/staged-test.ts'
import { checkpointPlace } from './checkpoint-place.ts'
import { type StartDeps, startFolder } from './host-start.ts'
import { keepThere } from './there.ts'

export interface BringDeps extends StartDeps {
  /** Holds every run's folder, here. */
  readonly runsFolder: string
  /** @throws Failure `host.gone`, `host.notHere` */
  openHost(id: string): Promise<Host>
}

/**
 * The folder that the trainer is given: a checkpoint of this host in place, one of another machine brought here first and
 * then there, with resume and checksums.
 *
 * @throws Failure `training.checkpointNotFound`, `host.*`, `disk.*`
 */
export async function bringStart(
  host: Host,
  deps: BringDeps,
  settings: Pick<HostTraining, 'start' | 'host'>,
): Promise<string> {
  const { start } = settings
  if (start.kind === 'model') return startFolder(host, deps, settings)
  const { run, step } = start
  const place = await deps.placeOfRun(run).catch((error: unknown) => {
    throw new Failure('training.checkpointNotFound', { run, step }, String(error))
  })
  if (place.host === settings.host) {
    // From here on its own trainer leaves it alone.
    if (place.host !== THIS_COMPUTER || !place.folder.startsWith('/'))
      await keepThere(host, place.folder, [step])
    return startFolder(host, deps, settings)
  }
  const here = await checkpointHere(deps, { run, step }, place)
  const there = `${LOOPTOOL_FOLDER}/starts/${run}-step-${step}`
  await bringCheckpoint(host, here, there)
  return there
}

async function checkpointHere(
  deps: BringDeps,
  checkpoint: Checkpoint,
  place: { readonly host: string; readonly folder: string },
): Promise<string> {
  const { run, step } = checkpoint
  const found = await checkpointPlace(deps.runsFolder, checkpoint).catch(() => undefined)
  if (found !== undefined) return found
  const other = await deps.openHost(place.host)
  const from = `${place.folder}/${checkpointFolder(step)}`
  const files = await filesOf(other, from, { run, step, optimizer: false })
  await fetchCheckpoint(other, from, join(deps.runsFolder, run, checkpointFolder(step)), files)
  return checkpointPlace(deps.runsFolder, checkpoint)
}
