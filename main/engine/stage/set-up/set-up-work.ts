/**
 * A set-up, followed: first what this program brings (it goes on where it was after anything), then a program on the host
 * that goes on by itself, whose events are read by byte offset.
 */
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import type { SetUpProgress } from '#core/host/set-up.ts'
import { courseOf, type Followed, NOBODY, type Standing, signalOf } from '#core/host/standing.ts'
import { isAway } from '#core/host/trouble.ts'
import type { Detached, Program } from '../../host/detached.ts'
import { FROM_FILE } from '../../host/from-file.ts'
import type { Host } from '../../host/host.ts'
import type { DetachedWork, WorkNews } from '../../job/kind.ts'
import { EventTail } from './event-tail.ts'

const markSchema = z.object({
  /** Byte of the host's events.jsonl from which the followed attempt speaks. */
  events: z.number(),
  attempt: z.number(),
  begun: z.boolean(),
  told: z.boolean(),
})
type Mark = z.infer<typeof markSchema>
const NO_MARK: Mark = { events: 0, ...NOBODY }

export interface SetUpParts {
  readonly host: Host
  readonly detached: Detached
  /** Who started it, as a file of its folder. */
  readonly from: string
  /** Brings what the program needs and says which it is; called again, it goes on. */
  bring(told: (progress: SetUpProgress) => void, signal: AbortSignal): Promise<Program>
  /** What was brought for a while only goes. @param made whether the set-up is done */
  clear(made: boolean): Promise<void>
  /** ISO 8601. */
  now(): string
  readonly everyMs: number
  /** How long a look is waited for before it is said that nothing is new. */
  readonly patienceMs: number
}

/** The kit's exit codes: the config could not be used, the kit was changed. */
const CHANGED = 5
const NO_PROGRAM = 127
const SHOWN = 4000
const GRACE_MS = 60_000

export class SetUpWork implements DetachedWork {
  /** It never ends with the program: its end is read from the host. */
  readonly ended = new Promise<void>(() => undefined)
  readonly graceMs = GRACE_MS
  readonly everyMs: number
  private readonly parts: SetUpParts
  private readonly tail: EventTail
  private readonly abort = new AbortController()
  private wanted: 'save' | 'now' | undefined
  private ending = false
  private ready = false
  private progress: SetUpProgress = { phase: 'prepare', bytes: 0, of: 0 }
  private round: Promise<WorkNews> | undefined
  private away: WorkNews['away']

  constructor(parts: SetUpParts) {
    this.parts = parts
    this.everyMs = parts.everyMs
    this.tail = new EventTail(parts.host, `${parts.detached.folder}/events.jsonl`)
  }

  /** A look that takes long, because much is brought or the link is broken, goes on in the background. */
  async news(raw: unknown): Promise<WorkNews> {
    const before = raw === undefined ? NO_MARK : markSchema.parse(raw)
    this.round ??= this.look(before)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, this.parts.patienceMs, undefined)
    })
    try {
      const news = await Promise.race([this.round, late])
      if (news) this.round = undefined
      return news ?? this.told(before)
    } catch (error) {
      this.round = undefined
      return await this.troubled(error, before)
    } finally {
      clearTimeout(timer)
    }
  }

  /** What comes is kept either way: a later start goes on. */
  stop(how: 'save' | 'now'): void {
    this.wanted = how
    this.abort.abort(new Error('stopped'))
  }

  async died(): Promise<Failure> {
    return new Failure('setUp.ended', { code: '–' })
  }

  /** What is brought stops with the program; what runs on the host goes on. */
  async leave(): Promise<void> {
    this.abort.abort(new Error('left'))
    await this.round?.catch(() => undefined)
  }

  /** Nothing runs on the host. What was brought stays for a later start; who does not want it any more gets room. */
  private async stopped(mark: Mark): Promise<WorkNews> {
    if (this.wanted === 'now') await this.parts.clear(false)
    return { ...this.told(mark), end: { as: 'stopped' } }
  }

  private async troubled(error: unknown, before: Mark): Promise<WorkNews> {
    if (this.wanted) return this.stopped(before)
    // The program closes.
    if (this.abort.signal.aborted) return this.told(before)
    if (!(error instanceof Failure)) throw error
    const { code, values } = error
    if (code.startsWith('host.') && !isAway(error))
      return { ...this.told(before), end: { as: 'held', failure: error } }
    if (!isAway(error)) throw error
    this.away ??= { since: this.parts.now(), code, values }
    return this.told(before)
  }

  private async look(before: Mark): Promise<WorkNews> {
    const { detached } = this.parts
    if (!this.ready) await this.makeReady()
    const standing = await detached.glance()
    this.away = undefined
    const course = courseOf(standing, before)
    const { attempt, begun: spoke } = course.to === 'follow' ? course.followed : before
    await this.tail.readOn(attempt, before.events, spoke)
    this.progress = this.tail.progress ?? this.progress
    if (course.to === 'start') return this.begin(course.attempt, before)
    const { begun, at } = this.tail
    const mark: Mark = { ...course.followed, begun, events: at }
    if (!course.over) {
      await this.passWish()
      return this.told(mark)
    }
    const end = await this.endOf(standing)
    await this.parts.clear(end.as === 'done')
    return { ...this.told({ ...mark, told: true }), end }
  }

  private async makeReady(): Promise<void> {
    const { host, detached, from } = this.parts
    await host.makeFolder(detached.folder)
    await host.write(`${detached.folder}/${FROM_FILE}`, from)
    this.ready = true
  }

  private async begin(attempt: number, before: Mark): Promise<WorkNews> {
    if (this.wanted) return this.stopped(before)
    const program = await this.parts.bring((progress) => {
      this.away = undefined
      this.progress = progress
    }, this.abort.signal)
    this.abort.signal.throwIfAborted()
    // Words up to here are of the attempts before.
    const events = this.tail.end
    const course = courseOf(await this.parts.detached.start(attempt, program), before)
    const followed: Followed = course.to === 'follow' ? course.followed : before
    return this.told({ ...followed, events })
  }

  private async passWish(): Promise<void> {
    if (!this.wanted || this.ending) return
    await this.parts.detached.end()
    this.ending = true
  }

  private async endOf({ code, rebooted }: Standing): Promise<NonNullable<WorkNews['end']>> {
    const { word, made } = this.tail
    if (word?.is === 'done') return { as: 'done', end: { state: 'done', ...(made ? { summary: made } : {}) } }
    if (word?.is === 'failed') return { as: 'failed', failure: this.ofHost(word.failure) }
    if (this.ending) return { as: 'stopped' }
    const detail = (await this.parts.detached.tail()).slice(-SHOWN)
    const signal = signalOf(code)
    const failure = rebooted
      ? new Failure('setUp.rebooted', {}, detail)
      : signal !== undefined
        ? new Failure('setUp.killed', { signal }, detail)
        : code === CHANGED
          ? new Failure('kit.changed', {}, detail)
          : code === NO_PROGRAM
            ? new Failure('host.noPython', {}, detail)
            : new Failure('setUp.ended', { code: code ?? '–' }, detail)
    return { as: 'failed', failure }
  }

  /** A full disk of the host is not this computer's. */
  private ofHost(failure: Failure): Failure {
    return failure.code === 'disk.full'
      ? new Failure('host.diskFull', { path: '~/.looptool' }, failure.detail)
      : failure
  }

  private told(mark: Mark): WorkNews {
    const { phase, bytes, of } = this.progress
    return {
      mark,
      done: Math.min(bytes, of),
      total: of,
      unit: 'bytes',
      phase,
      counters: {},
      ...(this.away ? { away: this.away } : {}),
    }
  }
}
