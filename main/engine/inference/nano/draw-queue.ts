import { Failure } from '#core/failure/failure.ts'
import type { NanoConfig } from './config.ts'
import { HEAD_WIDTH } from './config.ts'
import { answerRoom, type DrawUnit } from './decode.ts'
import type { Completion, GenerateOptions } from './engine.ts'
import type { LateTask } from './threads.ts'

/** Samples that are drawn together: more would hold more memory and be hardly faster. */
const MOST_SAMPLES = 128

/** Floats of keys and values that one batch may hold, of an arena of 40 million. */
const MOST_KEPT = 24_000_000

/** Prompt tokens that are kept together: what is read stays in memory until the batch has been drawn. */
const MOST_PROMPTS = 3200

interface Waiting {
  readonly unit: DrawUnit
  readonly resolve: (samples: Completion[]) => void
  readonly reject: (error: Error) => void
}

/**
 * Units that wait for a thread, from all calls. They are joined into batches only when a thread is free, so that many
 * small calls at once are as fast as one large call.
 */
export class DrawQueue {
  private readonly config: NanoConfig
  private readonly threads: number
  private waiting: Waiting[] = []
  /** Floats that a token's keys and values take. */
  private readonly perToken: number

  constructor(config: NanoConfig, threads: number) {
    this.config = config
    this.threads = threads
    this.perToken = 2 * config.layers * config.heads * HEAD_WIDTH
  }

  /** Samples of one prompt, in as many units as they need to fit. */
  async add(prompt: Int32Array, { count, ...options }: GenerateOptions): Promise<Completion[]> {
    const { context, vocab } = this.config
    if (prompt.length === 0) throw new RangeError('a prompt has at least one token')
    if (prompt.length >= context)
      throw new Failure('policy.promptTooLong', { tokens: prompt.length, context })
    if (prompt.some((token) => token < 0 || token >= vocab))
      throw new Failure('policy.unknownToken', { vocab })
    const most = Math.max(1, Math.min(MOST_SAMPLES, Math.floor(MOST_KEPT / this.keptOf(prompt, options, 1))))
    const parts: Promise<Completion[]>[] = []
    for (let first = 0; first < count; first += most) {
      const unit = { ...options, prompt, first, count: Math.min(most, count - first) }
      parts.push(new Promise((resolve, reject) => this.waiting.push({ unit, resolve, reject })))
    }
    return (await Promise.all(parts)).flat()
  }

  private keptOf(prompt: Int32Array, options: Omit<GenerateOptions, 'count'>, samples: number): number {
    const own = answerRoom(this.config, { ...options, prompt, first: 0, count: 1 })
    return (prompt.length + own * samples) * this.perToken
  }

  /** The next batch for a thread: a fair share of what waits, as much as fits. */
  readonly take: LateTask = () => {
    if (this.waiting.length === 0) return undefined
    const all = this.waiting.reduce((sum, { unit }) => sum + unit.count, 0)
    const share = Math.min(MOST_SAMPLES, Math.ceil(all / this.threads))
    let samples = 0
    let longest = 0
    let prompts = 0
    let n = 0
    for (const { unit } of this.waiting) {
      // Every cache of a batch has room for its longest answer.
      longest = Math.max(longest, answerRoom(this.config, unit))
      prompts += unit.prompt.length
      const kept = (prompts + (samples + unit.count) * longest) * this.perToken
      const tooMuch = samples + unit.count > share || kept > MOST_KEPT || prompts > MOST_PROMPTS
      if (n > 0 && tooMuch) break
      samples += unit.count
      n++
    }
    const batch = this.waiting.slice(0, n)
    this.waiting = this.waiting.slice(n)
    return {
      task: { kind: 'draw', units: batch.map(({ unit }) => unit) },
      settle: {
        resolve: (answer) => {
          const drawn = answer as Completion[][]
          batch.forEach(({ resolve }, i) => {
            resolve(drawn[i] ?? [])
          })
        },
        reject: (error) => {
          for (const { reject } of batch) reject(error)
        },
      },
    }
  }
}
