import { Failure } from '#core/failure/failure.ts'
import { budgetReached } from '#core/job/budget.ts'
import { isLive, type JobState, ranMs } from '#core/job/fold.ts'
import type { JobSpec, PauseReason } from '#core/job/job.ts'
import type { Statement, Store } from '../project/store.ts'
import type { Drive, DriveHooks } from './drive.ts'
import { EventLog } from './event-log.ts'
import { Halt } from './item-run.ts'
import type { Counters, DetachedKind, DetachedWork, ItemEnd, WorkNews } from './kind.ts'
import {
  counterStatements,
  endStatements,
  itemCounts,
  planStatements,
  readSteps,
  stepStatement,
} from './records.ts'

/** The only item of a detached job. */
const WORK = { key: 'work', input: null }
const LOOK_EVERY_MS = 200
/** A work that was asked to keep everything may take so long before it is ended at once. */
const PAUSE_GRACE_MS = 60_000

type Wanted =
  | { readonly to: 'pause'; readonly reason: PauseReason; readonly detail: string }
  | { readonly to: 'cancel' }
  /** The program is closing. */
  | { readonly to: 'leave' }

/** Waits until it is time to look again, or until the work has ended. */
function nextLook(ended: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const later = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LOOK_EVERY_MS)
  })
  return Promise.race([later, ended]).finally(() => clearTimeout(timer))
}

/**
 * The detached drive: work that another process does by itself, and that is followed through what it writes. The job
 * is stored before the work starts, and the work claims the job's id, so that a crash in between neither loses nor
 * doubles it. The job has a single item; the item's steps are the marks up to which the work has been read, each in one
 * transaction with what it counts.
 */
export class DetachedRunner implements Drive {
  readonly spec: JobSpec
  readonly counters: Record<string, number>
  readonly endedBefore = 0
  active = 0
  newsAt: string | undefined
  inside: Drive['inside']
  insideBefore: number | undefined

  private wanted: Wanted | undefined
  private told: 'save' | 'now' | undefined
  private readonly abort = new AbortController()
  private readonly log: EventLog
  private readonly store: Store
  private readonly number: number
  private readonly kind: DetachedKind<unknown>
  private readonly hooks: DriveHooks

  constructor(
    store: Store,
    job: { number: number; spec: JobSpec; state: JobState },
    counters: Record<string, number>,
    kind: DetachedKind<unknown>,
    hooks: DriveHooks,
  ) {
    this.store = store
    this.number = job.number
    this.spec = job.spec
    this.counters = counters
    this.kind = kind
    this.hooks = hooks
    this.log = new EventLog(store, job, hooks, (error) => {
      this.wanted ??= { to: 'pause', reason: 'disk', detail: error.message }
    })
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
    setTimeout(() => this.abort.abort(new Halt()), PAUSE_GRACE_MS).unref()
    void this.log.say({ type: 'pausing', reason, detail })
  }

  cancel(): void {
    if (this.wanted?.to === 'cancel' || !isLive(this.state)) return
    this.wanted = { to: 'cancel' }
    void this.log.say({ type: 'stopping' })
    this.abort.abort(new Halt())
  }

  drop(): void {
    this.wanted ??= { to: 'leave' }
  }

  async run(): Promise<void> {
    try {
      await this.log.say({ type: 'started' })
      const settings = this.kind.decodeSettings(this.spec.settings)
      if (!this.state.planComplete)
        await this.log.say(
          { type: 'planned', items: 1, complete: true },
          planStatements(this.number, 0, [WORK]),
        )
      if (this.isWaiting && !this.wanted && !this.log.ahead) await this.work(settings)
      await this.close()
    } catch (error) {
      await this.closeAfter(error)
    }
  }

  private get isWaiting(): boolean {
    return itemCounts(this.state.planned, this.counters).waiting > 0
  }

  private async work(settings: unknown): Promise<void> {
    const marks = (await readSteps(this.store, this.number, 0)).map(({ body }) => body)
    const { spec } = this
    const work = await this.kind.start({ spec, settings, signal: this.abort.signal })
    this.active = 1
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
      const news = await work.news(marks.at(-1))
      await this.hear(news, marks)
      if (news.end) return this.endAs(news.end)
      if (this.wanted?.to === 'leave') return
      if (last) {
        if (this.wanted) return
        throw await work.died()
      }
      this.tell(work)
      await nextLook(ended)
    }
  }

  private async hear(news: WorkNews, marks: unknown[]): Promise<void> {
    const { done, total, unit } = news
    this.inside = { done, total, unit }
    this.insideBefore ??= done
    this.hooks.changed()
    if (JSON.stringify(news.mark) === JSON.stringify(marks.at(-1))) return
    const step = stepStatement(this.number, 0, marks.length, JSON.stringify(news.mark))
    await this.record([step], news.counters)
    marks.push(news.mark)
    const reached = budgetReached(this.spec.budget, this.counters, ranMs(this.state, this.hooks.now()))
    if (reached !== undefined) this.pause('budget', reached)
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
    else if (end.as === 'failed') throw end.failure
    else await this.endItem(end.end)
  }

  private endItem(end: ItemEnd): Promise<void> {
    const deltas = { ...end.counters, [`item.${end.state}`]: 1 }
    return this.record(endStatements(this.number, 0, end, this.hooks.now()), deltas)
  }

  private async record(statements: Statement[], deltas: Counters): Promise<void> {
    await this.store.write([...statements, ...counterStatements(this.number, deltas)])
    for (const [name, delta] of Object.entries(deltas))
      this.counters[name] = (this.counters[name] ?? 0) + delta
    this.newsAt = this.hooks.now()
    this.hooks.changed()
  }

  private async close(): Promise<void> {
    const { wanted } = this
    if (wanted?.to === 'cancel') return this.log.say({ type: 'cancelled' })
    if (!this.isWaiting) return this.log.say({ type: 'done' })
    if (wanted?.to === 'pause')
      return this.log.say({ type: 'paused', reason: wanted.reason, detail: wanted.detail })
    await this.log.say({ type: 'interrupted' })
  }

  private async closeAfter(error: unknown): Promise<void> {
    if (this.wanted?.to === 'cancel' || this.wanted?.to === 'leave') return this.close()
    const detail = error instanceof Error ? error.message : String(error)
    if (error instanceof Failure && error.code === 'disk.full')
      return this.log.say({ type: 'paused', reason: 'disk', detail })
    await this.log.say({ type: 'failed', boundary: 'program', detail })
  }
}
