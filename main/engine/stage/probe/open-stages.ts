/** Stages kept open at once; a project runs few jobs of a kind side by side. */
const MOST_OPEN = 8

/** What the items of one job share, opened once. */
export class OpenStages<Stage> {
  private readonly open = new Map<string, Promise<Stage>>()
  private readonly close: (stage: Stage) => Promise<void>

  private readonly most: number

  constructor(close: (stage: Stage) => Promise<void>, most = MOST_OPEN) {
    this.close = close
    this.most = most
  }

  /** @param job its id */
  of(job: string, opens: () => Promise<Stage>): Promise<Stage> {
    const known = this.open.get(job)
    if (known !== undefined) return known
    const opened = opens()
    this.open.set(job, opened)
    opened.catch(() => this.open.delete(job))
    for (const oldest of this.open.keys()) if (this.open.size > this.most) this.forget(oldest)
    return opened
  }

  /** The next item opens the stage anew. */
  forget(job: string): void {
    this.open
      .get(job)
      ?.then(this.close)
      .catch(() => undefined)
    this.open.delete(job)
  }
}
