/** Tells the window of steps of dialogs: a fast job steps thousands of times a second. */

/** Milliseconds between two tellings. */
const EVERY = 200
/** Of one telling; who looks cannot follow more. */
const MOST = 50

export interface Stepped {
  readonly job: string
  readonly key: string
}

/** Each item is told of at most five times a second. */
export class StepNews {
  private readonly steps = new Map<string, Stepped>()
  private readonly tell: (step: Stepped) => void
  private timer: NodeJS.Timeout | undefined

  constructor(tell: (step: Stepped) => void) {
    this.tell = tell
  }

  add(job: string, key: string): void {
    this.steps.set(`${job} ${key}`, { job, key })
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      for (const step of [...this.steps.values()].slice(-MOST)) this.tell(step)
      this.steps.clear()
    }, EVERY)
  }

  close(): void {
    clearTimeout(this.timer)
  }
}
