/** The board: rounds as columns, stages as rows, and in each cell what went in and what came out. */
import { spentIn, tokensOf } from '../job/budget.ts'
import type { JobStateName } from '../job/job.ts'
import type { JobView } from '../job/view.ts'
import { ROUND_STAGES, type RoundStage } from './round-plan.ts'

/** `in` = `out` + `dropped` + `failed` + `waiting`, always. */
export interface BoardCell {
  readonly round: number
  readonly stage: RoundStage
  /** `idle`: planned, no job yet. */
  readonly state: JobStateName | 'idle'
  readonly job?: string
  readonly in: number
  readonly out: number
  readonly dropped: number
  readonly failed: number
  readonly waiting: number
  /** Running time without pauses. */
  readonly ms: number
  readonly tokens: number
  /** Absent where nothing that was asked has a price. */
  readonly cost?: number
  /** Of those that came out: kept apart to measure with, and never trained on. */
  readonly heldOut?: number
}

/** What a stage of a round is made of. */
export interface BoardSource {
  readonly round: number
  readonly stage: RoundStage
  readonly view?: Pick<JobView, 'spec' | 'state' | 'counts' | 'counters'>
  /** Running time until now, for a job that runs; default: until its last stop. */
  readonly ms?: number
  /**
   * Samples that went in and came out, for a stage whose items are not samples (compose has a single one). `dropped`
   * follows as the rest.
   */
  readonly samples?: { readonly in: number; readonly out: number; readonly heldOut: number }
}

const EMPTY = { in: 0, out: 0, dropped: 0, failed: 0, waiting: 0, ms: 0, tokens: 0 }

export function cellOf({ round, stage, view, samples, ms }: BoardSource): BoardCell {
  if (view === undefined) return { round, stage, state: 'idle', ...EMPTY }
  const { counts, state, counters } = view
  const spent = spentIn(counters, 0)
  const moved =
    samples === undefined
      ? {
          in: counts.planned,
          out: counts.done,
          dropped: counts.dropped,
          failed: counts.failed,
          waiting: counts.waiting,
        }
      : {
          in: samples.in,
          out: samples.out,
          dropped: Math.max(0, samples.in - samples.out),
          failed: 0,
          waiting: 0,
        }
  return {
    round,
    stage,
    state: state.name,
    job: view.spec.id,
    ...moved,
    ms: ms ?? state.ranMs,
    tokens: tokensOf(spent),
    ...(spent.priced > 0 ? { cost: spent.money } : {}),
    ...(samples !== undefined && samples.heldOut > 0 ? { heldOut: samples.heldOut } : {}),
  }
}

/** Rounds ascending, stages in their order; a stage without a source is left out. */
export const boardOf = (sources: readonly BoardSource[]): BoardCell[] =>
  sources
    .map(cellOf)
    .sort((a, b) => a.round - b.round || ROUND_STAGES.indexOf(a.stage) - ROUND_STAGES.indexOf(b.stage))

export const cellBalances = (cell: BoardCell): boolean =>
  cell.in === cell.out + cell.dropped + cell.failed + cell.waiting
