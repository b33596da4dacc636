/** Which jobs make up each round: the latest of every stage that were made from one another. */
import type { JobStateName } from '../job/job.ts'
import { ROUND_STAGES, type RoundStage } from './round-plan.ts'
import type { ComposeSettings } from './settings.ts'

/** A job of a stage, as far as its place in the rounds goes. */
export interface StageJob {
  readonly id: string
  readonly stage: RoundStage
  readonly state: JobStateName
  /** Of a compose job: what it was put together from. */
  readonly compose?: Pick<ComposeSettings, 'round' | 'trained' | 'probe' | 'judge' | 'expand'>
  /** What it read: a dataset, and the jobs before it. */
  readonly dataset?: string
  readonly probe?: string
  readonly judge?: string
  /** Of a stage that reads no round's set (simulate, prepare): the round that it was run for. */
  readonly round?: number
  /** Another attempt took its place. */
  readonly replaced?: boolean
}

/** What stands now of one round. */
export interface RoundJobs {
  readonly round: number
  /** The set that its compose job makes; it exists once that job is done. */
  readonly dataset: string
  readonly jobs: Readonly<Partial<Record<RoundStage, string>>>
}

const DATASET = 'dataset-'

/** Id of the dataset that a job makes: one a job, known before it is made. */
export const datasetIdOf = (job: string): string => `${DATASET}${job}`

/** The job that made a dataset; undefined where the name is no dataset's. */
export const jobOfDataset = (name: string): string | undefined =>
  name.startsWith(DATASET) ? name.slice(DATASET.length) : undefined

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])

/** The latest that was not cancelled; where all were, the latest, so that it can be seen. */
const latest = (jobs: readonly StageJob[]): StageJob | undefined =>
  jobs.findLast(({ state }) => state !== 'cancelled') ?? jobs.at(-1)

/** A set stands while what it was put together from stands: all of the round before, and every set trained on. */
function standsOn(job: StageJob, before: RoundJobs | undefined, trained: readonly string[]): boolean {
  const { compose } = job
  if (compose === undefined) return false
  if (before === undefined) return true
  const { probe, judge, expand } = before.jobs
  return (
    sameList(compose.trained, trained) &&
    (compose.probe === undefined || compose.probe === probe) &&
    (compose.judge === undefined || compose.judge === judge) &&
    (compose.expand === undefined || compose.expand === expand)
  )
}

const READS: readonly RoundStage[] = ['train', 'evaluate', 'probe', 'judge', 'expand']

function stagesOver(
  dataset: string,
  round: number,
  jobs: readonly StageJob[],
): Partial<Record<RoundStage, string>> {
  const found: Partial<Record<RoundStage, string>> = {}
  for (const stage of ROUND_STAGES) {
    const mine = jobs.filter((job) => {
      if (job.stage !== stage) return false
      if (!READS.includes(stage)) return job.compose === undefined && job.round === round
      if (job.dataset !== dataset) return false
      if (stage === 'judge') return job.probe === found.probe
      return stage !== 'expand' || job.judge === found.judge
    })
    const one = latest(mine)
    if (one !== undefined) found[stage] = one.id
  }
  return found
}

/**
 * The rounds as they stand, from round 1 on without a gap. A job whose inputs were made anew no longer counts, nor
 * does anything made from it: its records stay, and nobody reads them for a round.
 *
 * @param all oldest first
 */
export function currentRounds(all: readonly StageJob[]): RoundJobs[] {
  const jobs = all.filter(({ replaced }) => replaced !== true)
  const rounds: RoundJobs[] = []
  const trained: string[] = []
  for (let round = 1; ; round++) {
    const composed = latest(
      jobs.filter((job) => job.compose?.round === round && standsOn(job, rounds.at(-1), trained)),
    )
    if (composed === undefined) return rounds
    const dataset = datasetIdOf(composed.id)
    const stages = stagesOver(dataset, round, jobs)
    rounds.push({ round, dataset, jobs: { ...stages, compose: composed.id } })
    trained.push(dataset)
  }
}
