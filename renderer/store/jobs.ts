import { create } from 'zustand'
import { isFinished, isLive } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'

interface JobsState {
  /** Undefined until listed. Latest first. */
  readonly jobs: readonly JobView[] | undefined
  replace(jobs: readonly JobView[] | undefined): void
  put(job: JobView): void
}

const latestFirst = (a: JobView, b: JobView): number =>
  b.spec.createdAt.localeCompare(a.spec.createdAt) || a.spec.id.localeCompare(b.spec.id)

/** News may overtake each other on their way; an older state never replaces a newer one. */
const newer = (known: JobView, heard: JobView): JobView =>
  heard.state.seq >= known.state.seq ? heard : known

export const useJobs = create<JobsState>()((set) => ({
  jobs: undefined,
  replace: (jobs) => set({ jobs: jobs && [...jobs].sort(latestFirst) }),
  put: (job) =>
    set(({ jobs = [] }) => {
      const known = jobs.find((other) => other.spec.id === job.spec.id)
      if (!known) return { jobs: [...jobs, job].sort(latestFirst) }
      return { jobs: jobs.map((other) => (other === known ? newer(known, job) : other)) }
    }),
}))

/** Without the stages of those that are in the list themselves: a round speaks for its stages. */
export const apart = (jobs: readonly JobView[]): JobView[] => {
  const ids = new Set(jobs.map(({ spec }) => spec.id))
  return jobs.filter(({ spec }) => spec.parent === undefined || !ids.has(spec.parent))
}

/** The stage that a round is at, if it is at one. */
export const stageOf = (jobs: readonly JobView[] | undefined, { spec }: JobView): JobView | undefined =>
  jobs?.find((job) => job.spec.parent === spec.id && !isFinished(job.state))

export const liveJobs = (jobs: readonly JobView[] = []): JobView[] =>
  jobs.filter((job) => isLive(job.state) || job.state.name === 'queued')

/** Jobs that stand still until somebody acts. */
export const waitingForYou = (jobs: readonly JobView[] = []): JobView[] =>
  jobs.filter(
    ({ state }) => state.name === 'failed' || (state.name === 'paused' && state.pause?.reason !== 'user'),
  )
