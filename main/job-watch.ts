/** What main does about jobs while nobody looks: keeps the computer awake while they work, and tells how they ended. */
import type { Settings } from '#core/contract/index.ts'
import { isLive } from '#core/job/fold.ts'
import { goesOnAlone } from '#core/job/goes-on-alone.ts'
import type { JobStateName, PauseReason } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'

/** What is worth telling; a pause that the user wanted is not. */
export type JobNews =
  | { readonly what: 'done' | 'failed' }
  /** Its training goes on but stands still. */
  | { readonly what: 'stalled'; readonly seconds: number }
  /** It was given up, but its work on the host goes on. */
  | { readonly what: 'left' }
  | { readonly what: 'paused'; readonly reason: Exclude<PauseReason, 'user'> }

export interface JobWatchDeps {
  settings(): Pick<Settings, 'keepAwake' | 'notifications'>
  /** Keeps the computer from falling asleep, or no longer. */
  setAwake(awake: boolean): void
  /** Whether somebody looks at the window now. */
  isLookedAt(): boolean
  notify(job: JobView, news: JobNews): void
}

export class JobWatch {
  private readonly deps: JobWatchDeps
  private readonly states = new Map<string, JobStateName>()
  private readonly atWork = new Set<string>()
  /** Of each job the stall and the work on a host that were told. */
  private readonly toldStalls = new Map<string, number>()
  private readonly left = new Map<string, JobView['state']['left']>()
  private awake = false

  constructor(deps: JobWatchDeps) {
    this.deps = deps
  }

  hear(job: JobView): void {
    const { spec, state } = job
    const before = this.states.get(spec.id)
    this.states.set(spec.id, state.name)
    if (isLive(state) && !goesOnAlone(spec)) this.atWork.add(spec.id)
    else this.atWork.delete(spec.id)
    this.look()
    // A round speaks for its stages.
    if (spec.parent !== undefined) return
    const ended = newsOf(job)
    // What was so before it was first heard of is no news.
    if (ended && before !== undefined && before !== state.name) this.tell(job, ended)
    const { stall } = job
    if (stall && this.toldStalls.get(spec.id) !== stall.since) {
      this.toldStalls.set(spec.id, stall.since)
      this.tell(job, { what: 'stalled', seconds: stall.seconds })
    }
    if (state.left === 'runs' && this.left.get(spec.id) === 'maybe') this.tell(job, { what: 'left' })
    this.left.set(spec.id, state.left)
  }

  private tell(job: JobView, news: JobNews): void {
    if (this.deps.settings().notifications && !this.deps.isLookedAt()) this.deps.notify(job, news)
  }

  /** The project was closed, or the engine is away: nothing works. */
  forget(): void {
    this.states.clear()
    this.atWork.clear()
    this.look()
  }

  /** Sees to it that the computer is kept awake just while it has to be; also after the settings changed. */
  look(): void {
    const awake = this.atWork.size > 0 && this.deps.settings().keepAwake
    if (awake === this.awake) return
    this.awake = awake
    this.deps.setAwake(awake)
  }
}

function newsOf({ state: { name, pause } }: JobView): JobNews | undefined {
  if (name === 'done' || name === 'failed') return { what: name }
  if (name !== 'paused' || pause === undefined || pause.reason === 'user') return undefined
  return { what: 'paused', reason: pause.reason }
}
