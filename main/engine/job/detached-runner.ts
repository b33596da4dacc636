import { isLive } from '#core/job/fold.ts'
import type { Away } from '#core/job/view.ts'
import type { Stall } from '#core/training/stall.ts'
import type { Store } from '../project/store.ts'
import type { DriveHooks } from './drive.ts'
import { Halt } from './halt.ts'
import type { DetachedKind, DetachedWork, ItemEnd, WorkNews } from './kind.ts'
import { endStatements, planStatements, readSteps, stepStatement } from './records.ts'
import { RunningJob, type StoredJob } from './running-job.ts'

/** The only item of a detached job. */
const WORK = { key: 'work', input: null }
const LOOK_EVERY_MS = 200
/** A work that was asked to keep everything may take so long before it is ended at once. */
const PAUSE_GRACE_MS = 60_000

/** Waits until it is time to look again, or until the work has ended. */
function nextLook(ended: Promise<unknown>, everyMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const later = new Promise<unknown>((resolve) => {
    timer = setTimeout(resolve, everyMs)
  })
  return Promise.race([later, ended]).finally(() => clearTimeout(timer))
}

/**
 * The detached drive: work that another process does by itself, and that is followed through what it writes. The job
 * is stored before the work starts, and the work claims the job's id, so that a crash in between neither loses nor
 * doubles it. The job has a single item; the item's steps are the marks up to which the work has been read, each in one
 * transaction with what it counts.
 */
export class DetachedRunner extends RunningJob {
  /** What was done inside before this start: the pace counts from there. */
  insideBefore: number | undefined
  away: Away | undefined
  stall: Stall | undefined
  private graceMs = PAUSE_GRACE_MS
  private told: 'save' | 'now' | undefined
  private readonly givenUp = Promise.withResolvers<undefined>()
  private readonly abort = new AbortController()
  private readonly kind: DetachedKind<unknown>

  constructor(
    store: Store,
    job: StoredJob,
    counters: Record<string, number>,
    kind: DetachedKind<unknown>,
    hooks: DriveHooks,
  ) {
    super(store, job, counters, hooks)
    this.kind = kind
  }

  protected onPause(): void {
    setTimeout(() => this.abort.abort(new Halt()), this.graceMs).unref()
  }

  protected onCancel(): void {
    this.abort.abort(new Halt())
  }

  giveUp(): void {
    if (!isLive(this.state)) return
    if (this.wanted?.to !== 'cancel') void this.log.say({ type: 'stopping' })
    this.wanted = { to: 'cancel', left: true }
    this.givenUp.resolve(undefined)
  }

  /** The work is left to itself; `follow` sees that. */
  protected onDrop(): void {}

  protected async work(): Promise<void> {
    const settings = this.kind.decodeSettings(this.spec.settings)
    if (!this.state.planComplete)
      await this.log.say(
        { type: 'planned', items: 1, complete: true },
        planStatements(this.number, 0, [WORK]),
      )
    if (this.itemsWaiting > 0 && !this.wanted && !this.log.ahead) await this.workOn(settings)
  }

  private async workOn(settings: unknown): Promise<void> {
    const marks = (await readSteps(this.store, this.number, 0)).map(({ body }) => body)
    const { spec } = this
    const work = await this.kind.start({ spec, settings, signal: this.abort.signal })
    this.active = 1
    this.graceMs = work.graceMs ?? PAUSE_GRACE_MS
    try {
      await this.follow(work, marks)
    } finally {
      this.active = 0
      await work.leave()
    }
  }

  private async follow(work: DetachedWork, marks: unknown[]): Promise<void> {
    let over = false
    const ended = work.ended.then(() => {
      over = true
    })
    for (;;) {
      // Whoever has ended has written its last word: it is read once more after that.
      const last = over
      const news = await Promise.race([work.news(marks.at(-1)), this.givenUp.promise])
      if (news === undefined) return
      await this.hear(news, marks)
      if (news.end) return this.endAs(news.end)
      if (this.wanted?.to === 'leave') return
      if (last) {
        if (this.wanted) return
        throw await work.died()
      }
      this.tell(work)
      await nextLook(Promise.race([ended, this.givenUp.promise]), work.everyMs ?? LOOK_EVERY_MS)
    }
  }

  private async hear(news: WorkNews, marks: unknown[]): Promise<void> {
    const { done, total, unit, phase } = news
    this.away = news.away
    this.stall = news.stall
    // What was done in one phase says nothing of the pace of the next.
    if (this.inside?.phase !== phase) this.insideBefore = undefined
    if (this.inside && this.inside.done !== done) this.newsAt = this.hooks.now()
    this.inside = { done, total, unit, ...(phase === undefined ? {} : { phase }) }
    this.insideBefore ??= done
    this.hooks.changed()
    if (JSON.stringify(news.mark) === JSON.stringify(marks.at(-1))) return
    const step = stepStatement(this.number, 0, marks.length, JSON.stringify(news.mark))
    await this.record([step], news.counters)
    marks.push(news.mark)
  }

  /** Tells the work once what is wanted; a pause that takes too long becomes a stop. */
  private tell(work: DetachedWork): void {
    if (!this.wanted) return
    const how = this.abort.signal.aborted ? 'now' : 'save'
    if (this.told === how || this.told === 'now') return
    this.told = how
    work.stop(how)
  }

  private async endAs(end: NonNullable<WorkNews['end']>): Promise<void> {
    if (end.as === 'stopped') this.pause('user', '')
    else if (end.as === 'held') this.pause('host', end.failure.message)
    else if (end.as === 'failed') throw end.failure
    else await this.endItem(end.end)
  }

  private endItem(end: ItemEnd): Promise<void> {
    const deltas = { ...end.counters, [`item.${end.state}`]: 1 }
    return this.record(endStatements(this.number, 0, end, this.hooks.now()), deltas)
  }

  /** A work that fails while it is asked to save has failed all the same. */
  protected override closeAfter(error: unknown): Promise<void> {
    const saving = this.wanted?.to === 'pause' && !(error instanceof Halt)
    return saving ? this.fail(error) : super.closeAfter(error)
  }
}
