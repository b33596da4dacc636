import { Worker } from 'node:worker_threads'
import { Failure } from '#core/failure/failure.ts'
import type { Answer, Answers, Ask, Reply, Task, WorkerSetup } from './task.ts'

interface Waiting {
  readonly task: Task
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  /** What it is at. */
  now: Waiting | undefined
}

/** A task that is made when a thread is free for it: what it holds can grow until then. */
export type LateTask = () =>
  | { readonly task: Task; readonly settle: Pick<Waiting, 'resolve' | 'reject'> }
  | undefined

const asError = (reply: Extract<Reply, { ok: false }>): Error =>
  reply.code ? new Failure(reply.code, reply.values, reply.message) : new Error(reply.message)

/** Worker threads, each at one task at a time; tasks wait in the order in which they came. */
export class Threads {
  private readonly threads: Thread[]
  private readonly queue: Waiting[] = []
  private readonly late: LateTask
  private lastId = 0
  private dead: Error | undefined

  /** `late` is asked for work whenever a thread is free and no task waits. */
  constructor(workerFile: string | URL, setups: readonly WorkerSetup[], late: LateTask) {
    this.late = late
    this.threads = setups.map((workerData) => {
      const thread: Thread = { worker: new Worker(workerFile, { workerData }), now: undefined }
      thread.worker.on('message', (reply: Reply) => this.settle(thread, reply))
      thread.worker.on('error', (error) =>
        this.die(error instanceof Error ? error : new Error(String(error))),
      )
      thread.worker.on('exit', () => this.die(new Error('a thread of the small policy ended')))
      return thread
    })
  }

  get count(): number {
    return this.threads.length
  }

  run<K extends Task['kind']>(task: Extract<Task, { kind: K }>): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      // The worker answers a task of a kind with that kind's answer: see perform.
      this.queue.push({ task, resolve: (answer) => resolve(answer as Answers[K]), reject })
      this.wake()
    })
  }

  /** Gives free threads something to do. */
  wake(): void {
    for (const thread of this.threads) {
      if (thread.now) continue
      const next = this.queue.shift() ?? this.lateOne()
      if (!next) return
      if (this.dead) {
        next.reject(this.dead)
        continue
      }
      thread.now = next
      const ask: Ask = { id: ++this.lastId, task: next.task }
      thread.worker.postMessage(ask)
    }
  }

  private lateOne(): Waiting | undefined {
    const made = this.late()
    return made && { task: made.task, ...made.settle }
  }

  private settle(thread: Thread, reply: Reply): void {
    const { now } = thread
    thread.now = undefined
    if (reply.ok) now?.resolve(reply.answer)
    else now?.reject(asError(reply))
    this.wake()
  }

  private die(error: Error): void {
    this.dead ??= error
    for (const thread of this.threads) {
      thread.now?.reject(this.dead)
      thread.now = undefined
    }
    for (const { reject } of this.queue.splice(0)) reject(this.dead)
    this.wake()
  }

  async close(): Promise<void> {
    this.dead ??= new Error('the small policy is closed')
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()))
  }
}
