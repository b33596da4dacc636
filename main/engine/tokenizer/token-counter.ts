/** Counts by a model's own files, in a thread that is ended when it takes too long. */
import { Worker } from 'node:worker_threads'
import { Failure } from '#core/failure/failure.ts'
import type { CountWay, PromptToCount, TokenCounter } from '#core/token/counter.ts'
import { type CallFormat, callFormatOf } from '#core/tool-call/call-format.ts'
import type { ModelFiles } from './model-files.ts'
import type { WorkerAnswer, WorkerAsk, WorkerFailure } from './token-worker.ts'

/** Reading a vocabulary of 250,000 tokens takes 2 s; counting a batch far less. */
const OPEN_MS = 60_000
const COUNT_MS = 30_000
/** Prompts counted at once: a deadline is for one batch. */
const BATCH = 100

export interface CounterDeadlines {
  readonly openMs: number
  readonly countMs: number
}

interface Waiting {
  readonly resolve: (tokens: readonly number[]) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

const failureOf = ({ code, values, detail }: WorkerFailure): Failure => new Failure(code, values, detail)

export class FileCounter implements TokenCounter {
  readonly way: CountWay
  /** Tokens that the model knows. */
  readonly vocabulary: number
  /** How the template writes calls. */
  readonly calls: CallFormat | undefined
  private readonly worker: Worker
  private readonly countMs: number
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0
  private ended: Error | undefined

  private constructor(
    worker: Worker,
    { template }: Pick<ModelFiles, 'template'>,
    vocabulary: number,
    countMs: number,
  ) {
    this.worker = worker
    this.way = template === undefined ? 'noTemplate' : 'exact'
    this.calls = template === undefined ? undefined : callFormatOf(template)
    this.vocabulary = vocabulary
    this.countMs = countMs
    worker.on('message', (message: WorkerAnswer) => this.hear(message))
    worker.once('error', (error) => this.end(new Failure('tokenizer.damaged', {}, String(error))))
    worker.once('exit', () => this.end(new Failure('tokenizer.damaged', {}, 'the thread ended')))
  }

  /** @throws Failure `tokenizer.*`, `template.broken` */
  static open(
    workerFile: string | URL,
    files: ModelFiles,
    { openMs, countMs }: CounterDeadlines = { openMs: OPEN_MS, countMs: COUNT_MS },
  ): Promise<FileCounter> {
    const worker = new Worker(workerFile, { workerData: files })
    worker.unref()
    return new Promise((resolve, reject) => {
      const refuse = (failure: Failure): void => {
        clearTimeout(timer)
        void worker.terminate()
        reject(failure)
      }
      const timer = setTimeout(() => refuse(new Failure('tokenizer.tooSlow', {})), openMs)
      worker.once('message', (first: WorkerAnswer) => {
        if (first.op !== 'opened')
          return refuse(first.op === 'refused' ? failureOf(first.failure) : new Failure('tokenizer.damaged'))
        clearTimeout(timer)
        resolve(new FileCounter(worker, files, first.vocabulary, countMs))
      })
      worker.once('error', (error) => refuse(new Failure('tokenizer.damaged', {}, String(error))))
    })
  }

  async count(prompts: readonly PromptToCount[]): Promise<readonly number[]> {
    const tokens: number[] = []
    for (let at = 0; at < prompts.length; at += BATCH)
      tokens.push(...(await this.ask(prompts.slice(at, at + BATCH))))
    return tokens
  }

  /** A thread that was ended counts no more; another has to be opened. */
  get isOpen(): boolean {
    return this.ended === undefined
  }

  async close(): Promise<void> {
    this.end(new Failure('project.none'))
    await this.worker.terminate()
  }

  private ask(prompts: readonly PromptToCount[]): Promise<readonly number[]> {
    if (this.ended) return Promise.reject(this.ended)
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      // A template is a program of whoever made the model: one that does not end is ended.
      const timer = setTimeout(() => {
        this.end(new Failure('template.tooSlow', { seconds: Math.round(this.countMs / 1000) }))
        void this.worker.terminate()
      }, this.countMs)
      this.waiting.set(id, { resolve, reject, timer })
      this.worker.postMessage({ id, prompts } satisfies WorkerAsk)
    })
  }

  private hear(message: WorkerAnswer): void {
    if (message.op !== 'counted' && message.op !== 'failed') return
    const waiting = this.waiting.get(message.id)
    if (waiting === undefined) return
    this.waiting.delete(message.id)
    clearTimeout(waiting.timer)
    if (message.op === 'counted') waiting.resolve(message.tokens)
    else waiting.reject(failureOf(message.failure))
  }

  private end(error: Error): void {
    this.ended ??= error
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer)
      reject(this.ended)
    }
    this.waiting.clear()
  }
}
