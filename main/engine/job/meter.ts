import { type Spent, spentIn, USAGE } from '#core/job/budget.ts'
import type { Budget, JobSpec } from '#core/job/job.ts'
import type { Counters } from './kind.ts'
import type { JobRecord, Reader } from './records.ts'
import { usageOfAll } from './spending-records.ts'

const NAMES: readonly string[] = Object.values(USAGE)

function addTo(sum: Record<string, number>, counters: Counters): void {
  for (const name of NAMES) {
    const more = counters[name]
    if (more !== undefined) sum[name] = (sum[name] ?? 0) + more
  }
}

type Job = Pick<JobSpec, 'id' | 'parent'>

/**
 * What counts beyond a single job: a parent's stages together, whichever attempts they are, since what was spent on one
 * that is replaced is spent; and all jobs of the project. It follows from what is durable, and is told of each record.
 */
export class Meter {
  /** The project's caps. */
  budget: Budget = {}
  private readonly stages = new Map<string, Record<string, number>>()
  private readonly all: Record<string, number> = {}
  private allMs = 0

  /** Counts what is stored; call once, before anything runs. */
  async load(store: Reader, jobs: readonly JobRecord[]): Promise<void> {
    const usage = await usageOfAll(store)
    const parents = new Set(jobs.flatMap(({ spec }) => spec.parent ?? []))
    for (const { number, spec, state } of jobs)
      if (!parents.has(spec.id)) this.add(spec, usage.get(number) ?? {}, state.ranMs)
  }

  /** @param ms running time since it was last told of */
  add({ parent }: Job, counters: Counters, ms: number): void {
    addTo(this.all, counters)
    this.allMs += ms
    if (parent === undefined) return
    const own = this.stages.get(parent) ?? {}
    addTo(own, counters)
    this.stages.set(parent, own)
  }

  /** Usage of a parent's stages; undefined where it has none. */
  stagesOf(parent: string): Counters | undefined {
    return this.stages.get(parent)
  }

  /** Running time is that of all jobs, added up. */
  project(): Spent {
    return spentIn(this.all, this.allMs)
  }
}
