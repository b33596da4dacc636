import type { Role } from '../endpoint/role.ts'
import type { RoleSettingsTable } from '../endpoint/role-settings.ts'
import type { PromptMarks } from '../prompt/mark.ts'

export const JOB_STATES = [
  'queued',
  'starting',
  'running',
  'pausing',
  'paused',
  'stopping',
  'done',
  'failed',
  'cancelled',
] as const
export type JobStateName = (typeof JOB_STATES)[number]

/**
 * Why a job stands still; no problem caused `user` and `pilot`: the first items are done and the estimate of the rest
 * waits to be read. `failures`: too many items failed.
 */
export type PauseReason =
  | 'user'
  | 'pilot'
  | 'budget'
  | 'disk'
  | 'endpoint'
  | 'key'
  | 'failures'
  /** The host wants something of a person: a key to be trusted, room on its disk. Its work may go on meanwhile. */
  | 'host'
  /** The model that was trained has to be served before what follows can ask it. */
  | 'serve'
  | 'interrupted'

/** Where a failed item failed. */
export const BOUNDARIES = ['endpoint', 'parse', 'check', 'judge', 'host', 'disk', 'program'] as const
export type Boundary = (typeof BOUNDARIES)[number]

/** Caps; a job that reaches one pauses. Money in the currency of the price tables; seconds count running time only. */
export interface Budget {
  readonly tokens?: number
  readonly money?: number
  readonly seconds?: number
}

/** A few items first, and what they say of the rest. */
export interface Pilot {
  /** So many items; they are items like all others and are never done twice. */
  readonly items: number
  /** `overBudget`: it stands still only where the rest may go beyond what the caps leave. */
  readonly ask: 'always' | 'overBudget'
}

export type Interval = readonly [low: number, high: number]

/** What all items of a job are going to take, the pilot's own included. */
export interface PilotEstimate {
  /** Items of the pilot, and of the job. */
  readonly items: number
  readonly of: number
  readonly tokens: Interval
  /** Absent where nothing that was asked has a price. */
  readonly money?: Interval
  readonly seconds: Interval
}

/** Who plays a role in a job. */
export interface RolePlayer {
  readonly endpoint: string
  readonly model: string
  /** A practice role. */
  readonly scripted: boolean
  /** Of a practice role: how often it is right, from 0 to 1. Default: its usual manner. */
  readonly accuracy?: number
}

/** What a job is. Written once, never changed: it must explain every record it made. */
export interface JobSpec {
  readonly id: string
  readonly kind: string
  readonly kindVersion: number
  readonly title: string
  /** Content hashes or ids of what goes in (tool sets, jobs, datasets), by name. */
  readonly inputs: Readonly<Record<string, string>>
  /** Every prompt used: its version, its hash, and whether it is the project's own. */
  readonly prompts: PromptMarks
  /** Players by role; where several play one (judges), they are asked in turn. */
  readonly roles: Readonly<Partial<Record<Role, readonly RolePlayer[]>>>
  /** Of a job that is a stage of another: that one's id. */
  readonly parent?: string
  /** The kind's own settings; decoded by the kind. */
  readonly settings: unknown
  readonly seed: number
  readonly budget: Budget
  /** Absent: no pilot. */
  readonly pilot?: Pilot
  /** Settings of the roles that play, where they differ from the method's own. */
  readonly sampling?: RoleSettingsTable
  /** Items open at once. */
  readonly concurrency: number
  readonly appVersion: string
  /** ISO 8601. */
  readonly createdAt: string
}

/** Whether any of the words in a job's records are a practice role's. */
export const isScripted = ({ roles }: Pick<JobSpec, 'roles'>): boolean =>
  Object.values(roles).some((players) => players.some(({ scripted }) => scripted))

export type JobEventBody =
  | { readonly type: 'queued' }
  | { readonly type: 'started' }
  /** Items are known; more may follow until `complete`. */
  | { readonly type: 'planned'; readonly items: number; readonly complete: boolean }
  | { readonly type: 'pausing'; readonly reason: PauseReason; readonly detail: string }
  | { readonly type: 'paused'; readonly reason: PauseReason; readonly detail: string }
  /** `budget`: the caps from here on, in place of those before. */
  | { readonly type: 'resumed'; readonly budget?: Budget }
  /** The pilot's items have ended. */
  | { readonly type: 'piloted'; readonly estimate: PilotEstimate }
  | { readonly type: 'stopping' }
  /** `left`: nobody could see to it that its work on a host ended; it may go on there. */
  | { readonly type: 'cancelled'; readonly left?: true }
  /** The host of a work that was left answers again: whether it still runs there. */
  | { readonly type: 'found'; readonly runs: boolean }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly boundary: Boundary; readonly detail: string }
  /** The program ended while the job ran; seen when the project is opened again. */
  | {
      readonly type: 'interrupted'
      /** Milliseconds it had run by its last durable record; how long the program was gone says nothing. */
      readonly ranMs?: number
    }
  /** Stages are done again: so many items are planned in all now. */
  | { readonly type: 'extended'; readonly items: number }
  /** Failed items went back to waiting. */
  | { readonly type: 'retried'; readonly items: number }

export type JobEvent = JobEventBody & { readonly seq: number; readonly at: string }

/** What happens to an item in the end. `dropped` is an outcome of the method (with a reason), `failed` a fault. */
export type ItemState = 'waiting' | 'done' | 'dropped' | 'failed'

/** Every planned item is in exactly one of the other four. */
export interface ItemCounts {
  readonly planned: number
  readonly waiting: number
  readonly done: number
  readonly dropped: number
  readonly failed: number
}

export const NO_ITEMS: ItemCounts = { planned: 0, waiting: 0, done: 0, dropped: 0, failed: 0 }

export const countsBalance = (c: ItemCounts): boolean =>
  c.planned === c.waiting + c.done + c.dropped + c.failed
