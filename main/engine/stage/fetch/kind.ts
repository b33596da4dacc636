/**
 * Fetch: a checkpoint of a run is brought from its host. A job of its own, so that a training ends when it has trained, and
 * gigabytes over a slow link can be seen, paused and gone on with.
 */
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { isAway } from '#core/host/trouble.ts'
import { type FetchSettings, fetchSettingsSchema } from '#core/training/fetch-settings.ts'
import { checkpointFolder } from '#core/training/run.ts'
import { fetchCheckpoint, filesOf } from '../../host/checkpoints.ts'
import type { Host } from '../../host/host.ts'
import { type FanOutKind, type ItemContext, type ItemEnd, ItemFailure } from '../../job/kind.ts'
import { decodeWith } from '../decode-settings.ts'
import type { RunPlace } from '../train/host-start.ts'

export interface FetchDeps {
  readonly runsFolder: string
  /** @throws Failure `host.*` */
  openHost(id: string): Promise<Host>
  /** @throws Failure `job.notFound` */
  placeOfRun(run: string): Promise<RunPlace>
  /** Sees to it that the run's host keeps a checkpoint. */
  keep(run: string, step: number): Promise<void>
}

/** A host that is away is asked again after so long; its link has a patience of its own. */
const AGAIN_MS = 5000

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, AGAIN_MS)
    signal.addEventListener('abort', stop, { once: true })
  })

async function fetchOnce(deps: FetchDeps, context: ItemContext<FetchSettings>): Promise<number> {
  const { settings, signal, progress } = context
  const { run, step } = settings
  const place = await deps.placeOfRun(run)
  const host = await deps.openHost(place.host)
  await deps.keep(run, step)
  const from = `${place.folder}/${checkpointFolder(step)}`
  const files = await filesOf(host, from, settings)
  await fetchCheckpoint(host, from, join(deps.runsFolder, run, checkpointFolder(step)), files, {
    signal,
    progress: (done, total) => progress(done, total, 'bytes'),
  })
  return files.reduce((sum, { size }) => sum + size, 0)
}

async function run(deps: FetchDeps, context: ItemContext<FetchSettings>): Promise<ItemEnd> {
  const { signal } = context
  for (;;) {
    try {
      const bytes = await fetchOnce(deps, context)
      return { state: 'done', summary: { bytes }, counters: { 'fetch.bytes': bytes } }
    } catch (error) {
      signal.throwIfAborted()
      if (isAway(error)) await pause(signal)
      else if (error instanceof Failure) throw asItem(error)
      else throw error
    }
  }
}

/** The disk here is full: the job stands still for that. All else fails the item, which can be tried again. */
const asItem = (failure: Failure): Error =>
  failure.code === 'disk.full'
    ? failure
    : new ItemFailure(failure.code.startsWith('disk.') ? 'disk' : 'host', failure.code, failure.message)

/** Counters: `fetch.bytes`, what was brought. */
export const fetchKind = (deps: FetchDeps): FanOutKind<FetchSettings> => ({
  drive: 'fan-out',
  name: 'fetch',
  version: 1,
  asksNobody: true,
  decodeSettings: (raw) => decodeWith(fetchSettingsSchema, raw),
  plan: () => [{ key: 'checkpoint', input: {} }],
  run: (context) => run(deps, context),
})
