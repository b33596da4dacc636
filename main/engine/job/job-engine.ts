import { Failure } from '#core/failure/failure.ts'
import { allowedMoves, isLive, type JobMove, type JobState } from '#core/job/fold.ts'
import type { JobEvent, JobEventBody, JobSpec } from '#core/job/job.ts'
import type { JobView, OutcomeGroup } from '#core/job/view.ts'
import type { Store } from '../project/store.ts'
import type { JobKind } from './kind.ts'
import type { FindPlayers } from './players.ts'
import * as records from './records.ts'
import { Runner } from './runner.ts'
import { viewJob } from './view-job.ts'

/** More wait their turn; a job's own speed is its concurrency. */
const JOBS_AT_ONCE = 4
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

interface Running {
  /** Undefined for the moment it takes to read the job. */
  runner?: Runner | undefined
  ended: Promise<void>
}

/** The one job system. It knows kinds by name and nothing of what they do. */
export class JobEngine {
  private readonly running = new Map<string, Running>()
  private readonly queue: string[] = []
  private readonly turns = new Map<string, Promise<void>>()
  private readonly changedAt = new Map<string, number>()
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly deps: JobEngineDeps
  private closing = false

  constructor(deps: JobEngineDeps) {
    this.deps = deps
  }

  /** Stores a job and queues it. Resolves once it is durable. @throws Failure `job.settings` */
  async start(spec: JobSpec): Promise<JobView> {
    this.kindOf(spec).decodeSettings(spec.settings)
    const record = await records.insertJob(this.deps.store, spec)
    this.enqueue(spec.id)
    return this.viewOf(record)
  }

  /** Marks what a crash left running; with `run`, goes on with it. Call once, before anything else. */
  async recover(run: boolean): Promise<void> {
    for (const record of (await records.listJobs(this.deps.store)).reverse()) {
      const state = await this.recoverOne(record)
      if (run && state.name === 'queued') this.enqueue(record.spec.id)
    }
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

  private async pauseNow(id: string): Promise<JobView> {
    const record = await this.allowed(id, 'pause')
    const live = this.running.get(id)
    if (live?.runner) live.runner.pause('user', '')
    else {
      this.dequeue(id)
      await this.say(record, { type: 'paused', reason: 'user', detail: '' })
    }
    return this.get(id)
  }

  private async resumeNow(id: string): Promise<JobView> {
    const found = await this.record(id)
    if (isLive(found.state) && !this.running.get(id)?.runner) return this.goOnInterrupted(found)
    const record = await this.stood(id, 'resume')
    await this.say(record, { type: 'resumed' })
    this.enqueue(id)
    return this.get(id)
  }

  /** Says what a full disk did not take when the project was opened. @throws Failure `disk.full` when it still does not */
  private async goOnInterrupted(record: records.JobRecord): Promise<JobView> {
    const state = await this.sayInterrupted(record)
    if (state.name === 'queued') this.enqueue(record.spec.id)
    return this.get(record.spec.id)
  }

  private async cancelNow(id: string): Promise<JobView> {
    await this.allowed(id, 'cancel')
    const live = this.running.get(id)
    if (live?.runner && isLive(live.runner.state)) {
      live.runner.cancel()
      await live.ended
    } else {
      this.dequeue(id)
      const stood = await this.stood(id, 'cancel')
      const state = await this.say(stood, { type: 'stopping' })
      await this.say({ ...stood, state }, { type: 'cancelled' })
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
    this.enqueue(id)
    return this.get(id)
  }

  /** Resolves with the view once the job no longer runs. */
  async settled(id: string): Promise<JobView> {
    for (;;) {
      const live = this.running.get(id)
      if (live) await live.ended
      else if (!this.queue.includes(id)) return this.get(id)
      if (live?.runner?.ahead) return this.get(id)
      if (!live) await Promise.race([...this.running.values()].map((other) => other.ended))
    }
  }

  /** Stops all work at the next safe point. Jobs that ran go on when the project is opened again. */
  async close(): Promise<void> {
    this.closing = true
    this.queue.length = 0
    for (const { runner } of this.running.values()) runner?.drop()
    await Promise.all([...this.running.values()].map(({ ended }) => ended))
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
      const runner = this.running.get(id)?.runner
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
    const runner = this.running.get(id)?.runner
    const state = runner?.state ?? record.state
    const { failed } = records.itemCounts(0, runner?.counters ?? counters)
    if (!allowedMoves(state, failed).includes(move))
      throw new Failure('job.move', { state: state.name, move })
    return { ...record, state }
  }

  /** Like `allowed`, once the last run has let go of the job and all it had to say is on disk. */
  private async stood(id: string, move: JobMove): Promise<records.JobRecord> {
    const record = await this.allowed(id, move)
    const live = this.running.get(id)
    if (live?.runner) {
      await live.ended
      await live.runner.catchUp()
    }
    this.running.delete(id)
    return { ...record, state: live?.runner?.state ?? record.state }
  }

  private async say(
    record: { number: number; state: JobState; spec: JobSpec },
    body: JobEventBody,
  ): Promise<JobState> {
    const [state, statements] = records.eventStatements(record.number, record.state, body, this.deps.now())
    await this.deps.store.write(statements)
    this.changed(record.spec.id)
    return state
  }

  private enqueue(id: string): void {
    if (!this.queue.includes(id)) this.queue.push(id)
    this.startNext()
  }

  private dequeue(id: string): void {
    const at = this.queue.indexOf(id)
    if (at >= 0) this.queue.splice(at, 1)
  }

  private startNext(): void {
    while (!this.closing && this.running.size < JOBS_AT_ONCE) {
      const id = this.queue.find((queued) => !this.running.has(queued))
      if (id === undefined) return
      this.dequeue(id)
      this.launch(id)
    }
  }

  private launch(id: string): void {
    const entry: Running = { ended: Promise.resolve() }
    entry.ended = this.runJob(id, entry).finally(() => {
      // A state that the full disk refused lives on in the runner until it can be written.
      if (!entry.runner?.ahead && this.running.get(id) === entry) this.running.delete(id)
      this.changed(id)
      this.startNext()
    })
    this.running.set(id, entry)
  }

  private async runJob(id: string, entry: Running): Promise<void> {
    // In turn with the moves: a job that is being paused is not started beside it.
    entry.runner = await this.inTurn(id, () => this.runnerFor(id))
    await entry.runner?.run(this.deps.findPlayers)
  }

  private async runnerFor(id: string): Promise<Runner | undefined> {
    const record = await records.findJob(this.deps.store, id)
    if (record?.state.name !== 'queued' || this.closing) return undefined
    const counters = await records.readCounters(this.deps.store, record.number)
    return new Runner(this.deps.store, record, counters, this.kindOf(record.spec), {
      changed: () => this.changed(id),
      stepped: (key) => this.deps.stepped(id, key),
      now: this.deps.now,
    })
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
      if (!this.closing) this.get(id).then(this.deps.changed, () => undefined)
    }, wait)
    this.timers.set(id, timer)
  }

  private async viewOf(record: records.JobRecord): Promise<JobView> {
    const runner = this.running.get(record.spec.id)?.runner
    const counters = runner?.counters ?? (await records.readCounters(this.deps.store, record.number))
    return viewJob(record, runner, counters, this.deps.now())
  }
}
