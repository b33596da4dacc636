/** Tells of jobs that changed: not more often than anybody can read, and never without the last state. */
import type { JobView } from '#core/job/view.ts'

const CHANGED_EVERY_MS = 200

export interface JobNewsDeps {
  view(id: string): Promise<JobView>
  isClosing(): boolean
  /** Called at most every 200 ms a job, and always with its last state. */
  changed(view: JobView): void
}

export class JobNews {
  /** Who watches a job's views. */
  private readonly watchers = new Map<string, (view: JobView) => void>()
  private readonly toldAt = new Map<string, number>()
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly deps: JobNewsDeps

  constructor(deps: JobNewsDeps) {
    this.deps = deps
  }

  changed(id: string): void {
    if (this.timers.has(id)) return
    const wait = Math.max(0, (this.toldAt.get(id) ?? 0) + CHANGED_EVERY_MS - performance.now())
    const timer = setTimeout(() => {
      this.timers.delete(id)
      this.toldAt.set(id, performance.now())
      if (!this.deps.isClosing())
        this.deps.view(id).then(
          (view) => this.tell(view),
          () => undefined,
        )
    }, wait)
    this.timers.set(id, timer)
  }

  /** `look` sees the job's views until `until` is over. */
  async watch<T>(id: string, look: (view: JobView) => void, until: () => Promise<T>): Promise<T> {
    this.watchers.set(id, look)
    try {
      return await until()
    } finally {
      this.watchers.delete(id)
    }
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
  }

  private tell(view: JobView): void {
    this.watchers.get(view.spec.id)?.(view)
    this.deps.changed(view)
  }
}
