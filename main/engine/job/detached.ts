/**
 * The detached drive: work that another process does by itself, and that is followed through what it writes. The job
 * is stored before the work starts, and the work claims the job's id, so that a crash in between neither loses nor
 * doubles it. A job of this drive has a single item; its steps are the marks up to which the work has been read.
 */
import { Failure } from '#core/failure/failure.ts'
import type { PauseReason } from '#core/job/job.ts'
import type { Statement } from '../project/store.ts'
import { Halt } from './item-run.ts'
import type { Counters, DetachedKind, DetachedWork, JobContext, PlannedItem, WorkNews } from './kind.ts'
import { counterStatements, endStatements, stepStatement } from './records.ts'

/** The only item of a detached job. */
export const WORK: PlannedItem = { key: 'work', input: null }
const LOOK_EVERY_MS = 200

/** What the drive needs of the run it belongs to. */
export interface Follower {
  readonly number: number
  readonly kind: DetachedKind<unknown>
  readonly context: JobContext<unknown>
  /** What somebody wants of the job meanwhile; `leave`: the program is closing. */
  readonly wanted: () => 'pause' | 'cancel' | 'leave' | undefined
  readonly record: (statements: Statement[], deltas: Counters) => Promise<void>
  readonly pause: (reason: PauseReason, detail: string) => void
  readonly progress: (done: number, total: number, unit: string) => void
  readonly now: () => string
}

const tick = (ended: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const later = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LOOK_EVERY_MS)
  })
  return Promise.race([later, ended]).finally(() => clearTimeout(timer))
}

/** Writes down what was read: the mark and the counters in one transaction. */
async function keep(host: Follower, steps: number, news: WorkNews): Promise<void> {
  const mark = stepStatement(host.number, 0, steps, JSON.stringify(news.mark))
  await host.record([mark, ...counterStatements(host.number, news.counters)], news.counters)
}

/** @returns true when the item has ended; otherwise the job stands still, for a reason that is told. */
async function close(host: Follower, end: NonNullable<WorkNews['end']>): Promise<void> {
  if (end.as === 'stopped') return host.pause('user', '')
  if (end.as === 'failed') {
    if (end.failure.code !== 'disk.full') throw end.failure
    return host.pause('disk', end.failure.message)
  }
  const deltas = { ...end.end.counters, [`item.${end.end.state}`]: 1 }
  const statements = endStatements(host.number, 0, end.end, host.now())
  await host.record([...statements, ...counterStatements(host.number, deltas)], deltas)
}

/** Tells the work once what is wanted; a pause that takes too long becomes a stop. */
function teller(host: Follower, work: DetachedWork): () => void {
  let told: 'save' | 'now' | undefined
  return () => {
    const wanted = host.wanted()
    if (wanted === undefined || wanted === 'leave') return
    const how = wanted === 'cancel' || host.context.signal.aborted ? 'now' : 'save'
    if (told === how || told === 'now') return
    told = how
    work.stop(how)
  }
}

/** Starts the work, or takes it up again, and follows it until it ends or nobody wants it any more. */
export async function follow(host: Follower, marks: readonly unknown[]): Promise<void> {
  let mark = marks.at(-1)
  let steps = marks.length
  const work = await host.kind.start(host.context)
  let over = false
  const ended = work.ended.then(() => {
    over = true
  })
  const tell = teller(host, work)
  try {
    for (;;) {
      // Whoever has ended has written its last word: it is read once more after that.
      const last = over
      const news = await work.news(mark)
      host.progress(news.done, news.total, news.unit)
      if (JSON.stringify(news.mark) !== JSON.stringify(mark)) await keep(host, steps++, news)
      mark = news.mark
      if (news.end) return await close(host, news.end)
      if (host.wanted() === 'leave') throw new Halt()
      if (last) {
        if (host.wanted()) throw new Halt()
        throw await work.died()
      }
      tell()
      await tick(ended)
    }
  } catch (error) {
    if (error instanceof Failure && error.code === 'disk.full') return host.pause('disk', error.message)
    throw error
  } finally {
    await work.leave()
  }
}
