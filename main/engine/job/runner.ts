import { Failure } from '#core/failure/failure.ts'
import { budgetReached } from '#core/job/budget.ts'
import { isLive, type JobState, ranMs } from '#core/job/fold.ts'
import type { JobSpec, PauseReason } from '#core/job/job.ts'
import type { Statement, Store } from '../project/store.ts'
import type { Drive, DriveHooks } from './drive.ts'
import { EventLog } from './event-log.ts'
import { Halt, type ItemHost, ItemRun } from './item-run.ts'
import type { Counters, FanOutKind, JobContext, PlannedItem } from './kind.ts'
import type { Players } from './players.ts'
import { itemCounts, planStatements, readSteps, type WaitingItem, waitingItems } from './records.ts'

const PLAN_BATCH = 500
const PAGE = 512
/** In-flight requests may finish this long after a pause is asked for; then they are cut. */
const PAUSE_GRACE_MS = 15_000
/** So many endpoint faults in a row, with no item ending well between them, pause the job. */
const FAULTS_IN_A_ROW = 10

/** The fan-out drive: takes one job from started to paused, cancelled, failed or done. */
export class Runner implements Drive {
  readonly counters: Record<string, number>
  active = 0
  newsAt: string | undefined
  inside: { done: number; total: number; unit: string } | undefined
  readonly endedBefore: number

  private readonly abort = new AbortController()
  private wanted:
    | { readonly to: 'pause'; readonly reason: PauseReason; readonly detail: string }
    | { readonly to: 'cancel' }
    | undefined
  private faultsInARow = 0
  private readonly log: EventLog
  private readonly store: Store
  private readonly number: number
  private readonly kind: FanOutKind<unknown>
  private readonly hooks: DriveHooks
  readonly spec: JobSpec

  constructor(
    store: Store,
    job: { number: number; spec: JobSpec; state: JobState },
    counters: Record<string, number>,
    kind: FanOutKind<unknown>,
    hooks: DriveHooks,
  ) {
    this.store = store
    this.number = job.number
    this.spec = job.spec
    this.log = new EventLog(store, job, hooks, (error) => {
      this.wanted ??= { to: 'pause', reason: 'disk', detail: error.message }
    })
    this.counters = counters
    this.kind = kind
    this.hooks = hooks
    const { done, dropped, failed } = itemCounts(0, counters)
    this.endedBefore = done + dropped + failed
  }

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
    if (this.wanted || !isLive(this.state)) return
    this.wanted = { to: 'pause', reason, detail }
    const timer = setTimeout(() => this.abort.abort(new Halt()), PAUSE_GRACE_MS)
    timer.unref()
    void this.log.say({ type: 'pausing', reason, detail })
  }

  cancel(): void {
    if (this.wanted?.to === 'cancel' || !isLive(this.state)) return
    this.wanted = { to: 'cancel' }
    void this.log.say({ type: 'stopping' })
    this.abort.abort(new Halt())
  }

  drop(): void {
    this.wanted ??= { to: 'pause', reason: 'interrupted', detail: '' }
    this.abort.abort(new Halt())
  }

  async run(findPlayers: (spec: JobSpec) => Promise<Players>): Promise<void> {
    let players: Players | undefined
    try {
      await this.log.say({ type: 'started' })
      const settings = this.kind.decodeSettings(this.spec.settings)
      players = await findPlayers(this.spec)
      const context: JobContext<unknown> = { spec: this.spec, settings, signal: this.abort.signal }
      await this.plan(context)
      await this.drive(context, players)
      await this.close()
    } catch (error) {
      await this.closeAfter(error)
    } finally {
      await players?.close()
    }
  }

  private async closeAfter(error: unknown): Promise<void> {
    if (error instanceof Halt || this.wanted) return this.close()
    const detail = error instanceof Error ? error.message : String(error)
    const code = (error as { code?: unknown }).code
    if (code === 'disk.full') return this.log.say({ type: 'paused', reason: 'disk', detail })
    if (code === 'endpoint.key') return this.log.say({ type: 'paused', reason: 'key', detail })
    // A failure has words and a way out; anything else is a defect.
    const boundary = error instanceof Failure ? 'check' : 'program'
    await this.log.say({ type: 'failed', boundary, detail })
  }

  private async close(): Promise<void> {
    if (this.wanted?.to === 'cancel') return this.log.say({ type: 'cancelled' })
    if (this.wanted?.reason === 'interrupted') return this.log.say({ type: 'interrupted' })
    const waiting = itemCounts(this.state.planned, this.counters).waiting
    if (this.wanted && (waiting > 0 || !this.state.planComplete)) {
      return this.log.say({ type: 'paused', reason: this.wanted.reason, detail: this.wanted.detail })
    }
    await this.log.say({ type: 'done' })
  }

  private async plan(context: JobContext<unknown>): Promise<void> {
    if (this.state.planComplete) return
    let batch: PlannedItem[] = []
    let seen = 0
    const flush = async (complete: boolean): Promise<void> => {
      const first = this.state.planned
      const statements = planStatements(this.number, first, batch)
      const items = first + batch.length
      batch = []
      await this.log.say({ type: 'planned', items, complete }, statements)
      if (this.log.ahead) throw new Halt()
    }
    for await (const item of this.kind.plan(context)) {
      if (seen++ < this.state.planned) continue
      // Only when more is coming: the last batch goes with the word that the plan is complete.
      if (batch.length >= PLAN_BATCH) await flush(false)
      batch.push(item)
      if (this.wanted) throw new Halt()
    }
    await flush(true)
  }

  private async drive(context: JobContext<unknown>, players: Players): Promise<void> {
    const host = this.host(context, players)
    const items = this.waiting()
    const lane = async (): Promise<void> => {
      for (;;) {
        if (this.wanted) return
        const next = await items.next()
        if (next.done || this.wanted) return
        await this.runItem(host, next.value)
      }
    }
    const lanes = Math.max(
      1,
      Math.min(this.spec.concurrency, itemCounts(this.state.planned, this.counters).waiting),
    )
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  private async runItem(host: ItemHost, item: WaitingItem): Promise<void> {
    this.active++
    try {
      const steps = await readSteps(this.store, this.number, item.ordinal)
      const how = await new ItemRun(host, item, steps).run()
      if (how === 'endpointFault') this.faultsInARow++
      else if (how === 'ended') this.faultsInARow = 0
      if (this.faultsInARow >= FAULTS_IN_A_ROW) {
        this.pause('endpoint', `${FAULTS_IN_A_ROW} items in a row failed at the endpoint`)
      }
    } finally {
      this.active--
      this.hooks.changed()
    }
  }

  private host(context: JobContext<unknown>, players: Players): ItemHost {
    return {
      number: this.number,
      kind: this.kind,
      context,
      players,
      halting: () => this.wanted !== undefined,
      record: (statements, deltas) => this.record(statements, deltas),
      halt: (reason, detail) => this.pause(reason, detail),
      progress: (done, total, unit) => {
        this.inside = { done, total, unit }
        this.hooks.changed()
      },
      stepped: this.hooks.stepped,
      now: this.hooks.now,
    }
  }

  private async record(statements: Statement[], deltas: Counters): Promise<void> {
    if (statements.length === 0) return
    await this.store.write(statements)
    for (const [name, delta] of Object.entries(deltas))
      this.counters[name] = (this.counters[name] ?? 0) + delta
    this.newsAt = this.hooks.now()
    this.checkBudget()
    this.hooks.changed()
  }

  private checkBudget(): void {
    const reached = budgetReached(this.spec.budget, this.counters, ranMs(this.state, this.hooks.now()))
    if (reached !== undefined) this.pause('budget', reached)
  }

  /** Waiting items in order, a page at a time; lanes take from it one after another. */
  private async *waiting(): AsyncGenerator<WaitingItem> {
    let after = -1
    for (;;) {
      const page = await waitingItems(this.store, this.number, after, PAGE)
      for (const item of page) {
        after = item.ordinal
        yield item
      }
      if (page.length < PAGE) return
    }
  }
}
