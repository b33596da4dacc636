/** What a stage has to say to be run by the job engine. The engine knows no stage. */

import type { Role } from '#core/endpoint/role.ts'
import type { ChatReply, ChatRequest } from '#core/endpoint/transport.ts'
import type { Failure } from '#core/failure/failure.ts'
import type { Boundary, JobSpec, PauseReason } from '#core/job/job.ts'
import type { Away } from '#core/job/view.ts'
import type { Random } from '#core/random/random.ts'
import type { Stall } from '#core/training/stall.ts'
import type { Statement } from '../project/store.ts'

export interface PlannedItem {
  /** Stable: the same spec gives the same keys in the same order. */
  readonly key: string
  /** JSON that `run` needs and that cannot be derived again cheaply. */
  readonly input: unknown
}

/** A durable part of an item (a dialog's turn). `body` is plain JSON. */
export interface StepRecord {
  readonly body: unknown
}

/** Deltas of named counters, kept in the same transaction as what they count. */
export type Counters = Readonly<Record<string, number>>

export interface ItemEnd {
  readonly state: 'done' | 'dropped'
  /** For dropped items: a short code that groups them. */
  readonly reason?: string
  readonly detail?: string
  /** Plain JSON shown in lists; small. The steps are the record, they are not repeated here. */
  readonly summary?: unknown
  readonly counters?: Counters
  /** Rows written in the same transaction. */
  readonly writes?: readonly Statement[]
}

export interface JobContext<Settings> {
  readonly spec: JobSpec
  readonly settings: Settings
  readonly signal: AbortSignal
}

export interface ItemContext<Settings> extends JobContext<Settings> {
  readonly key: string
  readonly input: unknown
  /** Times this item failed and was put back: tells a second try from work that was cut off and goes on. */
  readonly failures: number
  /** Steps that are durable already, in order; work goes on behind the last. */
  readonly steps: readonly StepRecord[]
  /**
   * Makes the next step durable. Resolves when it is on disk; then, and only then, may it be counted or shown.
   * Throws (and ends `run`) when the job is pausing or stopping: let it pass.
   */
  commit(body: unknown, counters?: Counters): Promise<void>
  /** Randomness for a step: depends on the job's seed, the item and what is named, on nothing else. */
  random(...parts: readonly (string | number)[]): Random
  /**
   * Asks the model that plays a role. Tokens are counted toward the budget with the next commit.
   *
   * @param player which one, where several play the role (judges); 0 when absent
   */
  chat(role: Role, request: Omit<ChatRequest, 'model'>, player?: number): Promise<ChatReply>
  /** Progress inside one long item; shown, not stored. */
  progress(done: number, total: number, unit: string): void
}

/** Thrown by a stage to say at which boundary an item failed. */
export class ItemFailure extends Error {
  readonly boundary: Boundary
  readonly reason: string
  readonly detail: string
  constructor(boundary: Boundary, reason: string, detail: string) {
    super(`${boundary} ${reason}: ${detail}`)
    this.boundary = boundary
    this.reason = reason
    this.detail = detail
  }
}

/** The fan-out drive: many independent items, some in flight at a time. */
export interface FanOutKind<Settings> {
  readonly drive: 'fan-out'
  readonly name: string
  readonly version: number
  /** It asks no model: caps on tokens and money do not hold it back. */
  readonly asksNobody?: true
  /** @throws Failure `job.settings` */
  decodeSettings(raw: unknown): Settings
  /** Every item, always in the same order. Called again on resume; what is stored already is skipped. */
  plan(context: JobContext<Settings>): AsyncIterable<PlannedItem> | Iterable<PlannedItem>
  /** @throws ItemFailure, TransportError; anything else counts as a defect of the program. */
  run(context: ItemContext<Settings>): Promise<ItemEnd>
}

/** What a detached work has written since it was last looked at. */
export interface WorkNews {
  /** Up to where it was read; plain JSON, handed in again at the next look and after every start. */
  readonly mark: unknown
  /** What is done of all, and its unit (steps). */
  readonly done: number
  readonly total: number
  readonly unit: string
  /** Code of what is being done, where there is more than one thing. */
  readonly phase?: string
  readonly counters: Counters
  /** The machine it runs on cannot be reached; the work goes on meanwhile. */
  readonly away?: Away
  /** It goes on but stands still. */
  readonly stall?: Stall
  /** `stopped`: everything is kept and a later start goes on. */
  readonly end?:
    | { readonly as: 'done'; readonly end: ItemEnd }
    | { readonly as: 'stopped' }
    | { readonly as: 'failed'; readonly failure: Failure }
    /** A person has to do something first; the work itself may go on meanwhile. */
    | { readonly as: 'held'; readonly failure: Failure }
}

/** A work that runs by itself, here or on a host, and speaks through files. */
export interface DetachedWork {
  news(mark: unknown): Promise<WorkNews>
  /** Milliseconds between two looks; a fifth of a second unless named. */
  readonly everyMs?: number
  /** How long a work that was asked to keep everything may take; a minute unless named. */
  readonly graceMs?: number
  /** `save`: end at the next safe point and keep everything; `now`: end at once. Told, not waited for. */
  stop(how: 'save' | 'now'): void
  /** Resolves when nobody works on it any more. */
  readonly ended: Promise<void>
  /** Why it ended without a last word. */
  died(): Promise<Failure>
  /** Nobody follows it from here on. What lives with the program ends now, what lives on a host goes on. */
  leave(): Promise<void>
}

/** The detached drive: one long work outside the engine's process. */
export interface DetachedKind<Settings> {
  readonly drive: 'detached'
  readonly name: string
  readonly version: number
  /** @throws Failure `job.settings` */
  decodeSettings(raw: unknown): Settings
  /**
   * Starts the work under the job's id, or takes up what stands there under this id.
   *
   * @throws Failure when it cannot start
   */
  start(context: JobContext<Settings>): Promise<DetachedWork>
  /** Whether the work can live on while nobody follows it. */
  outlives?(raw: unknown): boolean
}

/** Why a parent stands still before a stage. */
export interface Asking {
  /** The same for the same thing asked. */
  readonly what: string
  readonly reason: PauseReason
  /** A failure's text: its words say what to do. */
  readonly detail: string
}

/** The parent drive: stages one after another, each a job of its own that could run alone as well. */
export interface ParentKind<Settings> {
  readonly drive: 'parent'
  readonly name: string
  readonly version: number
  /** @throws Failure `job.settings` */
  decodeSettings(raw: unknown): Settings
  /** In the order in which they run; the same spec gives the same. */
  stages(settings: Settings): readonly string[]
  /**
   * The job of a stage. Asked for once the stages before it are done and just before the job is stored, never again
   * after: from then on the stored spec stands.
   *
   * @throws Failure when what the stage reads is gone: the parent fails, and goes on once it is resumed
   */
  child(stage: string, parent: { readonly spec: JobSpec; readonly settings: Settings }): Promise<JobSpec>
  /** What a person has to do before a stage can start; asked for once, then a resume goes on. */
  ask?(
    stage: string,
    parent: { readonly spec: JobSpec; readonly settings: Settings },
  ): Promise<Asking | undefined>
  /** Share of failed items in one stage, from 0 to 1, from which it stands still. */
  failedShare(settings: Settings): number
}

/** Any kind; its settings are known to itself only. */
export type JobKind = FanOutKind<unknown> | DetachedKind<unknown> | ParentKind<unknown>
