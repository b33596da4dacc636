/** What a user may do with a job: pause, resume, cancel, retry what failed, do stages again. */
import { Failure } from '#core/failure/failure.ts'
import { allowedMoves, isLive, type JobState } from '#core/job/fold.ts'
import type { Budget } from '#core/job/job.ts'
import { attemptsFrom, nextStage, reopened } from './attempts.ts'
import type { JobDesk } from './job-desk.ts'
import { cancelledWord, sayInterrupted } from './job-recovery.ts'
import type { JobRuns } from './job-runs.ts'
import * as records from './records.ts'

/** Each waits for the job's other moves. */
export class JobMoves {
  private readonly desk: JobDesk
  private readonly runs: JobRuns

  constructor(desk: JobDesk, runs: JobRuns) {
    this.desk = desk
    this.runs = runs
  }

  /** @throws Failure `job.move` when the state does not allow it; so do all below */
  pause(id: string): Promise<void> {
    return this.desk.inTurn(id, async () => {
      const record = await this.desk.allowed(id, 'pause')
      const live = this.runs.of(id)
      if (live?.drive) return live.drive.pause('user', '')
      this.runs.dequeue(id)
      await this.desk.say(record, { type: 'paused', reason: 'user', detail: '' })
    })
  }

  /** @param budget its caps from here on; of a stage that its round waits for, the round's */
  resume(id: string, budget?: Budget): Promise<void> {
    return this.desk.inTurn(id, () => this.resumeNow(id, budget))
  }

  cancel(id: string): Promise<void> {
    return this.desk.inTurn(id, async () => {
      await this.desk.allowed(id, 'cancel')
      const live = this.runs.of(id)
      if (live?.drive && isLive(live.drive.state)) {
        live.drive.cancel()
        await live.ended
        return
      }
      this.runs.dequeue(id)
      await this.stopStill(await this.desk.stood(id, 'cancel'))
    })
  }

  /**
   * Cancels a job without waiting for its work on a host that is out of reach. Not in turn: a cancel that waits for
   * the host has the turn.
   *
   * @throws Failure `job.move` where its work is within reach
   */
  async giveUp(id: string): Promise<void> {
    const live = this.runs.of(id)
    const { drive } = live ?? {}
    if (!live || !drive?.giveUp || !drive.away || !isLive(drive.state))
      throw new Failure('job.move', { state: (await this.desk.record(id)).state.name, move: 'giveUp' })
    drive.giveUp()
    await live.ended
  }

  /** What was seen on the host of a work that was left there. */
  found(id: string, runs: boolean): Promise<void> {
    return this.desk.inTurn(id, async () => {
      const { left } = (await this.desk.record(id)).state
      if (left === undefined || (runs && left === 'runs')) return
      await this.desk.say(await this.desk.letGo(await this.desk.record(id)), { type: 'found', runs })
    })
  }

  /** Failed items (with `reason`: only those) go back to waiting and the job goes on. */
  retry(id: string, reason?: string): Promise<void> {
    return this.desk.inTurn(id, async () => {
      const record = await this.backToWaiting(id, reason)
      this.runs.enqueue(record.spec)
    })
  }

  /** Does a parent's stage again, and all after it: new attempts with new jobs. The old ones stay, marked as replaced. */
  again(id: string, stage: string): Promise<void> {
    return this.desk.inTurn(id, () => this.againNow(id, stage))
  }

  /** Retries what failed in a stage of a parent, and then does again what followed it. */
  retryStage(parent: string, child: string, reason?: string): Promise<void> {
    return this.desk.inTurn(parent, async () => {
      const record = await this.still(parent)
      const key = child.slice(parent.length + 1)
      const statements = await reopened(this.desk.store, record, key, this.desk.now())
      await this.desk.inTurn(child, () => this.backToWaiting(child, reason))
      for (const other of statements.replaced) await this.cancelChild(other)
      await this.desk.say(record, { type: 'extended', items: statements.planned }, statements.statements)
      this.runs.enqueue(record.spec)
    })
  }

  /** A child that is stored and does not run goes on. */
  goOn(id: string): Promise<void> {
    return this.desk.inTurn(id, async () => {
      const found = await this.desk.record(id)
      if (found.state.name === 'queued') return this.runs.enqueue(found.spec)
      if (isLive(found.state) && !this.runs.drive(id)) return this.goOnInterrupted(found)
      if (!allowedMoves(found.state, 0).includes('resume')) return
      const record = await this.desk.stood(id, 'resume')
      await this.desk.say(record, { type: 'resumed' })
      this.runs.enqueue(record.spec)
    })
  }

  /** Cancels a job that nobody runs. */
  async stopStill(record: records.JobRecord): Promise<JobState> {
    const state =
      record.state.name === 'stopping' ? record.state : await this.desk.say(record, { type: 'stopping' })
    if (this.desk.kindOf(record.spec).drive === 'parent') {
      // Of the children of a parent that stands still at most one has not ended.
      const next = await nextStage(this.desk.store, record)
      if (next !== undefined) await this.cancelChild(next.job)
    }
    return this.desk.say({ ...record, state }, cancelledWord(this.desk, record))
  }

  private async cancelChild(id: string): Promise<void> {
    const child = await this.desk.find(id)
    if (child && allowedMoves(child.state, 0).includes('cancel')) await this.cancel(id)
  }

  private async resumeNow(id: string, budget: Budget | undefined): Promise<void> {
    const found = await this.desk.record(id)
    if (isLive(found.state) && !this.runs.drive(id)) return this.goOnInterrupted(found)
    const above = await this.standingParent(found)
    if (above !== undefined) return this.resume(above, budget)
    const record = await this.desk.stood(id, 'resume')
    const lost = await this.lostStage(record)
    if (lost !== undefined) return this.againNow(id, lost)
    await this.desk.say(record, { type: 'resumed', ...(budget === undefined ? {} : { budget }) })
    this.runs.enqueue(record.spec)
  }

  /** A stage that its parent waits for goes on with it, not alone: the parent's id, where that stands still. */
  private async standingParent({ spec }: records.JobRecord): Promise<string | undefined> {
    if (spec.parent === undefined) return undefined
    const above = await this.desk.record(spec.parent)
    if (!allowedMoves(above.state, 0).includes('resume')) return undefined
    return (await nextStage(this.desk.store, above))?.job === spec.id ? spec.parent : undefined
  }

  /** The stage of a parent whose job somebody cancelled: it can only be done again. */
  private async lostStage(record: records.JobRecord): Promise<string | undefined> {
    if (this.desk.kindOf(record.spec).drive !== 'parent') return undefined
    const next = await nextStage(this.desk.store, record)
    const child = next && (await this.desk.find(next.job))
    // One whose work may go on somewhere is taken up again.
    return child?.state.name === 'cancelled' && !child.state.left ? next?.stage : undefined
  }

  private async againNow(id: string, stage: string): Promise<void> {
    const record = await this.still(id)
    const { statements, planned, replaced } = await attemptsFrom(
      this.desk.store,
      record,
      stage,
      this.desk.now(),
    )
    for (const child of replaced) await this.cancelChild(child)
    await this.desk.say(record, { type: 'extended', items: planned }, statements)
    this.runs.enqueue(record.spec)
  }

  /** A parent that stands still, whatever it stands for. @throws Failure `job.move` */
  private async still(id: string): Promise<records.JobRecord> {
    const found = await this.desk.record(id)
    if (isLive(found.state) || found.state.name === 'queued')
      throw new Failure('job.move', { state: found.state.name, move: 'again' })
    return this.desk.letGo(found)
  }

  /** Says what a full disk did not take when the project was opened. @throws Failure `disk.full` when it still does not */
  private async goOnInterrupted(record: records.JobRecord): Promise<void> {
    const state = await sayInterrupted(this.desk, record)
    if (state.name === 'queued') this.runs.enqueue(record.spec)
  }

  private async backToWaiting(id: string, reason: string | undefined): Promise<records.JobRecord> {
    const record = await this.desk.stood(id, 'retry')
    const { store } = this.desk
    const before = await records.readCounters(store, record.number)
    await store.write(records.retryStatements(record.number, reason))
    const after = await records.readCounters(store, record.number)
    const items = (before['item.failed'] ?? 0) - (after['item.failed'] ?? 0)
    const state = await this.desk.say(record, { type: 'retried', items })
    return { ...record, state }
  }
}
