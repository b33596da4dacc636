import type { Stall } from '../training/stall.ts'
import type { JobMove, JobState } from './fold.ts'
import type { Boundary, ItemCounts, JobSpec } from './job.ts'

/** Of a work on a host that cannot be reached just now: since when, and why as a failure's code. */
export interface Away {
  /** ISO 8601. */
  readonly since: string
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

/** A job as the window and the command line show it. */
export interface JobView {
  readonly spec: JobSpec
  readonly state: JobState
  readonly counts: ItemCounts
  /** Items being worked on now; part of `waiting`. */
  readonly active: number
  /** Named counters of the kind, e.g. `turn.unagreed`. */
  readonly counters: Readonly<Record<string, number>>
  readonly moves: readonly JobMove[]
  /** Items (inside a single long one, its units) ended per second since the last start; undefined before there is enough to say. */
  readonly rate?: number
  readonly secondsLeft?: number
  /** ISO time of the last durable record. */
  readonly lastNewsAt?: string
  /** Inside a single long item: done of total (0: nobody knows it yet), in the unit named, of the phase named. */
  readonly inside?: {
    readonly done: number
    readonly total: number
    readonly unit: string
    readonly phase?: string
  }
  readonly away?: Away
  /** Its training goes on but stands still. */
  readonly stall?: Stall
}

/** Items that ended the same way, for one line in a list. */
export interface OutcomeGroup {
  readonly state: 'dropped' | 'failed'
  readonly boundary?: Boundary
  readonly reason: string
  readonly count: number
  /** One item's key and text. */
  readonly example: { readonly key: string; readonly detail: string }
}

/** Rate and time left from the last start only, so that pauses and earlier runs do not blur them. */
export function paceSince(
  endedSinceStart: number,
  msSinceStart: number,
  waiting: number,
): { rate?: number; secondsLeft?: number } {
  if (endedSinceStart < 3 || msSinceStart < 1000) return {}
  const rate = (endedSinceStart * 1000) / msSinceStart
  return { rate, secondsLeft: Math.ceil(waiting / rate) }
}
