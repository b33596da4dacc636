import type { Budget, JobEvent, JobStateName, PauseReason, PilotEstimate } from './job.ts'

/** A job's state: nothing but its events, folded. Engine, command line and window use this one function. */
export interface JobState {
  readonly name: JobStateName
  /** Last event folded in; 0 before the first. */
  readonly seq: number
  /** Why it stands still; only while it is pausing or paused. */
  readonly pause?: { readonly reason: PauseReason; readonly detail: string }
  readonly failure?: string
  /** Cancelled, but its work on a host may go on (`maybe`), or was seen to (`runs`). */
  readonly left?: 'maybe' | 'runs'
  /** The caps, where they were changed after the start. */
  readonly budget?: Budget
  /** What the pilot said; it is not made again. */
  readonly estimate?: PilotEstimate
  readonly planned: number
  readonly planComplete: boolean
  readonly starts: number
  /** ISO time of the last start: rates and time left are reckoned from here only. */
  readonly startedAt?: string
  readonly endedAt?: string
  /** Milliseconds run before the last start. */
  readonly ranMs: number
  /** Illegal events seen; kept in sight, since they mean a defect or a damaged file. */
  readonly illegal: number
}

export const NEW_JOB: JobState = {
  name: 'queued',
  seq: 0,
  planned: 0,
  planComplete: false,
  starts: 0,
  ranMs: 0,
  illegal: 0,
}

const LIVE: readonly JobStateName[] = ['starting', 'running', 'pausing', 'stopping']
const FINISHED: readonly JobStateName[] = ['done', 'cancelled']

/** States in which each event may come. */
const FROM: { readonly [T in JobEvent['type']]: readonly JobStateName[] } = {
  queued: ['queued'],
  started: ['queued', 'starting'],
  planned: ['starting', 'running', 'pausing', 'stopping'],
  pausing: ['starting', 'running'],
  paused: ['queued', 'starting', 'running', 'pausing'],
  resumed: ['paused', 'failed', 'cancelled'],
  piloted: ['starting', 'running', 'pausing'],
  stopping: ['queued', 'starting', 'running', 'pausing', 'paused', 'failed'],
  cancelled: ['stopping'],
  found: ['cancelled'],
  done: ['starting', 'running', 'pausing'],
  failed: ['queued', 'starting', 'running', 'pausing'],
  interrupted: LIVE,
  extended: ['paused', 'failed', 'done', 'cancelled'],
  retried: ['paused', 'failed', 'done', 'running', 'starting'],
}

export const isLive = (state: JobState): boolean => LIVE.includes(state.name)
/** Ended for good: only a retry of failed items brings a done job back. */
export const isFinished = (state: JobState): boolean => FINISHED.includes(state.name)

export type JobMove = 'pause' | 'resume' | 'cancel' | 'retry'

/** What a user may do now. `failedItems` is the count of failed items. */
export function allowedMoves(state: JobState, failedItems: number): JobMove[] {
  const moves: JobMove[] = []
  if (state.name === 'running' || state.name === 'starting' || state.name === 'queued') moves.push('pause')
  if (state.name === 'paused' || state.name === 'failed' || state.left) moves.push('resume')
  if (!isFinished(state) && state.name !== 'stopping') moves.push('cancel')
  if (failedItems > 0 && (state.name === 'done' || state.name === 'paused' || state.name === 'failed'))
    moves.push('retry')
  return moves
}

const ranUntil = (state: JobState, at: string): number =>
  state.startedAt === undefined || !LIVE.includes(state.name)
    ? state.ranMs
    : state.ranMs + Math.max(0, Date.parse(at) - Date.parse(state.startedAt))

const without = <K extends keyof JobState>(state: JobState, ...keys: K[]): JobState => {
  const copy: Partial<JobState> = { ...state }
  for (const key of keys) delete copy[key]
  return copy as JobState
}

/** One event folded in. An event that may not come now changes nothing but `illegal`. */
export function foldEvent(state: JobState, event: JobEvent): JobState {
  if (!mayCome(state, event) || event.seq !== state.seq + 1) {
    return { ...state, seq: Math.max(state.seq, event.seq), illegal: state.illegal + 1 }
  }
  return { ...change(state, event), seq: event.seq }
}

/** Of what was cancelled, only a work that was left on a host is heard of again. */
const mayCome = (state: JobState, { type }: JobEvent): boolean =>
  FROM[type].includes(state.name) &&
  (state.left !== undefined || state.name !== 'cancelled' || (type !== 'resumed' && type !== 'found'))

function change(state: JobState, event: JobEvent): JobState {
  switch (event.type) {
    case 'queued':
      return { ...without(state, 'pause', 'failure', 'endedAt'), name: 'queued' }
    case 'started':
      return {
        ...without(state, 'pause', 'failure'),
        name: 'running',
        starts: state.starts + 1,
        startedAt: event.at,
      }
    case 'planned':
      return { ...state, planned: event.items, planComplete: event.complete }
    case 'pausing':
      return { ...state, name: 'pausing', pause: { reason: event.reason, detail: event.detail } }
    case 'paused':
      return {
        ...state,
        name: 'paused',
        pause: { reason: event.reason, detail: event.detail },
        ranMs: ranUntil(state, event.at),
      }
    case 'resumed':
      return {
        ...queuedAgain(state, event.at),
        ...(event.budget === undefined ? {} : { budget: event.budget }),
      }
    case 'retried':
      return isLive(state) ? state : queuedAgain(state, event.at)
    case 'piloted':
      return { ...state, estimate: event.estimate }
    case 'extended':
      return { ...queuedAgain(state, event.at), planned: event.items }
    case 'stopping':
      return { ...without(state, 'pause'), name: 'stopping' }
    case 'cancelled':
    case 'done':
      return {
        ...without(state, 'pause'),
        name: event.type,
        ranMs: ranUntil(state, event.at),
        endedAt: event.at,
        ...(event.type === 'cancelled' && event.left ? { left: 'maybe' } : {}),
      }
    case 'found':
      return event.runs ? { ...state, left: 'runs' } : without(state, 'left')
    case 'failed':
      return {
        ...without(state, 'pause'),
        name: 'failed',
        failure: event.detail,
        ranMs: ranUntil(state, event.at),
        endedAt: event.at,
      }
    case 'interrupted':
      return interrupted(state, event.ranMs ?? ranUntil(state, event.at))
  }
}

const queuedAgain = (state: JobState, at: string): JobState => ({
  ...without(state, 'pause', 'failure', 'endedAt', 'left'),
  name: 'queued',
  ranMs: ranUntil(state, at),
})

function interrupted(state: JobState, ran: number): JobState {
  const ranMs = Math.max(state.ranMs, ran)
  // A stop that was asked for before the crash is still wanted.
  return state.name === 'stopping'
    ? { ...state, ranMs }
    : { ...without(state, 'pause'), name: 'queued', ranMs }
}

export const foldEvents = (events: Iterable<JobEvent>, from: JobState = NEW_JOB): JobState => {
  let state = from
  for (const event of events) state = foldEvent(state, event)
  return state
}

/** Milliseconds of running time up to `now` (ISO). */
export const ranMs = (state: JobState, now: string): number => ranUntil(state, now)
