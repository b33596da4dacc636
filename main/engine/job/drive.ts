import type { Reached } from '#core/job/budget.ts'
import type { JobState } from '#core/job/fold.ts'
import type { Budget, JobSpec, PauseReason } from '#core/job/job.ts'
import type { Away, JobView } from '#core/job/view.ts'
import type { Stall } from '#core/training/stall.ts'
import type { FindPlayers } from './players.ts'

/** What takes one job from started to paused, cancelled, failed or done; the engine around it knows no more. */
export interface Drive {
  readonly spec: JobSpec
  readonly state: JobState
  readonly counters: Readonly<Record<string, number>>
  /** Items being worked on. */
  readonly active: number
  /** ISO time of the last durable record of this run. */
  readonly newsAt: string | undefined
  readonly inside: JobView['inside']
  readonly away?: Away | undefined
  readonly stall?: Stall | undefined
  /** Items that had ended before this start: the pace counts from here. */
  readonly endedBefore: number
  /** Of a single long item: what was done inside it before this start. Then the pace counts from there. */
  readonly insideBefore?: number | undefined
  /** True while the state shown is ahead of the one on disk. */
  readonly ahead: boolean
  /** Asks for a pause; the first reason stands. */
  pause(reason: PauseReason, detail: string): void
  cancel(): void
  /** Cancels without waiting for a work that cannot be reached; it may go on. Absent where there is no such work. */
  giveUp?(): void
  /** Ends now and without a word, as the program is closing; the job goes on when the project is opened again. */
  drop(): void
  /** Never rejects: whatever happens becomes an event. */
  run(findPlayers: FindPlayers): Promise<void>
  /** Writes the events that the disk refused so far. @throws Failure `disk.full` when it still does */
  catchUp(): Promise<void>
}

/** What a running job tells the engine around it. */
export interface DriveHooks {
  readonly changed: () => void
  /** What a durable record counts, and the running time since the last call. */
  readonly spent: (deltas: Readonly<Record<string, number>>, ms: number) => void
  /** A cap of the job, of the round that it is a stage of, or of the project, that holds it back. */
  readonly reached: () => Reached | undefined
  /** What all these caps leave. */
  readonly room: () => Budget
  readonly stepped: (key: string) => void
  readonly now: () => string
}
