import type { JobSpec } from '#core/job/job.ts'
import { attemptKey, childIdOf, readAttempt } from '#core/job/parent.ts'
import { askedStep, FailureStops, STOP_STEP } from '#core/job/stops.ts'
import type { JobView } from '#core/job/view.ts'
import type { Store } from '../project/store.ts'
import type { DriveHooks } from './drive.ts'
import type { ParentKind } from './kind.ts'
import {
  allSteps,
  endStatements,
  planStatements,
  stepStatement,
  type WaitingItem,
  waitingItems,
} from './records.ts'
import { RunningJob, type StoredJob } from './running-job.ts'

/** What a parent may do with its children. Each is a job like any other. */
export interface Children {
  /** Undefined while it is not stored. */
  view(id: string): Promise<JobView | undefined>
  /** Stores a new child and queues it. */
  start(spec: JobSpec): Promise<void>
  /** Queues a child that is stored and does not stand still; resumes one that does. */
  goOn(view: JobView): Promise<void>
  pause(id: string): Promise<void>
  cancel(id: string): Promise<void>
  /** Resolves once the child stands still. `look` sees it now and then until that. */
  settled(id: string, look: (view: JobView) => void): Promise<JobView>
}

/**
 * The parent drive: one item a stage, run by the stage's own job. The child's id follows from the item's key, so that
 * a crash between storing and starting it neither loses nor doubles it.
 */
export class ParentRunner extends RunningJob {
  /** Of the stage that runs. */
  away: JobView['away']
  stall: JobView['stall']
  /** Id of the child that runs. */
  private current: string | undefined
  private readonly dropped = Promise.withResolvers<undefined>()
  private readonly kind: ParentKind<unknown>
  private readonly children: Children

  constructor(
    store: Store,
    job: StoredJob,
    counters: Record<string, number>,
    kind: ParentKind<unknown>,
    children: Children,
    hooks: DriveHooks,
  ) {
    super(store, job, counters, hooks)
    this.kind = kind
    this.children = children
  }

  protected onPause(): void {
    this.tell((id) => this.children.pause(id))
  }

  protected onCancel(): void {
    this.tell((id) => this.children.cancel(id))
  }

  protected onDrop(): void {
    this.dropped.resolve(undefined)
  }

  /** The wish goes to the child that runs; one that has just ended cannot take it, and need not. */
  private tell(wish: (child: string) => Promise<void>): void {
    if (this.current !== undefined) wish(this.current).catch(() => undefined)
  }

  protected async work(): Promise<void> {
    if (this.wanted) return
    const settings = this.kind.decodeSettings(this.spec.settings)
    await this.plan(settings)
    await this.goThrough(settings)
  }

  private async plan(settings: unknown): Promise<void> {
    if (this.state.planComplete) return
    const items = this.kind.stages(settings).map((stage) => ({ key: attemptKey(stage, 1), input: {} }))
    const statements = planStatements(this.number, 0, items)
    await this.log.say({ type: 'planned', items: items.length, complete: true }, statements)
  }

  private async goThrough(settings: unknown): Promise<void> {
    const stops = new FailureStops(await allSteps(this.store, this.number))
    while (!this.wanted) {
      const [item] = await waitingItems(this.store, this.number, -1, 1)
      if (item === undefined) return
      if (!(await this.runStage(item, settings, stops))) return
    }
  }

  /** @returns whether the stage is done; false when the parent is to stand still */
  private async runStage(item: WaitingItem, settings: unknown, stops: FailureStops): Promise<boolean> {
    const id = childIdOf(this.spec.id, item.key)
    const look = (child: JobView): void => this.look(item, settings, stops, child)
    this.active = 1
    try {
      if (!(await this.launch(id, item, settings, stops))) return false
      const child = await Promise.race([this.children.settled(id, look), this.dropped.promise])
      if (child === undefined) return false
      look(child)
      if (child.state.name !== 'done') this.standAs(child)
      else if (!this.wanted || this.wanted.to === 'pause' || this.wanted.to === 'leave')
        return await this.endStage(item, child)
      return false
    } finally {
      this.active = 0
      this.current = undefined
      this.inside = this.away = this.stall = undefined
    }
  }

  /** @returns whether there is a child to wait for */
  private async launch(
    id: string,
    item: WaitingItem,
    settings: unknown,
    stops: FailureStops,
  ): Promise<boolean> {
    const stored = await this.children.view(id)
    if (stored === undefined) {
      const stage = readAttempt(item.key)?.stage ?? item.key
      if (await this.asks(stage, item, settings, stops)) return false
      const spec = await this.kind.child(stage, { spec: this.spec, settings })
      if (this.wanted) return false
      this.current = id
      await this.children.start({ ...spec, id, parent: this.spec.id })
    } else {
      this.current = id
      await this.children.goOn(stored)
    }
    // A wish that came while the child was being stored.
    if (this.wanted?.to === 'cancel') this.tell((child) => this.children.cancel(child))
    else if (this.wanted?.to === 'pause') this.tell((child) => this.children.pause(child))
    return true
  }

  /** Whether the stage waits for a person; being asked is a step, in one transaction with the pause. */
  private async asks(
    stage: string,
    item: WaitingItem,
    settings: unknown,
    stops: FailureStops,
  ): Promise<boolean> {
    const asking = await this.kind.ask?.(stage, { spec: this.spec, settings })
    if (!asking || stops.wasAsked(asking.what)) return false
    const step = stepStatement(this.number, item.ordinal, stops.of(item.ordinal), askedStep(asking.what))
    this.pauseWith(asking.reason, asking.detail, [step])
    return true
  }

  /** Whether too many of the child's items failed so far; then both stand still. */
  private look(item: WaitingItem, settings: unknown, stops: FailureStops, child: JobView): void {
    const { planned, waiting } = child.counts
    this.inside = { done: planned - waiting, total: planned, unit: child.spec.kind }
    this.newsAt = child.lastNewsAt ?? this.newsAt
    this.away = child.away
    this.stall = child.stall
    this.hooks.changed()
    if (this.wanted) return
    const detail = stops.reached(this.kind.failedShare(settings), item.ordinal, child)
    if (detail === undefined) return
    // The stop is a step of the stage's item, in one transaction with the pause: a resume goes past it.
    const step = stepStatement(this.number, item.ordinal, stops.of(item.ordinal), STOP_STEP)
    this.pauseWith('failures', detail, [step])
  }

  /** A child that stands still makes its parent stand still, for the same reason. */
  private standAs({ state }: JobView): void {
    if (state.name === 'failed') this.wanted ??= { to: 'fail', detail: state.failure ?? '' }
    const { reason, detail } = state.pause ?? { reason: 'user' as const, detail: '' }
    this.wanted ??= { to: 'pause', reason, detail }
  }

  /** @returns false where too many failed items hold the stage back although its job is done */
  private async endStage(item: WaitingItem, child: JobView): Promise<boolean> {
    if (this.wanted?.to === 'pause' && this.wanted.reason === 'failures') return false
    const end = { state: 'done', summary: { job: child.spec.id } } as const
    await this.record(endStatements(this.number, item.ordinal, end, this.hooks.now()), { 'item.done': 1 })
    return true
  }
}
