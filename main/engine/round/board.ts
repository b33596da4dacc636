/** The board: every round's stages with what went in and out, from the jobs' counters alone. */
import type { Board, RoundColumn } from '#core/contract/round-views.ts'
import { ranMs } from '#core/job/fold.ts'
import type { JobStateName } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { type Rate, wilson } from '#core/judge/wilson.ts'
import { type BoardSource, boardOf } from '#core/round/board.ts'
import type { RoundJobs } from '#core/round/lineage.ts'
import { ROUND_STAGES, type RoundStage } from '#core/round/round-plan.ts'
import type { RoundHost } from './round-host.ts'
import {
  freshDatasets,
  openParent,
  parentOfRound,
  type RoundIndex,
  type RoundParent,
  readRounds,
} from './round-index.ts'
import { canRun } from './stage-specs.ts'

const sum = (counters: Readonly<Record<string, number>>, prefix: string): number =>
  Object.entries(counters).reduce((all, [name, n]) => (name.startsWith(prefix) ? all + n : all), 0)

/** Stages with a single item tell of samples in their counters. */
function samplesOf(stage: RoundStage, { counters, state }: JobView): BoardSource['samples'] {
  if (state.name !== 'done' || (stage !== 'compose' && stage !== 'prepare')) return undefined
  const heldOut = counters['samples.test'] ?? 0
  const out = (counters['samples.train'] ?? 0) + heldOut
  // What sets of earlier programs do not tell is what they left out for want of places.
  const offered = counters['samples.in'] ?? out + sum(counters, 'refused.')
  return { in: Math.max(out, offered), out, heldOut }
}

interface Column {
  readonly round: number
  readonly jobs: Readonly<Partial<Record<RoundStage, string>>>
  readonly dataset?: string
  readonly parent?: RoundParent
}

/** Rounds that have a set, and the one that is still on its way to it. */
function columnsOf(index: RoundIndex): Column[] {
  const columns = index.rounds.map((round: RoundJobs): Column => {
    const parent = parentOfRound(index, round.round)
    return { ...round, ...(parent === undefined ? {} : { parent }) }
  })
  const open = openParent(index)
  if (open === undefined || columns.some(({ round }) => round === open.settings.round)) return columns
  const started = open.children.filter(({ job }) => index.views.has(job))
  const jobs = Object.fromEntries(started.map(({ stage, job }) => [stage, job]))
  return [...columns, { round: open.settings.round, jobs, parent: open }]
}

/** Stages that have a job, and those that the round's parent will come to. */
function sourcesOf(index: RoundIndex, { round, jobs, parent }: Column, now: string): BoardSource[] {
  const planned = new Set(parent?.children.map(({ stage }) => stage))
  return ROUND_STAGES.flatMap((stage): BoardSource[] => {
    const view = index.views.get(jobs[stage] ?? '')
    if (view === undefined) return planned.has(stage) ? [{ round, stage }] : []
    const samples = samplesOf(stage, view)
    return [{ round, stage, view, ms: ranMs(view.state, now), ...(samples && { samples }) }]
  })
}

/** Right answers to held-out samples by the strict match, of those that were answered. */
function heldOutOf(view: JobView | undefined): Rate | undefined {
  if (view === undefined || view.counts.done === 0) return undefined
  return wilson(view.counters['probe.match'] ?? 0, view.counts.done)
}

const isScriptedRole = (view: JobView | undefined, role: 'policy' | 'judge'): boolean =>
  view?.spec.roles[role]?.some(({ scripted }) => scripted) ?? false

/** A round without a parent is as far as its last stage. */
function stateOf(index: RoundIndex, { jobs, parent }: Column): JobStateName | 'idle' {
  if (parent !== undefined) return parent.view.state.name
  const last = ROUND_STAGES.findLast((stage) => index.views.has(jobs[stage] ?? ''))
  return index.views.get(last === undefined ? '' : (jobs[last] ?? ''))?.state.name ?? 'idle'
}

function columnOf(index: RoundIndex, column: Column): RoundColumn {
  const { round, jobs, parent } = column
  const dataset = index.datasets.find(({ id }) => id === column.dataset)
  const heldOut = heldOutOf(index.views.get(jobs.evaluate ?? ''))
  const [probe, judge] = [index.views.get(jobs.probe ?? ''), index.views.get(jobs.judge ?? '')]
  return {
    round,
    ...(parent === undefined ? {} : { job: parent.view.spec.id }),
    state: stateOf(index, column),
    ...(dataset === undefined ? {} : { dataset: dataset.id, samples: dataset.counts.train }),
    ...(heldOut === undefined ? {} : { heldOut }),
    scripted: isScriptedRole(probe, 'policy') || isScriptedRole(judge, 'judge'),
  }
}

/** At most so many of the prepared samples were trained on by nobody: the same one may stand in two datasets. */
function freshCount(index: RoundIndex): number {
  const prepared = freshDatasets(index).reduce((all, { counts }) => all + counts.train + counts.test, 0)
  const used = index.rounds.reduce((all, { round, jobs }) => {
    const counters = index.views.get(jobs.compose ?? '')?.counters ?? {}
    return all + (counters['pool.fresh'] ?? 0) + (round === 1 ? (counters['samples.test'] ?? 0) : 0)
  }, 0)
  return Math.max(0, prepared - used)
}

/** The next round to start, counted from the last one that has its set. */
export function nextRoundOf(index: RoundIndex): number {
  const last = index.rounds.at(-1)
  const composed = last && index.datasets.some(({ id }) => id === last.dataset)
  return index.rounds.length + (last === undefined || composed ? 1 : 0)
}

/** From jobs and counters; no sample is read, however large the rounds are. */
export async function readBoard(host: RoundHost): Promise<Board> {
  const index = await readRounds(host)
  const columns = columnsOf(index)
  return {
    columns: columns.map((column) => columnOf(index, column)),
    cells: boardOf(columns.flatMap((column) => sourcesOf(index, column, host.now()))),
    next: {
      round: nextRoundOf(index),
      fresh: freshDatasets(index).map(({ id }) => id),
      freshSamples: freshCount(index),
      stages: ROUND_STAGES.filter(canRun),
      ...(openParent(index) === undefined ? {} : { blocked: 'round.unfinished' }),
    },
  }
}
