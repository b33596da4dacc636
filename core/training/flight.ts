/** The pre-flight of a training on a host, as it stands at a moment: what was looked at, stage by stage. */
import { LIGHTS, type Light, worstOf } from '../host/host-report.ts'
import type { Interval } from '../job/job.ts'
import type { Fit } from './fit.ts'
import type { MemoryNeed } from './memory.ts'

/** In the order in which they are looked at. What needs no host comes first. */
export const FLIGHT_STAGES = ['recipe', 'data', 'reward', 'reach', 'tokens', 'memory', 'disk'] as const
export type FlightStage = (typeof FLIGHT_STAGES)[number]

export interface FlightFinding {
  readonly light: Light
  /** `preflight.*`, or the code of the failure that was met; both have words in core/failure. */
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
  /** The machine's own words. */
  readonly detail?: string
  /** Ids of the samples that are meant, at most `MOST_NAMED`. */
  readonly samples?: readonly string[]
}

export const MOST_NAMED = 500

export interface FlightLine {
  readonly stage: FlightStage
  /** `skipped`: not looked at, since the flight was stopped. */
  readonly state: 'waiting' | 'running' | 'done' | 'skipped'
  /** The worst of its findings; absent until it is done. */
  readonly light?: Light
  readonly ms?: number
  readonly findings: readonly FlightFinding[]
}

/** The memory model's words on this training. Bytes. */
export interface FlightMemory {
  readonly need: MemoryNeed
  /** What takes memory beside tensors: the driver, CUDA, fragments. */
  readonly beside: number
  /** By how much the model may be wrong, as a share. */
  readonly error: number
  readonly free: number
  readonly fit: Fit
  /** Name of the GPU; absent where main memory is meant. */
  readonly gpu?: string
}

/** How long it will take and what that rests on. */
export interface TrainingEstimate {
  /**
   * `runs`: earlier runs of the same host and model, scaled by tokens; `model`: what drawing and updating should take on
   * this GPU; `none`: nobody can say before the first steps.
   */
  readonly on: 'runs' | 'model' | 'none'
  /** Steps of earlier runs that it rests on. */
  readonly measured: number
  /** Seconds of a step, and of the whole; absent with `none`. */
  readonly step?: Interval
  readonly total?: Interval
  /** Money in millionths, where the host has a price. */
  readonly micros?: Interval
}

export interface Flight {
  readonly id: string
  readonly state: 'running' | 'done' | 'stopped'
  readonly lines: readonly FlightLine[]
  readonly memory?: FlightMemory
  readonly estimate?: TrainingEstimate
}

export const newFlight = (id: string): Flight => ({
  id,
  state: 'running',
  lines: FLIGHT_STAGES.map((stage) => ({ stage, state: 'waiting', findings: [] })),
})

/** One line put in place of what stood there. */
export const withFlightLine = (flight: Flight, line: FlightLine): Flight => ({
  ...flight,
  lines: flight.lines.map((old) => (old.stage === line.stage ? line : old)),
})

/** A line by its findings, the worst first. */
export const judgedFlightLine = (
  stage: FlightStage,
  findings: readonly FlightFinding[],
  ms: number,
): FlightLine => ({
  ...{ stage, state: 'done', ms },
  light: worstOf(findings.map(({ light }) => light)),
  findings: [...findings].sort((a, b) => LIGHTS.indexOf(a.light) - LIGHTS.indexOf(b.light)),
})

/** The end of a flight; lines that were not looked at say so. */
export const landed = (flight: Flight, state: 'done' | 'stopped'): Flight => ({
  ...flight,
  state,
  lines: flight.lines.map((line) => (line.state === 'done' ? line : { ...line, state: 'skipped' })),
})

/** The worst light of all lines so far; a training with a red one should not be started. */
export const lightOf = ({ lines }: Pick<Flight, 'lines'>): Light => worstOf(lines.map(({ light }) => light))
