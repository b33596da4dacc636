/** Joins a pre-flight to the project whose training it looks at. */
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import type { EngineHost } from './calls/engine-host.ts'
import { machineClock } from './endpoint/clock.ts'
import { countedPrompts } from './lengths.ts'
import { measuredRuns } from './measured-runs.ts'
import { placeOfRun } from './place-of-run.ts'
import { promptSources } from './prompt-sources.ts'
import type { FlightDeps } from './stage/train/flight.ts'

/** @throws Failure `project.none` */
export function flightDeps(engine: EngineHost): FlightDeps {
  const { hosts, deps } = engine
  const { host, readers, preamble } = engine.project()
  return {
    ...promptSources(host),
    preamble,
    openHost: (id) => hosts.open(id),
    kit: hosts.kit,
    placeOfRun: (run) => placeOfRun(host, run),
    counterFor: async (reader) => {
      if (reader.kind === 'onHost') await readers.filesOf(reader, true)
      return readers.counterFor(reader)
    },
    counted: async (dataset, policy) => {
      const found = await countedPrompts(host, { dataset, policy, counter: await readers.nameFor(policy) })
      return found?.job.state.name === 'done'
        ? new Map(found.counted.map(({ sample, tokens }) => [sample, tokens]))
        : undefined
    },
    measured: (settings) => measuredRuns(host, settings),
    pricePerHour: async (id) => (id === THIS_COMPUTER ? undefined : (await hosts.stored(id)).pricePerHour),
    changed: (flight) => deps.push('training.flown', flight),
    now: machineClock.now,
  }
}
