/** Where on a host the weights lie that a training starts from. */
import type { CheckpointOnHost } from '#core/contract/training-views.ts'
import { Failure } from '#core/failure/failure.ts'
import type { HostTraining } from '#core/training/host-training.ts'
import { checkpointFolder } from '#core/training/run.ts'
import type { Host } from '../../host/host.ts'

/** Where a run of this project lies, with its checkpoints. */
export interface RunPlace {
  /** Id of the host. */
  readonly host: string
  /** In full, or relative to the home there. */
  readonly folder: string
}

export interface StartDeps {
  /** @throws Failure `job.notFound` where the project has no such run */
  placeOfRun(run: string): Promise<RunPlace>
}

/** Written last in whatever is whole. */
const COMPLETE = 'complete.json'
/** Beside the weights of an adapter. */
const ADAPTER = 'adapter_config.json'

/**
 * The folder that the trainer is given: a model's as the user named it; of a checkpoint the whole model where it lies
 * beside the adapter, else the checkpoint itself (the trainer adds an adapter to its model).
 *
 * @throws Failure `training.checkpointElsewhere`, `training.checkpointNotFound`
 */
export async function startFolder(
  host: Pick<Host, 'list'>,
  deps: StartDeps,
  { start, host: id }: Pick<HostTraining, 'start' | 'host'>,
): Promise<string> {
  // `~` is a shell's word; paths on a host are relative to the home anyway.
  if (start.kind === 'model') return start.folder.replace(/^~\//, '')
  const { run, step } = start
  const notFound = (detail = ''): Failure => new Failure('training.checkpointNotFound', { run, step }, detail)
  const place = await deps.placeOfRun(run).catch((error: unknown) => {
    throw notFound(error instanceof Error ? error.message : String(error))
  })
  if (place.host !== id) throw new Failure('training.checkpointElsewhere', { run, step })
  const folder = `${place.folder}/${checkpointFolder(step)}`
  const names = (await host.list(folder)).map(({ name }) => name)
  if (!names.includes(COMPLETE)) throw notFound(folder)
  const merged = `${folder}/merged`
  const isMerged = names.includes('merged') && (await host.list(merged)).some(({ name }) => name === COMPLETE)
  return isMerged ? merged : folder
}

/** An earlier run and where it lies. */
export interface RunThere {
  readonly run: string
  readonly title: string
  readonly dataset: string
  readonly folder: string
}

/** The complete checkpoints of some runs as they lie on their host now; of each run the latest first. */
export async function checkpointsOn(
  host: Pick<Host, 'list'>,
  runs: readonly RunThere[],
): Promise<CheckpointOnHost[]> {
  const found: CheckpointOnHost[] = []
  for (const { folder, ...about } of runs) {
    const steps = (await host.list(`${folder}/checkpoints`))
      .flatMap(({ name }) => /^step-([1-9]\d{0,6})$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a)
    for (const step of steps) {
      const names = (await host.list(`${folder}/${checkpointFolder(step)}`)).map(({ name }) => name)
      if (names.includes(COMPLETE))
        found.push({ ...about, step, kind: names.includes(ADAPTER) ? 'adapter' : 'whole' })
    }
  }
  return found
}
