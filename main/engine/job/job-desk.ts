/** A job as it stands: read from the store or from the drive that runs it, and what is said of one that stands still. */
import { Failure } from '#core/failure/failure.ts'
import { allowedMoves, isLive, type JobMove, type JobState } from '#core/job/fold.ts'
import type { JobEventBody, JobSpec } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import type { Statement, Store } from '../project/store.ts'
import type { JobRuns } from './job-runs.ts'
import type { JobKind } from './kind.ts'
import type { Meter } from './meter.ts'
import * as records from './records.ts'
import { viewJob } from './view-job.ts'

export interface JobDeskDeps {
  readonly store: Store
  readonly kinds: readonly JobKind[]
  readonly runs: JobRuns
  readonly meter: Meter
  readonly now: () => string
  changed(id: string): void
}

export class JobDesk {
  readonly store: Store
  private readonly turns = new Map<string, Promise<void>>()
  private readonly deps: JobDeskDeps

  constructor(deps: JobDeskDeps) {
    this.deps = deps
    this.store = deps.store
  }

  now(): string {
    return this.deps.now()
  }

  /** @throws Failure `job.settings` */
  kindOf(spec: JobSpec): JobKind {
    const kind = this.deps.kinds.find((k) => k.name === spec.kind)
    if (!kind) throw new Failure('job.settings', { why: `unknown kind ${spec.kind}` })
    return kind
  }

  /** Undefined while it is not stored. */
  async find(id: string): Promise<records.JobRecord | undefined> {
    return (await records.findJob(this.store, id)) && this.record(id)
  }

  /** @throws Failure `job.notFound` */
  async record(id: string): Promise<records.JobRecord> {
    const { runs } = this.deps
    let seen = -1
    for (;;) {
      const record = await records.findJob(this.store, id)
      if (!record) throw new Failure('job.notFound', { id })
      const runner = runs.drive(id)
      if (runner) return { ...record, state: runner.state }
      // A run that ended while this was read has written its last word since: look once more.
      if (!isLive(record.state) || record.state.seq === seen) return record
      seen = record.state.seq
    }
  }

  /** @throws Failure `job.move` */
  async allowed(id: string, move: JobMove): Promise<records.JobRecord> {
    const { number } = await this.record(id)
    const counters = await records.readCounters(this.store, number)
    const record = await this.record(id)
    const runner = this.deps.runs.drive(id)
    const state = runner?.state ?? record.state
    const { failed } = records.itemCounts(0, runner?.counters ?? counters)
    if (!allowedMoves(state, failed).includes(move))
      throw new Failure('job.move', { state: state.name, move })
    return { ...record, state }
  }

  /** Like `allowed`, once the last run has let go of the job and all it had to say is on disk. */
  async stood(id: string, move: JobMove): Promise<records.JobRecord> {
    return this.letGo(await this.allowed(id, move))
  }

  /** A job that stands still, once its last run has let go of it. */
  async letGo(record: records.JobRecord): Promise<records.JobRecord> {
    const { runs } = this.deps
    const { id } = record.spec
    const live = runs.of(id)
    if (live?.drive) {
      await live.ended
      await live.drive.catchUp()
    }
    runs.forget(id)
    return { ...record, state: live?.drive?.state ?? record.state }
  }

  /** @param first statements of the same transaction */
  async say(
    record: Pick<records.JobRecord, 'number' | 'state' | 'spec'>,
    body: JobEventBody,
    first: readonly Statement[] = [],
  ): Promise<JobState> {
    const [state, statements] = records.eventStatements(record.number, record.state, body, this.now())
    await this.store.write([...first, ...statements])
    this.deps.changed(record.spec.id)
    return state
  }

  /** A parent spends what its stages spend. */
  async view(record: records.JobRecord): Promise<JobView> {
    const { runs, meter } = this.deps
    const runner = runs.drive(record.spec.id)
    const own = runner?.counters ?? (await records.readCounters(this.store, record.number))
    return viewJob(record, runner, { ...own, ...meter.stagesOf(record.spec.id) }, this.now())
  }

  /** Moves and starts of one job wait for one another. */
  inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (this.turns.get(id) ?? Promise.resolve()).then(work)
    const settled = result.then(
      () => undefined,
      () => undefined,
    )
    this.turns.set(id, settled)
    return result
  }
}
