/** The pre-flight of a training on a host: one stage after the other, each judged by core, told as it goes. */
import { Failure } from '#core/failure/failure.ts'
import type { Sample } from '#core/sample/sample.ts'
import {
  FLIGHT_STAGES,
  type Flight,
  type FlightFinding,
  type FlightStage,
  judgedFlightLine,
  landed,
  newFlight,
  withFlightLine,
} from '#core/training/flight.ts'
import type { HostTraining } from '#core/training/host-training.ts'
import { dataFindings, finding, recipeFindings, rewardFindings, TRIED } from '#core/training/preflight.ts'
import type { PromptSources } from './prompts.ts'

export interface FlightDeps extends PromptSources {
  /** Hears of every step; the last one is also the result. */
  changed(flight: Flight): void
  /** Milliseconds that never run backwards. */
  now(): number
}

/** Looks at everything that can be looked at. Never rejects for what it meets: that is a finding. */
export async function runFlight(
  id: string,
  settings: HostTraining,
  deps: FlightDeps,
  signal: AbortSignal,
): Promise<Flight> {
  return new Run(newFlight(id), settings, deps, signal).all()
}

class Run {
  private flight: Flight
  private readonly settings: HostTraining
  private readonly deps: FlightDeps
  private readonly signal: AbortSignal
  private readonly counts = { train: 0, heldOut: 0 }
  private readonly tried: Sample[] = []

  constructor(flight: Flight, settings: HostTraining, deps: FlightDeps, signal: AbortSignal) {
    this.flight = flight
    this.settings = settings
    this.deps = deps
    this.signal = signal
  }

  async all(): Promise<Flight> {
    const stopped = new Promise<'stopped'>((resolve) =>
      this.signal.addEventListener('abort', () => resolve('stopped'), { once: true }),
    )
    const end = await Promise.race([this.stages().then(() => 'done' as const), stopped])
    return this.tell(landed(this.flight, end))
  }

  private async stages(): Promise<void> {
    for (const stage of FLIGHT_STAGES) {
      if (this.signal.aborted) return
      const from = this.deps.now()
      this.tell(withFlightLine(this.flight, { stage, state: 'running', findings: [] }))
      const findings = await this.look(stage).catch(met)
      const ms = Math.round(this.deps.now() - from)
      this.tell(withFlightLine(this.flight, judgedFlightLine(stage, findings, ms)))
    }
  }

  private async look(stage: FlightStage): Promise<FlightFinding[]> {
    const { recipe } = this.settings
    switch (stage) {
      case 'recipe':
        return recipeFindings(recipe)
      case 'data':
        return this.data()
      case 'reward':
        return rewardFindings(this.tried, recipe)
      default:
        return [finding('amber', 'notLooked')]
    }
  }

  private async data(): Promise<FlightFinding[]> {
    const { dataset, recipe, probe } = this.settings
    const rates = probe === undefined ? undefined : await this.deps.passRates(probe)
    const probed = { known: 0, dead: 0 }
    for await (const sample of this.deps.samples(dataset, 'train')) {
      this.signal.throwIfAborted()
      this.counts.train++
      if (this.tried.length < TRIED) this.tried.push(sample)
      const rate = rates?.get(sample.id)
      if (rate === undefined) continue
      probed.known++
      if (rate === 0 || rate === 1) probed.dead++
    }
    for await (const _ of this.deps.samples(dataset, 'test')) this.counts.heldOut++
    return dataFindings(recipe, { ...this.counts, ...(rates ? { probed } : {}) })
  }

  private tell(flight: Flight): Flight {
    // What still comes in after a stop is no news.
    if (this.flight.state !== 'running') return this.flight
    this.flight = flight
    this.deps.changed(flight)
    return flight
  }
}

/** What a stage met instead of an answer. */
function met(error: unknown): FlightFinding[] {
  if (!(error instanceof Failure))
    return [{ light: 'red', code: 'program.defect', values: {}, detail: String(error) }]
  const { code, values, detail } = error
  return [{ light: 'red', code, values, ...(detail === '' ? {} : { detail }) }]
}
