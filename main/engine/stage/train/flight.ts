/** The pre-flight of a training on a host: one stage after the other, each judged by core, told as it goes. */
import { Failure } from '#core/failure/failure.ts'
import type { Sample } from '#core/sample/sample.ts'
import { estimateTraining, type MeasuredRun } from '#core/training/estimate.ts'
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
import {
  type Looked,
  layoutFindings,
  lookedSchema,
  machineIn,
  reachFindings,
  shapeIn,
} from '#core/training/flight-facts.ts'
import type { HostTraining } from '#core/training/host-training.ts'
import {
  dataFindings,
  diskFindings,
  finding,
  flightMemory,
  gpuFindings,
  memoryFindings,
  type PromptTokens,
  recipeFindings,
  rewardFindings,
  TRIED,
  tokenFindings,
} from '#core/training/preflight.ts'
import { workFolder } from '../../host/detached.ts'
import { eventsOf, kitAction } from '../../host/kit-action.ts'
import { countFlight, type FlightTokensDeps } from './flight-tokens.ts'
import type { HostRunDeps } from './host-run.ts'
import { startFolder } from './host-start.ts'

export interface FlightDeps extends FlightTokensDeps, Pick<HostRunDeps, 'openHost' | 'kit' | 'placeOfRun'> {
  /** Earlier runs of the same model on the same host. */
  measured(settings: HostTraining): Promise<readonly MeasuredRun[]>
  /** Money for an hour of a host; undefined: nobody said. */
  pricePerHour(host: string): Promise<number | undefined>
  /** Hears of every step; the last one is also the result. */
  changed(flight: Flight): void
  /** Milliseconds that never run backwards. */
  now(): number
}

/** Importing torch and TRL from a cold disk takes a minute. */
const LOOK_MS = 180_000

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
  /** What the host said; absent until it has, and where it could not. */
  private looked: Looked | undefined

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
    await this.estimate()
  }

  private async look(stage: FlightStage): Promise<FlightFinding[]> {
    const { settings, looked } = this
    const { recipe } = settings
    switch (stage) {
      case 'recipe':
        return recipeFindings(recipe)
      case 'data':
        return this.data()
      case 'reward':
        return rewardFindings(this.tried, recipe)
      case 'reach':
        return this.reach()
      default:
        if (!looked) return [finding('amber', 'afterReach')]
    }
    if (typeof looked.model.problem === 'string')
      return [
        finding('amber', 'afterReach'),
        ...(stage === 'memory' ? gpuFindings(machineIn(looked, settings).gpu) : []),
      ]
    if (stage === 'tokens') return this.tokens(looked)
    if (stage === 'disk') return diskFindings(recipe, shapeIn(looked), looked.disk.free ?? undefined)
    const machine = machineIn(looked, settings)
    const memory = flightMemory(recipe, shapeIn(looked), machine)
    if (memory) this.tell({ ...this.flight, memory })
    return memoryFindings(memory, machine)
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

  /** Asks the host for everything at once. */
  private async reach(): Promise<FlightFinding[]> {
    const { deps, settings } = this
    const host = await deps.openHost(settings.host)
    const home = await host.home()
    const full = (path: string): string =>
      path.startsWith('/') ? path : `${home}/${path.replace(/^~\//, '')}`
    const model = full(await startFolder(host, deps, settings))
    const config = { python: full(settings.python), model, disk: full(workFolder('.')) }
    const events = await kitAction(host, deps.kit, {
      ...{ script: 'preflight.py', config },
      ...{ timeoutMs: LOOK_MS, signal: this.signal },
    })
    const [looked] = eventsOf(events, lookedSchema)
    if (!looked) return [finding('red', 'factsUnread', {}, { detail: JSON.stringify(events).slice(0, 2000) })]
    this.looked = looked
    return reachFindings(looked, settings)
  }

  private async tokens(looked: Looked): Promise<FlightFinding[]> {
    const { settings, deps, signal } = this
    const { way, counted } = await countFlight(deps, settings, signal)
    const shape = shapeIn(looked)
    const { leaveOutLong, layout, recipe } = settings
    const facts: { counted: readonly PromptTokens[]; leaveOutLong: boolean } = { counted, leaveOutLong }
    return [
      // The trainer lays prompts out by the template; without one it cannot begin.
      ...(way === 'noTemplate' ? [finding('red', 'noTemplate')] : []),
      ...tokenFindings(recipe, { ...facts, ...(shape ? { shape } : {}) }),
      ...layoutFindings(shape, layout),
    ]
  }

  private async estimate(): Promise<void> {
    const { settings, looked, deps, counts } = this
    const shape = looked && shapeIn(looked)
    const gpu = looked && machineIn(looked, settings).gpu?.name
    const price = await deps.pricePerHour(settings.host).catch(() => undefined)
    const estimate = estimateTraining({
      ...{ recipe: settings.recipe, heldOut: counts.heldOut },
      ...(shape ? { shape } : {}),
      ...(gpu === undefined ? {} : { gpu }),
      ...(price === undefined ? {} : { pricePerHour: price }),
      runs: await deps.measured(settings).catch(() => []),
    })
    this.tell({ ...this.flight, estimate })
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
