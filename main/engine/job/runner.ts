import { ranMs } from '#core/job/fold.ts'
import type { JobSpec } from '#core/job/job.ts'
import { estimateFrom, hasPilot, mayExceed, pilotItems } from '#core/job/pilot.ts'
import type { Store } from '../project/store.ts'
import type { DriveHooks } from './drive.ts'
import { Halt } from './halt.ts'
import { type ItemHost, ItemRun } from './item-run.ts'
import type { FanOutKind, JobContext, PlannedItem } from './kind.ts'
import type { Players } from './players.ts'
import { planStatements, readSteps, type WaitingItem, waitingAmong, waitingItems } from './records.ts'
import { RunningJob, type StoredJob } from './running-job.ts'
import { pilotCosts } from './spending-records.ts'

const PLAN_BATCH = 500
const PAGE = 512
/** In-flight requests may finish this long after a pause is asked for; then they are cut. */
const PAUSE_GRACE_MS = 15_000
/** So many endpoint faults in a row, with no item ending well between them, pause the job. */
const FAULTS_IN_A_ROW = 10

/** The fan-out drive: takes one job from started to paused, cancelled, failed or done. */
export class Runner extends RunningJob {
  private readonly abort = new AbortController()
  private faultsInARow = 0
  private readonly kind: FanOutKind<unknown>

  constructor(
    store: Store,
    job: StoredJob,
    counters: Record<string, number>,
    kind: FanOutKind<unknown>,
    hooks: DriveHooks,
  ) {
    super(store, job, counters, hooks)
    this.kind = kind
  }

  protected onPause(): void {
    setTimeout(() => this.abort.abort(new Halt()), PAUSE_GRACE_MS).unref()
  }

  protected onCancel(): void {
    this.abort.abort(new Halt())
  }

  protected onDrop(): void {
    this.abort.abort(new Halt())
  }

  protected async work(findPlayers: (spec: JobSpec) => Promise<Players>): Promise<void> {
    if (this.wanted) return
    const settings = this.kind.decodeSettings(this.spec.settings)
    const players = await findPlayers(this.spec)
    try {
      const context: JobContext<unknown> = { spec: this.spec, settings, signal: this.abort.signal }
      await this.plan(context)
      await this.pilot(context, players)
      await this.drive(this.host(context, players, false), this.waiting())
    } finally {
      await players.close()
    }
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

  /** A few items first, once; then the job stands still with what they say of all, unless that fits the caps. */
  private async pilot(context: JobContext<unknown>, players: Players): Promise<void> {
    const { pilot, seed, concurrency } = this.spec
    const { planned, estimate: made } = this.state
    if (made !== undefined || !hasPilot(pilot, planned) || this.wanted) return
    const chosen = pilotItems(seed, planned, pilot.items)
    await this.drive(this.host(context, players, true), waitingAmong(this.store, this.number, chosen))
    if (this.wanted) return
    const costs = await pilotCosts(this.store, this.number)
    const ran = ranMs(this.state, this.hooks.now())
    const estimate = estimateFrom(costs, { of: planned, ranMs: ran, concurrency })
    await this.log.say({ type: 'piloted', estimate })
    if (pilot.ask === 'always' || mayExceed(estimate, this.hooks.room())) this.pause('pilot', '')
  }

  private async drive(host: ItemHost, items: AsyncGenerator<WaitingItem>): Promise<void> {
    const lane = async (): Promise<void> => {
      for (;;) {
        if (this.wanted) return
        const next = await items.next()
        if (next.done || this.wanted) return
        await this.runItem(host, next.value)
      }
    }
    const lanes = Math.max(1, Math.min(this.spec.concurrency, this.itemsWaiting))
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

  private host(context: JobContext<unknown>, players: Players, piloting: boolean): ItemHost {
    return {
      number: this.number,
      kind: this.kind,
      context,
      players,
      piloting,
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
