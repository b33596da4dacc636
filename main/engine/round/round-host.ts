import type { JobView } from '#core/job/view.ts'
import type { LoopSource } from '../loop-records.ts'

/** What the rounds are read from: the project's store, its datasets and its jobs. */
export interface RoundHost extends LoopSource {
  readonly jobs: {
    /** Latest first. */
    list(): Promise<JobView[]>
    /** @throws Failure `job.notFound` */
    get(id: string): Promise<JobView>
  }
  /** Holds the project's runs. */
  readonly runsFolder: string
  /** ISO 8601. */
  now(): string
}
