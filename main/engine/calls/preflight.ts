import { randomUUID } from 'node:crypto'
import type { Handlers } from '#core/contract/contract.ts'
import { flightDeps } from '../flight-deps.ts'
import { runsOn } from '../place-of-run.ts'
import { readRecipeFile, writeRecipeFile } from '../recipe-files.ts'
import { runFlight } from '../stage/train/flight.ts'
import { checkpointsOn } from '../stage/train/host-start.ts'
import type { EngineHost } from './engine-host.ts'

export type PreflightCall =
  | 'training.preflight'
  | 'training.stopPreflight'
  | 'training.starts'
  | 'training.readRecipe'
  | 'training.writeRecipe'

/** What comes before a training on a host. */
export function preflightCalls(engine: EngineHost): Handlers<PreflightCall> {
  const flights = new Map<string, AbortController>()
  return {
    'training.preflight': ({ settings }) => {
      const id = randomUUID()
      const stop = new AbortController()
      const deps = flightDeps(engine)
      flights.set(id, stop)
      runFlight(id, settings, deps, stop.signal)
        .finally(() => flights.delete(id))
        .catch(console.error)
      return { id }
    },
    'training.stopPreflight': ({ id }) => flights.get(id)?.abort(new Error('stopped')),
    'training.starts': async ({ host }) =>
      checkpointsOn(await engine.hosts.open(host), await runsOn(engine.project().host, host)),
    'training.readRecipe': ({ file }) => readRecipeFile(file),
    'training.writeRecipe': ({ file, recipe }) => writeRecipeFile(file, recipe),
  }
}
