import { Failure } from '#core/failure/failure.ts'
import { allowedMoves, isLive, type JobMove, type JobState } from '#core/job/fold.ts'
import type { JobEvent, JobEventBody, JobSpec } from '#core/job/job.ts'
import type { JobView, OutcomeGroup } from '#core/job/view.ts'
import type { Statement, Store } from '../project/store.ts'
import { attemptsFrom, nextStage } from './attempts.ts'
import type { Drive, DriveHooks } from './drive.ts'
import { JobRuns } from './job-runs.ts'
import type { JobKind } from './kind.ts'
import { makeDrive } from './make-drive.ts'
import type { Children } from './parent-runner.ts'
import type { FindPlayers } from './players.ts'
import * as records from './records.ts'
import { viewJob } from './view-job.ts'

const CHANGED_EVERY_MS = 200

export interface JobEngineDeps {
  readonly store: Store
  readonly kinds: readonly JobKind[]
  readonly findPlayers: FindPlayers
  readonly now: () => string
  /** Called at most every 200 ms a job, and always with its last state. */
  readonly changed: (view: JobView) => void
  readonly stepped: (job: string, key: string) => void
}

/** The one job system. It knows kinds by name and nothing of what they do. */
export class JobEngine {
  /** Who watches a job's views. */
  private readonly watchers = new Map<string, (view: JobView) => void>()
  private readonly turns = new Map<string, Promise<void>>()
  private readonly changedAt = new Map<string, number>()
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly deps: JobEngineDeps
  private readonly runs: JobRuns

  constructor(deps: JobEngineDeps) {
    this.deps = deps
    this.runs = new JobRuns({
      // In turn with the moves: a job that is being paused is not started beside it.
      driveFor: (id) => this.inTurn(id, () => this.driveFor(id)),
      isParent: (kind) => deps.kinds.some(({ name, drive }) => name === kind && drive === 'parent'),
      findPlayers: deps.findPlayers,
      changed: (id) => this.changed(id),
    })
  }

  /** Stores a job and queues it. Resolves once it is durable. @throws Failure `job.settings` */
  async start(spec: JobSpec): Promise<JobView> {
    this.kindOf(spec).decodeSettings(spec.settings)
    const record = await records.insertJob(this.deps.store, spec)
    this.runs.enqueue(record.spec)
    return this.viewOf(record)
  }

  /**
   * Does a parent's stage again, and all after it: new attempts with new jobs. The old ones stay, marked as replaced.
   *
   * @throws Failure `job.move` while it runs, `job.settings` when it has no such stage
   */
  again(id: string, stage: string): Promise<JobView> {
    return this.inTurn(id, () => this.againNow(id, stage))
  }

  /** Marks what a crash left running; with `run`, goes on with it. Call once, before anything else. */
  async recover(run: boolean): Promise<void> {
    const cancelled = new Set<string>()
    const left: JobSpec[] = []
    for (const record of (await records.listJobs(this.deps.store)).reverse()) {
      const { parent = '', id } = record.spec
      let state = await this.recoverOne(record)
      if (record.state.name === 'stopping') cancelled.add(id)
      // Its parent was being cancelled when the program ended: so is it.
      if (cancelled.has(parent) && state.name === 'queued') state = await this.stopStill({ ...record, state })
      if (state.name === 'queued') left.push(record.spec)
    }
    // Only now: a parent that runs must find its stages as they stand, not as the crash left them.
    if (run) for (const spec of left) this.runs.enqueue(spec)
  }

  private async recoverOne(record: records.JobRecord): Promise<JobState> {
    if (!isLive(record.state)) return record.state
    try {
      return await this.sayInterrupted(record)
    } catch (error) {
      // A full disk cannot take the event: the job is shown as paused for that, and resuming says it.
      if (error instanceof Failure && error.code === 'disk.full') return record.state
      throw error
    }
  }

  /** A stop that was asked for before the program ended is carried out now. */
  private async sayInterrupted(record: records.JobRecord): Promise<JobState> {
    const state = await this.say(record, { type: 'interrupted' })
    return state.name === 'stopping' ? this.say({ ...record, state }, { type: 'cancelled' }) : state
  }

  async list(): Promise<JobView[]> {
    return Promise.all((await records.listJobs(this.deps.store)).map((record) => this.viewOf(record)))
  }

  /** @throws Failure `job.notFound` */
  async get(id: string): Promise<JobView> {
    return this.viewOf(await this.record(id))
  }

  async events(id: string): Promise<JobEvent[]> {
    return records.listEvents(this.deps.store, (await this.record(id)).number)
  }

  async outcomes(id: string): Promise<OutcomeGroup[]> {
    return records.outcomeGroups(this.deps.store, (await this.record(id)).number)
  }

  /** @throws Failure `job.move` when the state does not allow it */
  pause(id: string): Promise<JobView> {
    return this.inTurn(id, () => this.pauseNow(id))
  }

  resume(id: string): Promise<JobView> {
    return this.inTurn(id, () => this.resumeNow(id))
  }

  cancel(id: string): Promise<JobView> {
    return this.inTurn(id, () => this.cancelNow(id))
  }

  /** Failed items (with `reason`: only those) go back to waiting and the job goes on. */
  retry(id: string, reason?: string): Promise<JobView> {
    return this.inTurn(id, () => this.retryNow(id, reason))
  }

  /** Cancels a job that nobody runs. */
  private async stopStill(record: records.JobRecord): Promise<JobState> {
    const state =
      record.state.name === 'stopping' ? record.state : await this.say(record, { type: 'stopping' })
    if (this.kindOf(record.spec).drive === 'parent') await this.cancelChildren(record)
    return this.say({ ...record, state }, { type: 'cancelled' })
  }

  /** Of the children of a parent that stands still at most one has not ended. */
  private async cancelChildren(record: records.JobRecord): Promise<void> {
    const next = await nextStage(this.deps.store, record)
    if (next !== undefined) await this.cancelChild(next.job)
  }

  private async cancelChild(id: string): Promise<void> {
    const child = await this.children.view(id)
    if (child?.moves.includes('cancel')) await this.cancel(id)
  }

  private async pauseNow(id: string): Promise<JobView> {
    const record = await this.allowed(id, 'pause')
    const live = this.runs.of(id)
    if (live?.drive) live.drive.pause('user', '')
    else {
      this.runs.dequeue(id)
      await this.say(record, { type: 'paused', reason: 'user', detail: '' })
    }
    return this.get(id)
  }

  private async resumeNow(id: string): Promise<JobView> {
    const found = await this.record(id)
    if (isLive(found.state) && !this.runs.drive(id)) return this.goOnInterrupted(found)
    const above = await this.standingParent(found)
    if (above !== undefined) {
      await this.resume(above)
      return this.get(id)
    }
    const record = await this.stood(id, 'resume')
    const lost = await this.lostStage(record)
    if (lost !== undefined) return this.againNow(id, lost)
    await this.say(record, { type: 'resumed' })
    this.runs.enqueue(record.spec)
    return this.get(id)
  }

  /** A stage that its parent waits for goes on with it, not alone: the parent's id, where that stands still. */
  private async standingParent({ spec }: records.JobRecord): Promise<string | undefined> {
    if (spec.parent === undefined) return undefined
    const above = await this.record(spec.parent)
    if (!allowedMoves(above.state, 0).includes('resume')) return undefined
    return (await nextStage(this.deps.store, above))?.job === spec.id ? spec.parent : undefined
  }

  /** The stage of a parent whose job somebody cancelled: it can only be done again. */
  private async lostStage(record: records.JobRecord): Promise<string | undefined> {
    if (this.kindOf(record.spec).drive !== 'parent') return undefined
    const next = await nextStage(this.deps.store, record)
    const child = next && (await this.children.view(next.job))
    return child?.state.name === 'cancelled' ? next?.stage : undefined
  }

  private async againNow(id: string, stage: string): Promise<JobView> {
    const found = await this.record(id)
    if (isLive(found.state) || found.state.name === 'queued')
      throw new Failure('job.move', { state: found.state.name, move: 'again' })
    const live = this.runs.of(id)
    await live?.ended
    await live?.drive?.catchUp()
    this.runs.forget(id)
    const record = { ...found, state: live?.drive?.state ?? found.state }
    const { statements, planned, replaced } = await attemptsFrom(
      this.deps.store,
      record,
      stage,
      this.deps.now(),
    )
    for (const child of replaced) await this.cancelChild(child)
    await this.say(record, { type: 'extended', items: planned }, statements)
    this.runs.enqueue(record.spec)
    return this.get(id)
  }

  /** Says what a full disk did not take when the project was opened. @throws Failure `disk.full` when it still does not */
  private async goOnInterrupted(record: records.JobRecord): Promise<JobView> {
    const state = await this.sayInterrupted(record)
    if (state.name === 'queued') this.runs.enqueue(record.spec)
    return this.get(record.spec.id)
  }

  private async cancelNow(id: string): Promise<JobView> {
    await this.allowed(id, 'cancel')
    const live = this.runs.of(id)
    if (live?.drive && isLive(live.drive.state)) {
      live.drive.cancel()
      await live.ended
    } else {
      this.runs.dequeue(id)
      await this.stopStill(await this.stood(id, 'cancel'))
    }
    return this.get(id)
  }

  private async retryNow(id: string, reason: string | undefined): Promise<JobView> {
    const record = await this.stood(id, 'retry')
    const before = await records.readCounters(this.deps.store, record.number)
    await this.deps.store.write(records.retryStatements(record.number, reason))
    const after = await records.readCounters(this.deps.store, record.number)
    await this.say(record, {
      type: 'retried',
      items: (before['item.failed'] ?? 0) - (after['item.failed'] ?? 0),
    })
    this.runs.enqueue(record.spec)
    return this.get(id)
  }

  /** Resolves with the view once the job no longer runs. */
  async settled(id: string): Promise<JobView> {
    await this.runs.settled(id)
    return this.get(id)
  }

  /** Stops all work at the next safe point. Jobs that ran go on when the project is opened again. */
  async close(): Promise<void> {
    await this.runs.close()
    for (const timer of this.timers.values()) clearTimeout(timer)
  }

  private kindOf(spec: JobSpec): JobKind {
    const kind = this.deps.kinds.find((k) => k.name === spec.kind)
    if (!kind) throw new Failure('job.settings', { why: `unknown kind ${spec.kind}` })
    return kind
  }

  /** @throws Failure `job.notFound` */
  private async record(id: string): Promise<records.JobRecord> {
    let seen = -1
    for (;;) {
      const record = await records.findJob(this.deps.store, id)
      if (!record) throw new Failure('job.notFound', { id })
      const runner = this.runs.drive(id)
      if (runner) return { ...record, state: runner.state }
      // A run that ended while this was read has written its last word since: look once more.
      if (!isLive(record.state) || record.state.seq === seen) return record
      seen = record.state.seq
    }
  }

  /** @throws Failure `job.move` */
  private async allowed(id: string, move: JobMove): Promise<records.JobRecord> {
    const { number } = await this.record(id)
    const counters = await records.readCounters(this.deps.store, number)
    const record = await this.record(id)
    const runner = this.runs.drive(id)
    const state = runner?.state ?? record.state
    const { failed } = records.itemCounts(0, runner?.counters ?? counters)
    if (!allowedMoves(state, failed).includes(move))
      throw new Failure('job.move', { state: state.name, move })
    return { ...record, state }
  }

  /** Like `allowed`, once the last run has let go of the job and all it had to say is on disk. */
  private async stood(id: string, move: JobMove): Promise<records.JobRecord> {
    const record = await this.allowed(id, move)
    const live = this.runs.of(id)
    if (live?.drive) {
      await live.ended
      await live.drive.catchUp()
    }
    this.runs.forget(id)
    return { ...record, state: live?.drive?.state ?? record.state }
  }

  private async say(
    record: { number: number; state: JobState; spec: JobSpec },
    body: JobEventBody,
    first: readonly Statement[] = [],
  ): Promise<JobState> {
    const [state, statements] = records.eventStatements(record.number, record.state, body, this.deps.now())
    await this.deps.store.write([...first, ...statements])
    this.changed(record.spec.id)
    return state
  }

  private async driveFor(id: string): Promise<Drive | undefined> {
    const record = await records.findJob(this.deps.store, id)
    if (record?.state.name !== 'queued' || this.runs.isClosing) return undefined
    const counters = await records.readCounters(this.deps.store, record.number)
    const hooks: DriveHooks = {
      changed: () => this.changed(id),
      stepped: (key) => this.deps.stepped(id, key),
      now: this.deps.now,
    }
    const kind = this.kindOf(record.spec)
    return makeDrive(kind, { store: this.deps.store, record, counters, children: this.children, hooks })
  }

  /** What a parent may do with its children. */
  private readonly children: Children = {
    view: async (id) => {
      const record = await records.findJob(this.deps.store, id)
      return record && this.viewOf(await this.record(id))
    },
    start: async (spec) => void (await this.start(spec)),
    goOn: ({ spec }) => this.inTurn(spec.id, () => this.goOnChild(spec.id)),
    pause: async (id) => void (await this.pause(id)),
    cancel: async (id) => void (await this.cancel(id)),
    settled: async (id, look) => {
      this.watchers.set(id, look)
      try {
        return await this.settled(id)
      } finally {
        this.watchers.delete(id)
      }
    },
  }

  private async goOnChild(id: string): Promise<void> {
    const found = await this.record(id)
    if (found.state.name === 'queued') return this.runs.enqueue(found.spec)
    if (isLive(found.state) && !this.runs.drive(id)) return void (await this.goOnInterrupted(found))
    if (!allowedMoves(found.state, 0).includes('resume')) return
    const record = await this.stood(id, 'resume')
    await this.say(record, { type: 'resumed' })
    this.runs.enqueue(record.spec)
  }

  /** Moves and starts of one job wait for one another. */
  private inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (this.turns.get(id) ?? Promise.resolve()).then(work)
    const settled = result.then(
      () => undefined,
      () => undefined,
    )
    this.turns.set(id, settled)
    return result
  }

  private changed(id: string): void {
    if (this.timers.has(id)) return
    const wait = Math.max(0, (this.changedAt.get(id) ?? 0) + CHANGED_EVERY_MS - performance.now())
    const timer = setTimeout(() => {
      this.timers.delete(id)
      this.changedAt.set(id, performance.now())
      if (!this.runs.isClosing)
        this.get(id).then(
          (view) => this.show(view),
          () => undefined,
        )
    }, wait)
    this.timers.set(id, timer)
  }

  private show(view: JobView): void {
    this.watchers.get(view.spec.id)?.(view)
    this.deps.changed(view)
  }

  private async viewOf(record: records.JobRecord): Promise<JobView> {
    const runner = this.runs.drive(record.spec.id)
    const counters = runner?.counters ?? (await records.readCounters(this.deps.store, record.number))
    return viewJob(record, runner, counters, this.deps.now())
  }
}
