/** A training on a host, followed through its files. It goes on whether or not anybody looks. */
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { courseOf, type Followed, NOBODY, type Standing } from '#core/host/standing.ts'
import { isAway } from '#core/host/trouble.ts'
import { endingOf, toldEnding } from '#core/training/ending.ts'
import type { Detached, Program } from '../../host/detached.ts'
import type { DetachedWork, WorkNews } from '../../job/kind.ts'
import type { HostCheckpoints } from './host-checkpoints.ts'
import type { HostMirror } from './host-mirror.ts'
import { endOfRun, type LastWord, lastWordIn } from './last-word.ts'
import { type RunMark, readRunNews } from './run-folder.ts'
import type { StallWatch } from './stall-watch.ts'

const markSchema = z.object({
  events: z.number(),
  metrics: z.number(),
  step: z.number(),
  attempt: z.number(),
  begun: z.boolean(),
  told: z.boolean(),
})
type Mark = RunMark & Followed
const NO_MARK: Mark = { events: 0, metrics: 0, step: 0, ...NOBODY }

/** The kit's exit code of a work that was asked to end, and kept everything. */
const STOPPED = 3
/** Ends whose cause nobody wrote down. */
const UNTOLD: readonly string[] = ['host.ended', 'host.vanished']
/** Signs of the log that a failure shows. */
const SHOWN = 4000

export interface HostWorkParts {
  /** Of the run, here. */
  readonly folder: string
  readonly steps: number
  readonly detached: Detached
  readonly mirror: HostMirror
  readonly stalls: StallWatch
  readonly checkpoints: Pick<HostCheckpoints, 'update' | 'bring'>
  /** Done only once its last checkpoint is here. */
  readonly fetchLast: boolean
  /** What it runs with, there. */
  readonly python: string
  /** Brings what the work needs to the host; done once, gone on with after a break. */
  prepare(): Promise<Program>
  /** ISO 8601. */
  now(): string
  /** Milliseconds between two looks. */
  readonly everyMs: number
  /** How long a stop that keeps everything may take. */
  readonly graceMs: number
  /** How long a look is waited for before it is said that nothing is new. */
  readonly patienceMs: number
}

export class HostWork implements DetachedWork {
  /** It never ends with the program: its end is read from its files. */
  readonly ended = new Promise<void>(() => undefined)
  readonly everyMs: number
  readonly graceMs: number
  private readonly parts: HostWorkParts
  private program: Program | undefined
  private wanted: 'save' | 'now' | undefined
  private asked: 'save' | 'now' | undefined
  private ending = false
  private at = 0
  private round: Promise<WorkNews> | undefined
  private away: WorkNews['away']
  private stall: WorkNews['stall']
  private left = false
  private readonly fetching = new AbortController()
  private fetched: { readonly done: number; readonly total: number } | undefined

  constructor(parts: HostWorkParts) {
    this.parts = parts
    this.everyMs = parts.everyMs
    this.graceMs = parts.graceMs
  }

  /** A look that a broken link holds up goes on in the background; until it is done there is no news. */
  async news(raw: unknown): Promise<WorkNews> {
    const before = raw === undefined ? NO_MARK : markSchema.parse(raw)
    this.round ??= this.look(before)
    const { round } = this
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, this.parts.patienceMs, undefined)
    })
    try {
      const news = await Promise.race([round, late])
      if (news === undefined) return this.told(before, before.step)
      this.round = undefined
      return news
    } catch (error) {
      this.round = undefined
      if (!(error instanceof Failure)) throw error
      if (!isAway(error)) return { ...this.told(before, before.step), end: { as: 'held', failure: error } }
      this.stall = undefined
      this.away ??= { since: this.parts.now(), code: error.code, values: error.values }
      return this.told(before, before.step)
    } finally {
      clearTimeout(timer)
    }
  }

  stop(how: 'save' | 'now'): void {
    this.wanted = how
    this.fetching.abort()
  }

  async died(): Promise<Failure> {
    return new Failure('host.ended', { code: '–', step: this.at })
  }

  /** It goes on without anybody. */
  async leave(): Promise<void> {
    this.left = true
    this.fetching.abort()
    this.round?.catch(() => undefined)
  }

  private async look(before: Mark): Promise<WorkNews> {
    const { detached, mirror, folder } = this.parts
    this.program ??= await this.parts.prepare()
    const standing = await detached.glance()
    this.away = undefined
    const course = courseOf(standing, before)
    // Whatever an attempt said is read before the next one starts.
    const more = await mirror.update()
    if (course.to === 'start') return this.begin(course.attempt, before)
    if (!course.over) await this.passWish()
    const { mark, events, at, tokens } = await readRunNews(folder, before)
    this.at = at ?? this.at
    // Words before its first one are of the attempt before.
    const begun = course.followed.begun || events.some(({ type }) => type === 'started')
    const now = { ...mark, ...course.followed, begun }
    const saved = events.some(({ type }) => type === 'checkpoint')
    await this.parts.checkpoints.update(saved || (course.over && !more))
    // What was not read yet may hold the step that seems to be missing.
    this.stall = more || course.over ? undefined : await this.parts.stalls.look(detached.ahead)
    // A trainer that has said its last word may take a while to end; nobody else may start before it has.
    if (more || !course.over) return this.counted(before, now, tokens)
    const end = await this.endOf(standing, begun ? await lastWordIn(folder) : undefined)
    if (end.as === 'done' && this.parts.fetchLast && !(await this.bringLast()))
      return { ...this.counted(before, now, tokens), ...(this.wanted ? { end: { as: 'stopped' } } : {}) }
    return { ...this.counted(before, { ...now, told: true }, tokens), end: await this.withCause(end) }
  }

  private async begin(attempt: number, before: Mark): Promise<WorkNews> {
    if (this.wanted) return { ...this.told(before, before.step), end: { as: 'stopped' } }
    // Who has left it does not start it any more.
    if (this.left) return this.told(before, before.step)
    const { detached, prepare } = this.parts
    try {
      const standing = await detached.start(attempt, this.program ?? (await prepare()))
      const course = courseOf(standing, before)
      return this.told(course.to === 'follow' ? { ...before, ...course.followed } : before, before.step)
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'host.startFailed')) throw error
      // The attempt was claimed all the same; the next one is another.
      const standing = await detached.look()
      const mark = { ...before, attempt: standing.attempt, begun: false, told: true }
      const end = standing.started
        ? ({ as: 'failed', failure: error } as const)
        : await this.endOf(standing, undefined)
      return { ...this.told(mark, before.step), end }
    }
  }

  /** Brings what is wanted to the trainer, once; what could not be brought is brought at the next look. */
  private async passWish(): Promise<void> {
    const { wanted } = this
    if (!wanted || this.asked === wanted) return
    if (wanted === 'save') await this.parts.detached.ask('save')
    else {
      this.ending = true
      await this.parts.detached.end()
    }
    this.asked = wanted
  }

  /** @returns false where it was to stop before all was here */
  private async bringLast(): Promise<boolean> {
    try {
      const progress = (done: number, total: number): void => {
        this.fetched = { done, total }
      }
      const { signal } = this.fetching
      await this.parts.checkpoints.bring(this.parts.steps, { signal, progress })
      return true
    } catch (error) {
      if (this.fetching.signal.aborted) return false
      throw error
    } finally {
      this.fetched = undefined
    }
  }

  private async endOf(standing: Standing, word: LastWord | undefined): Promise<NonNullable<WorkNews['end']>> {
    const { folder, detached, python } = this.parts
    if (word?.type === 'stopped' && !this.wanted) return this.stoppedThere(word.step)
    if (word) return endOfRun(folder, word, (told) => toldEnding(told, detached.folder))
    if (this.ending) return { as: 'stopped' }
    if (standing.code === STOPPED) return this.wanted ? { as: 'stopped' } : this.stoppedThere(this.at)
    const log = (await detached.tail()).slice(-SHOWN)
    const ending = endingOf({ ...standing, step: this.at, log, python, folder: detached.folder })
    return { as: 'failed', failure: new Failure(ending.code, { ...ending.values }, log) }
  }

  /** Nobody here asked for it: whoever did may not be who looks now. */
  private stoppedThere(step: number): NonNullable<WorkNews['end']> {
    return { as: 'held', failure: new Failure('host.stoppedThere', { step }) }
  }

  /** On a full disk neither the trainer nor its keeper can write down why it ended. */
  private async withCause(end: NonNullable<WorkNews['end']>): Promise<NonNullable<WorkNews['end']>> {
    if (end.as !== 'failed' || !UNTOLD.includes(end.failure.code)) return end
    const full = await this.parts.detached.fullDisk()
    return full ? { as: 'failed', failure: full } : end
  }

  private counted(before: Mark, mark: Mark, tokens: number): WorkNews {
    return {
      ...this.told(mark, mark.step),
      counters: {
        ...(tokens > 0 ? { 'usage.completionTokens': tokens } : {}),
        ...(mark.step > before.step ? { 'training.steps': mark.step - before.step } : {}),
      },
    }
  }

  private told(mark: Mark, step: number): WorkNews {
    const { steps } = this.parts
    const done = Math.min(this.at || step, steps)
    return {
      mark,
      ...(this.fetched ? { ...this.fetched, unit: 'bytes' } : { done, total: steps, unit: 'steps' }),
      counters: {},
      ...(this.away ? { away: this.away } : {}),
      ...(this.stall ? { stall: this.stall } : {}),
    }
  }
}
