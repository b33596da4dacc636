/** Works that were left on a host which was out of reach: looked for until somebody has decided on them. */
import type { JobSpec } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { Detached } from './host/detached.ts'
import type { Host } from './host/host.ts'
import type { Kit } from './host/kit.ts'
import type { JobEngine } from './job/job-engine.ts'

/** A host that does not answer is asked again after so long. */
const EVERY_MS = 15_000

export interface LeftDeps {
  readonly jobs: Pick<JobEngine, 'list' | 'get' | 'found'>
  /** @throws Failure `host.*` */
  openHost(id: string): Promise<Host>
  readonly kit: Kit
  readonly everyMs?: number
}

/** The host that a job's settings name. */
function hostOf({ settings }: JobSpec): string | undefined {
  if (typeof settings !== 'object' || settings === null || !('host' in settings)) return undefined
  return typeof settings.host === 'string' ? settings.host : undefined
}

export class LeftWorks {
  private readonly deps: LeftDeps
  private timer: NodeJS.Timeout | undefined
  private closed = false
  private turn = 0

  constructor(deps: LeftDeps) {
    this.deps = deps
  }

  /** Looks now, and again as long as there is one. */
  watch(): void {
    clearTimeout(this.timer)
    // A look in hand does not come again once this one has begun: there is one timer.
    const turn = ++this.turn
    void this.look()
      .catch(() => true)
      .then((more) => {
        if (!more || this.closed || turn !== this.turn) return
        this.timer = setTimeout(() => this.watch(), this.deps.everyMs ?? EVERY_MS)
        this.timer.unref()
      })
  }

  /** Looks once at each. @returns whether any is left */
  async look(): Promise<boolean> {
    const left = (await this.deps.jobs.list()).filter(({ state }) => state.left !== undefined)
    // One host after the other would make the last wait for all that do not answer.
    await Promise.all(left.map((job) => this.lookAt(job).catch(() => undefined)))
    return left.length > 0
  }

  /** Ends a work that was left, with its whole group. @throws Failure `host.*` */
  async end(id: string): Promise<JobView> {
    const { spec } = await this.deps.jobs.get(id)
    const standing = await (await this.on(spec))?.end()
    return this.deps.jobs.found(id, standing?.state === 'running')
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private async lookAt({ spec }: JobView): Promise<void> {
    const standing = await (await this.on(spec))?.look()
    if (!this.closed) await this.deps.jobs.found(spec.id, standing?.state === 'running')
  }

  private async on(spec: JobSpec): Promise<Detached | undefined> {
    const host = hostOf(spec)
    return host === undefined
      ? undefined
      : new Detached(await this.deps.openHost(host), this.deps.kit, spec.id)
  }
}
