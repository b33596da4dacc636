/** Joins a pre-flight to the project whose training it looks at. */
import type { EngineHost } from './calls/engine-host.ts'
import { machineClock } from './endpoint/clock.ts'
import { promptSources } from './prompt-sources.ts'
import type { FlightDeps } from './stage/train/flight.ts'

/** @throws Failure `project.none` */
export function flightDeps(engine: EngineHost): FlightDeps {
  const { host } = engine.project()
  return {
    ...promptSources(host),
    changed: (flight) => engine.deps.push('training.flown', flight),
    now: machineClock.now,
  }
}
