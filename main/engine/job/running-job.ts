import { Failure } from '#core/failure/failure.ts'
import { sayReached } from '#core/job/budget.ts'
import { isLive, type JobState, ranMs } from '#core/job/fold.ts'
import type { JobSpec, PauseReason } from '#core/job/job.ts'
import type { Statement, Store } from '../project/store.ts'
import type { Drive, DriveHooks } from './drive.ts'
import { EventLog } from './event-log.ts'
import { Halt } from './halt.ts'
import type { Counters } from './kind.ts'
import type { FindPlayers } from './players.ts'
import { counterStatements, itemCounts } from './records.ts'
import { clockStatement } from './spending-records.ts'

/** Caps on time are looked at so often, whatever else happens. */
const TICK_MS = 1000
/** Of a job that records nothing for so long, the running time is made durable by itself. */
const QUIET_MS = 10_000

/** What is wanted of a job while it runs. */
export type Wanted =
  | { readonly to: 'pause'; readonly reason: PauseReason; readonly detail: string }
  /** `left`: its work is not waited for. */
  | { readonly to: 'cancel'; readonly left?: true }
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
  /** Running time that the meter knows of, and when it was last made durable. */
  private metered: number
  private clockedAt = 0

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
    this.metered = job.state.ranMs
  }

  async run(findPlayers: FindPlayers): Promise<void> {
    const timer = setInterval(() => this.tick(), TICK_MS)
    try {
      await this.log.say({ type: 'started' })
      this.checkBudget()
      await this.work(findPlayers)
      await this.close()
    } catch (error) {
      await this.closeAfter(error)
    } finally {
      clearInterval(timer)
      this.meter({})
    }
  }

  /** All that happens between the first word and the last. */
  protected abstract work(findPlayers: FindPlayers): Promise<void>
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

  /** Makes records durable together with what they count and with the running time, and only then counts it. */
  protected async record(statements: readonly Statement[], deltas: Counters): Promise<void> {
    const ran = clockStatement(this.number, this.ranMs)
    await this.store.write([...statements, ...counterStatements(this.number, deltas), ran])
    for (const [name, delta] of Object.entries(deltas))
      this.counters[name] = (this.counters[name] ?? 0) + delta
    this.clockedAt = performance.now()
    this.newsAt = this.hooks.now()
    this.meter(deltas)
    this.hooks.changed()
    this.checkBudget()
  }

  private get ranMs(): number {
    return ranMs(this.state, this.hooks.now())
  }

  private meter(deltas: Counters): void {
    const ran = this.ranMs
    this.hooks.spent(deltas, ran - this.metered)
    this.metered = ran
  }

  /** A job at a cap stands still; at the start too, so that nothing is asked then. */
  protected checkBudget(): void {
    if (this.wanted) return
    const reached = this.hooks.reached()
    if (reached !== undefined) this.pause('budget', sayReached(reached))
  }

  private tick(): void {
    this.meter({})
    this.checkBudget()
    if (!isLive(this.state) || performance.now() - this.clockedAt < QUIET_MS) return
    this.clockedAt = performance.now()
    this.store.write([clockStatement(this.number, this.ranMs)]).catch(() => undefined)
  }

  protected get itemsWaiting(): number {
    return itemCounts(this.state.planned, this.counters).waiting
  }

  /** The last word on a run that ended by itself or because something was wanted. */
  protected async close(): Promise<void> {
    const { wanted } = this
    if (wanted?.to === 'cancel')
      return this.log.say({ type: 'cancelled', ...(wanted.left ? { left: true } : {}) })
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
