import { Failure } from '#core/failure/failure.ts'
import { isLive, type JobState } from '#core/job/fold.ts'
import type { JobSpec, PauseReason } from '#core/job/job.ts'
import type { Statement, Store } from '../project/store.ts'
import type { Drive, DriveHooks } from './drive.ts'
import { EventLog } from './event-log.ts'
import { Halt } from './halt.ts'
import type { Counters } from './kind.ts'
import type { FindPlayers } from './players.ts'
import { counterStatements, itemCounts } from './records.ts'

/** What is wanted of a job while it runs. */
export type Wanted =
  | { readonly to: 'pause'; readonly reason: PauseReason; readonly detail: string }
  | { readonly to: 'cancel' }
  | { readonly to: 'fail'; readonly detail: string }
  /** The program is closing. */
  | { readonly to: 'leave' }

/** A job as its drive is given it. */
export interface StoredJob {
  readonly number: number
  readonly spec: JobSpec
  readonly state: JobState
}

/** What the drives share: a job's log and counters, what is wanted of it, and how it ends. */
export abstract class RunningJob implements Drive {
  readonly spec: JobSpec
  readonly counters: Record<string, number>
  readonly endedBefore: number
  active = 0
  newsAt: string | undefined
  inside: Drive['inside']

  protected wanted: Wanted | undefined
  protected readonly log: EventLog
  protected readonly store: Store
  protected readonly number: number
  protected readonly hooks: DriveHooks

  constructor(store: Store, job: StoredJob, counters: Record<string, number>, hooks: DriveHooks) {
    this.store = store
    this.number = job.number
    this.spec = job.spec
    this.counters = counters
    this.hooks = hooks
    this.log = new EventLog(store, job, hooks, (error) => {
      this.wanted ??= { to: 'pause', reason: 'disk', detail: error.message }
    })
    const { done, dropped, failed } = itemCounts(0, counters)
    this.endedBefore = done + dropped + failed
  }

  abstract run(findPlayers: FindPlayers): Promise<void>
  /** Passes a wish on to whatever works. */
  protected abstract onPause(): void
  protected abstract onCancel(): void
  protected abstract onDrop(): void

  get state(): JobState {
    return this.log.state
  }

  get ahead(): boolean {
    return this.log.ahead
  }

  catchUp(): Promise<void> {
    return this.log.catchUp()
  }

  pause(reason: PauseReason, detail: string): void {
    this.pauseWith(reason, detail)
  }

  /** @param statements in one transaction with the word that the job pauses */
  protected pauseWith(reason: PauseReason, detail: string, statements: readonly Statement[] = []): void {
    if (this.wanted || !isLive(this.state)) return
    this.wanted = { to: 'pause', reason, detail }
    void this.log.say({ type: 'pausing', reason, detail }, statements)
    this.onPause()
  }

  cancel(): void {
    if (this.wanted?.to === 'cancel' || !isLive(this.state)) return
    this.wanted = { to: 'cancel' }
    void this.log.say({ type: 'stopping' })
    this.onCancel()
  }

  drop(): void {
    this.wanted ??= { to: 'leave' }
    this.onDrop()
  }

  /** Makes records durable together with what they count, and only then counts it. */
  protected async record(statements: Statement[], deltas: Counters): Promise<void> {
    await this.store.write(statements)
    for (const [name, delta] of Object.entries(deltas))
      this.counters[name] = (this.counters[name] ?? 0) + delta
    this.newsAt = this.hooks.now()
    this.hooks.changed()
  }

  /** The same, the counts being written here too. */
  protected recordCounted(statements: Statement[], deltas: Counters): Promise<void> {
    return this.record([...statements, ...counterStatements(this.number, deltas)], deltas)
  }

  protected get itemsWaiting(): number {
    return itemCounts(this.state.planned, this.counters).waiting
  }

  /** The last word on a run that ended by itself or because something was wanted. */
  protected async close(): Promise<void> {
    const { wanted } = this
    if (wanted?.to === 'cancel') return this.log.say({ type: 'cancelled' })
    if (wanted?.to === 'fail')
      return this.log.say({ type: 'failed', boundary: 'program', detail: wanted.detail })
    if (this.state.planComplete && this.itemsWaiting === 0) return this.log.say({ type: 'done' })
    if (wanted?.to === 'pause')
      return this.log.say({ type: 'paused', reason: wanted.reason, detail: wanted.detail })
    await this.log.say({ type: 'interrupted' })
  }

  /** The last word on a run that an error ended. */
  protected async closeAfter(error: unknown): Promise<void> {
    if (error instanceof Halt || this.wanted) return this.close()
    await this.fail(error)
  }

  protected async fail(error: unknown): Promise<void> {
    const detail = error instanceof Error ? error.message : String(error)
    const code = (error as { code?: unknown }).code
    if (code === 'disk.full') return this.log.say({ type: 'paused', reason: 'disk', detail })
    if (code === 'endpoint.key') return this.log.say({ type: 'paused', reason: 'key', detail })
    // A failure has words and a way out; anything else is a defect.
    const boundary = error instanceof Failure ? 'check' : 'program'
    await this.log.say({ type: 'failed', boundary, detail })
  }
}
