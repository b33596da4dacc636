/** The one sensible thing to do next, for the state of a project. */
import { isLive } from '../job/fold.ts'
import type { PauseReason } from '../job/job.ts'
import type { JobView } from '../job/view.ts'

export interface ProjectFacts {
  readonly counts: {
    readonly toolSets: number
    readonly dialogs: number
    readonly datasets: number
  }
  /** Latest first; stages of rounds among them. */
  readonly jobs: readonly JobView[]
  /** Of the latest round's label court, once there is one. */
  readonly court?: {
    readonly round: number
    readonly verdicts: number
    /** Samples on which a person gave a word. */
    readonly words: number
  }
}

/** Below, a set of samples would be too small to be split and to learn from. */
export const FEW_DIALOGS = 20

/** Why a job stands still that nobody told to. */
type Fault = Exclude<PauseReason, 'user' | 'pilot'>

export type NextStep =
  | {
      readonly act: 'repair'
      readonly job: JobView
      readonly because: Fault | 'failed'
    }
  | { readonly act: 'watch'; readonly job: JobView; readonly what: 'train' | 'round' | 'simulate' | 'other' }
  | { readonly act: 'estimate' | 'resume' | 'retry'; readonly job: JobView }
  | { readonly act: 'court'; readonly round: number; readonly verdicts: number }
  /** There are some, too few to learn from. */
  | { readonly act: 'simulateMore'; readonly dialogs: number }
  | { readonly act: 'import' | 'simulate' | 'prepare' | 'round' | 'nextRound' }

/** A round speaks for its stages. */
function apart(jobs: readonly JobView[]): JobView[] {
  const ids = new Set(jobs.map(({ spec }) => spec.id))
  return jobs.filter(({ spec }) => spec.parent === undefined || !ids.has(spec.parent))
}

const WATCHED = ['train', 'round', 'simulate'] as const

/** What stands still because something is wrong comes before everything else: it waits for the user. */
function repair(jobs: readonly JobView[]): NextStep | undefined {
  for (const job of jobs) {
    const { name, pause } = job.state
    if (name === 'failed') return { act: 'repair', job, because: 'failed' }
    if (name !== 'paused' || pause === undefined || pause.reason === 'user') continue
    if (pause.reason === 'pilot') return { act: 'estimate', job }
    return { act: 'repair', job, because: pause.reason }
  }
  return undefined
}

/** Of what runs, the training first: a round's training is looked at as a training. */
function watch(jobs: readonly JobView[]): NextStep | undefined {
  const live = jobs.filter(({ state }) => isLive(state) || state.name === 'queued')
  for (const kind of WATCHED) {
    const job = live.find(({ spec }) => spec.kind === kind)
    if (job) return { act: 'watch', job, what: kind }
  }
  return live[0] && { act: 'watch', job: live[0], what: 'other' }
}

/** Faults of dialogs can be retried; what a stage of a round failed at is the round's business. */
function retry(jobs: readonly JobView[]): NextStep | undefined {
  const job = jobs.find(
    ({ spec, state, counts }) => spec.kind === 'simulate' && state.name === 'done' && counts.failed > 0,
  )
  return job && { act: 'retry', job }
}

/** The way of a project from tools to rounds, one thing after the other. */
function onward({ counts, jobs, court }: ProjectFacts): NextStep {
  if (counts.toolSets === 0) return { act: 'import' }
  if (counts.dialogs === 0) return retry(jobs) ?? { act: 'simulate' }
  if (counts.datasets === 0)
    return counts.dialogs < FEW_DIALOGS
      ? { act: 'simulateMore', dialogs: counts.dialogs }
      : { act: 'prepare' }
  if (court && court.verdicts > 0 && court.words === 0)
    return { act: 'court', round: court.round, verdicts: court.verdicts }
  const made = jobs.some(({ spec, state }) => spec.kind === 'round' && state.name === 'done')
  return { act: made ? 'nextRound' : 'round' }
}

/**
 * @returns in this order: what stands still and why; what runs; what the user paused; then the next thing on the way
 * from tools to dialogs to samples to rounds, with a label court that nobody has looked at before the next round
 */
export function nextStep(facts: ProjectFacts): NextStep {
  const jobs = apart(facts.jobs)
  const paused = jobs.find(({ state }) => state.name === 'paused')
  return repair(jobs) ?? watch(facts.jobs) ?? (paused ? { act: 'resume', job: paused } : onward(facts))
}
