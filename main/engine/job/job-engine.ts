import { budgetOf, spentIn } from '#core/job/budget.ts'
import { firstReached, type HeldCaps, leastRoom, timeOnly } from '#core/job/caps.ts'
import { ranMs } from '#core/job/fold.ts'
import type { Budget, JobEvent, JobSpec } from '#core/job/job.ts'
import type { JobView, OutcomeGroup } from '#core/job/view.ts'
import type { Store } from '../project/store.ts'
import type { Drive, DriveHooks } from './drive.ts'
import { JobDesk } from './job-desk.ts'
import { JobMoves } from './job-moves.ts'
import { JobNews } from './job-news.ts'
import { recoverJobs } from './job-recovery.ts'
import { JobRuns } from './job-runs.ts'
import type { JobKind } from './kind.ts'
import { makeDrive } from './make-drive.ts'
import { Meter } from './meter.ts'
import type { Children } from './parent-runner.ts'
import type { FindPlayers } from './players.ts'
import * as records from './records.ts'

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
  /** What all jobs together have spent. */
  readonly meter = new Meter()
  private readonly deps: JobEngineDeps
  private readonly runs: JobRuns
  private readonly news: JobNews
  private readonly desk: JobDesk
  private readonly moves: JobMoves

  constructor(deps: JobEngineDeps) {
    this.deps = deps
    const { store, kinds, now } = deps
    const changed = (id: string): void => this.news.changed(id)
    this.runs = new JobRuns({
      // In turn with the moves: a job that is being paused is not started beside it.
      driveFor: (id) => this.desk.inTurn(id, () => this.driveFor(id)),
      isParent: (kind) => kinds.some(({ name, drive }) => name === kind && drive === 'parent'),
      findPlayers: deps.findPlayers,
      changed,
    })
    this.news = new JobNews({
      view: (id) => this.get(id),
      isClosing: () => this.runs.isClosing,
      changed: deps.changed,
    })
    this.desk = new JobDesk({ store, kinds, runs: this.runs, meter: this.meter, now, changed })
    this.moves = new JobMoves(this.desk, this.runs)
  }

  /** Stores a job and queues it. Resolves once it is durable. @throws Failure `job.settings` */
  async start(spec: JobSpec): Promise<JobView> {
    this.desk.kindOf(spec).decodeSettings(spec.settings)
    const record = await records.insertJob(this.deps.store, spec)
    this.runs.enqueue(record.spec)
    return this.desk.view(record)
  }

  /** Counts what was spent and marks what a crash left running; with `run`, goes on with it. Call once, before anything else. */
  async recover(run: boolean): Promise<void> {
    const jobs = await records.listJobs(this.deps.store)
    const left = await recoverJobs(this.desk, jobs, (record) => this.moves.stopStill(record))
    await this.meter.load(this.deps.store, await records.listJobs(this.deps.store))
    // Only now: a parent that runs must find its stages as they stand, not as the crash left them.
    if (run) for (const spec of left) this.runs.enqueue(spec)
  }

  async list(): Promise<JobView[]> {
    return Promise.all((await records.listJobs(this.deps.store)).map((record) => this.desk.view(record)))
  }

  /** @throws Failure `job.notFound` */
  async get(id: string): Promise<JobView> {
    return this.desk.view(await this.desk.record(id))
  }

  async events(id: string): Promise<JobEvent[]> {
    return records.listEvents(this.deps.store, (await this.desk.record(id)).number)
  }

  async outcomes(id: string): Promise<OutcomeGroup[]> {
    return records.outcomeGroups(this.deps.store, (await this.desk.record(id)).number)
  }

  /** @throws Failure `job.move` when the state does not allow it; so do all moves */
  pause(id: string): Promise<JobView> {
    return this.after(id, this.moves.pause(id))
  }

  /** @param budget its caps from here on; of a stage that its round waits for, the round's */
  resume(id: string, budget?: Budget): Promise<JobView> {
    return this.after(id, this.moves.resume(id, budget))
  }

  cancel(id: string): Promise<JobView> {
    return this.after(id, this.moves.cancel(id))
  }

  /** Cancels a job whose host is out of reach; the work there may go on. */
  giveUp(id: string): Promise<JobView> {
    return this.after(id, this.moves.giveUp(id))
  }

  /** Records whether the work of a job that was left on its host still runs there. */
  found(id: string, runs: boolean): Promise<JobView> {
    return this.after(id, this.moves.found(id, runs))
  }

  /** Failed items (with `reason`: only those) go back to waiting and the job goes on. */
  retry(id: string, reason?: string): Promise<JobView> {
    return this.after(id, this.moves.retry(id, reason))
  }

  /** Retries what failed in a stage, and then does again what followed it in its parent. */
  retryStage(parent: string, child: string, reason?: string): Promise<JobView> {
    return this.after(parent, this.moves.retryStage(parent, child, reason))
  }

  /**
   * Does a parent's stage again, and all after it: new attempts with new jobs. The old ones stay, marked as replaced.
   *
   * @throws Failure `job.move` while it runs, `job.settings` when it has no such stage
   */
  again(id: string, stage: string): Promise<JobView> {
    return this.after(id, this.moves.again(id, stage))
  }

  /** Resolves with the view once the job no longer runs. */
  async settled(id: string): Promise<JobView> {
    await this.runs.settled(id)
    return this.get(id)
  }

  /** Stops all work at the next safe point. Jobs that ran go on when the project is opened again. */
  async close(): Promise<void> {
    await this.runs.close()
    this.news.close()
  }

  private async after(id: string, move: Promise<void>): Promise<JobView> {
    await move
    return this.get(id)
  }

  private async driveFor(id: string): Promise<Drive | undefined> {
    const record = await records.findJob(this.deps.store, id)
    if (record?.state.name !== 'queued' || this.runs.isClosing) return undefined
    const counters = await records.readCounters(this.deps.store, record.number)
    const kind = this.desk.kindOf(record.spec)
    const hooks = this.hooksFor(record.spec, kind)
    return makeDrive(kind, { store: this.deps.store, record, counters, children: this.children, hooks })
  }

  private hooksFor(spec: JobSpec, kind: JobKind): DriveHooks {
    const { id } = spec
    // A parent's own records count nothing that its stages have not.
    const counts = kind.drive !== 'parent'
    const asks = counts && kind.drive === 'fan-out' && kind.asksNobody !== true
    const held = (): HeldCaps[] =>
      this.capsOver(spec).map((caps) => (counts && !asks ? timeOnly(caps) : caps))
    return {
      changed: () => this.news.changed(id),
      stepped: (key) => this.deps.stepped(id, key),
      now: this.deps.now,
      spent: (deltas, ms) => counts && this.meter.add(spec, deltas, ms),
      reached: () => firstReached(held()),
      room: () => leastRoom(held()),
    }
  }

  /** The caps that hold a job: its own, those of the round that it is a stage of, and the project's. */
  private capsOver({ id, parent }: JobSpec): HeldCaps[] {
    const { budget } = this.meter
    return [
      ...this.ownCaps(this.meter.stagesOf(id) === undefined ? 'job' : 'round', id),
      ...(parent === undefined ? [] : this.ownCaps('round', parent)),
      { owner: 'project', budget, spent: this.meter.project() },
    ]
  }

  private ownCaps(owner: 'job' | 'round', id: string): HeldCaps[] {
    const drive = this.runs.drive(id)
    if (drive === undefined) return []
    const { state, counters } = drive
    const used = this.meter.stagesOf(id) ?? counters
    return [{ owner, budget: budgetOf(drive), spent: spentIn(used, ranMs(state, this.deps.now())) }]
  }

  /** What a parent may do with its children. */
  private readonly children: Children = {
    view: async (id) => {
      const record = await this.desk.find(id)
      return record && this.desk.view(record)
    },
    start: async (spec) => void (await this.start(spec)),
    goOn: ({ spec }) => this.moves.goOn(spec.id),
    pause: (id) => this.moves.pause(id),
    cancel: (id) => this.moves.cancel(id),
    settled: (id, look) => this.news.watch(id, look, () => this.settled(id)),
  }
}
