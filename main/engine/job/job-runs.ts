import type { JobSpec } from '#core/job/job.ts'
import type { Drive } from './drive.ts'
import type { FindPlayers } from './players.ts'

/** More wait their turn; a job's own speed is its concurrency. */
const JOBS_AT_ONCE = 4

interface Queued {
  readonly id: string
  /** A parent waits for its children and takes no one's place. */
  readonly waits: boolean
}

export interface Running {
  /** Undefined for the moment it takes to read the job. */
  drive?: Drive | undefined
  readonly waits: boolean
  ended: Promise<void>
}

export interface JobRunsDeps {
  /** Makes the drive of a job that is to run; undefined when it is not to run any more. */
  readonly driveFor: (id: string) => Promise<Drive | undefined>
  readonly isParent: (kind: string) => boolean
  readonly findPlayers: FindPlayers
  readonly changed: (id: string) => void
}

/** Which jobs run and which wait for a place. */
export class JobRuns {
  private readonly running = new Map<string, Running>()
  private readonly queue: Queued[] = []
  private readonly deps: JobRunsDeps
  private closing = false

  constructor(deps: JobRunsDeps) {
    this.deps = deps
  }

  of(id: string): Running | undefined {
    return this.running.get(id)
  }

  drive(id: string): Drive | undefined {
    return this.running.get(id)?.drive
  }

  forget(id: string): void {
    this.running.delete(id)
  }

  enqueue({ id, kind }: Pick<JobSpec, 'id' | 'kind'>): void {
    if (!this.isQueued(id)) this.queue.push({ id, waits: this.deps.isParent(kind) })
    this.startNext()
  }

  dequeue(id: string): void {
    const at = this.queue.findIndex((queued) => queued.id === id)
    if (at >= 0) this.queue.splice(at, 1)
  }

  /** Resolves once the job neither runs nor waits for a place. */
  async settled(id: string): Promise<void> {
    for (;;) {
      const live = this.running.get(id)
      if (live) await live.ended
      else if (!this.isQueued(id)) return
      if (live?.drive?.ahead) return
      if (!live) await Promise.race([...this.running.values()].map((other) => other.ended))
    }
  }

  /** Stops all work at the next safe point. */
  async close(): Promise<void> {
    this.closing = true
    this.queue.length = 0
    for (const { drive } of this.running.values()) drive?.drop()
    await Promise.all([...this.running.values()].map(({ ended }) => ended))
  }

  get isClosing(): boolean {
    return this.closing
  }

  private isQueued(id: string): boolean {
    return this.queue.some((queued) => queued.id === id)
  }

  private startNext(): void {
    while (!this.closing) {
      const busy = [...this.running.values()].filter(({ waits }) => !waits).length
      const next = this.queue.find(({ id, waits }) => !this.running.has(id) && (waits || busy < JOBS_AT_ONCE))
      if (next === undefined) return
      this.dequeue(next.id)
      this.launch(next)
    }
  }

  private launch({ id, waits }: Queued): void {
    const entry: Running = { waits, ended: Promise.resolve() }
    entry.ended = this.run(id, entry).finally(() => {
      // A state that the full disk refused lives on in the drive until it can be written.
      if (!entry.drive?.ahead && this.running.get(id) === entry) this.running.delete(id)
      this.deps.changed(id)
      this.startNext()
    })
    this.running.set(id, entry)
  }

  private async run(id: string, entry: Running): Promise<void> {
    entry.drive = await this.deps.driveFor(id)
    await entry.drive?.run(this.deps.findPlayers)
  }
}
