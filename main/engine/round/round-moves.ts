/** Starting a round and doing part of one again. */
import type { RedoPlan } from '#core/contract/round-views.ts'
import { Failure } from '#core/failure/failure.ts'
import { budgetSchema } from '#core/job/budget.ts'
import { ranMs } from '#core/job/fold.ts'
import type { JobSpec } from '#core/job/job.ts'
import { expectReachable } from '#core/judge/vote.ts'
import { askedAddresses, playerOf, rolePlayers } from '#core/round/role-players.ts'
import { fromStage, missingStage, ROUND_STAGES, type RoundStage } from '#core/round/round-plan.ts'
import { type Player, type RoundSettings, roundSettingsSchema } from '#core/round/round-settings.ts'
import type { JobEngine } from '../job/job-engine.ts'
import type { SpecWish } from '../new-spec.ts'
import { dialogPlayers } from '../stage-wishes.ts'
import { nextRoundOf } from './board.ts'
import type { RoundHost } from './round-host.ts'
import {
  freshDatasets,
  openParent,
  parentOfRound,
  type RoundIndex,
  type RoundParent,
  readRounds,
} from './round-index.ts'
import { canRun, present } from './stage-specs.ts'

export interface RoundMoves {
  readonly host: RoundHost
  readonly jobs: Pick<JobEngine, 'again' | 'cancel' | 'retryStage'>
  /** Stores a new job and queues it. */
  start(wish: SpecWish): Promise<{ id: string }>
}

export interface RoundPlace {
  readonly round: number
  readonly stage: RoundStage
}

const stagesThere = (index: RoundIndex, round: number): RoundStage[] => {
  const jobs = index.rounds.find((one) => one.round === round)?.jobs ?? {}
  return ROUND_STAGES.filter((stage) => jobs[stage] !== undefined)
}

/** The next round, or stages that the latest one has not had. @throws Failure `round.order` */
function checkOrder(index: RoundIndex, { round, stages }: RoundSettings): void {
  const next = nextRoundOf(index)
  const last = index.rounds.at(-1)?.round
  const there = stagesThere(index, round)
  if (round === next || (round === last && !stages.some((stage) => there.includes(stage)))) return
  throw new Failure('round.order', { round, next })
}

/** Whoever is trained on a host must be who is asked afterwards. @throws Failure `round.trains*` */
function checkTraining({ round, stages, trainOn, roles: { policy } }: RoundSettings): void {
  if (!stages.includes('train')) return
  if (trainOn === undefined && policy.kind !== 'small') throw new Failure('round.trainsSmall', { round })
  if (trainOn !== undefined && policy.kind === 'practice')
    throw new Failure('round.trainsPractice', { round })
  if (trainOn !== undefined && policy.kind === 'small' && trainOn.layout !== 'small')
    throw new Failure('round.trainsOther', { round })
}

/** @throws Failure `judge.quorum`, `round.simulate`, `round.stage`, `round.needs`, `dataset.notFound` */
function checkStages(index: RoundIndex, settings: RoundSettings): void {
  const { round, stages, judge } = settings
  if (stages.includes('judge')) expectReachable(judge)
  checkTraining(settings)
  if (stages.includes('simulate') && settings.simulate === undefined) throw new Failure('round.simulate')
  const unknown = stages.find((stage) => !canRun(stage))
  if (unknown !== undefined) throw new Failure('round.stage', { round, stage: unknown })
  const prepares = stages.includes('prepare') || freshDatasets(index).length > 0
  if (stages.includes('compose') && round === 1 && !prepares)
    throw new Failure('dataset.notFound', {}, 'prepare samples first')
  const missing = missingStage(stages, stagesThere(index, round))
  if (missing !== undefined) throw new Failure('round.needs', { round, ...missing })
}

const roundWish = (settings: RoundSettings): SpecWish => ({
  kind: 'round',
  title: `Round ${settings.round}`,
  inputs: { round: String(settings.round) },
  roles: { ...rolePlayers(settings.roles), ...(settings.simulate ? dialogPlayers(settings.simulate) : {}) },
  settings,
  seed: settings.seed,
  budget: budgetSchema.parse(settings.stop),
  ...(settings.pilot === undefined ? {} : { pilot: settings.pilot }),
  concurrency: 1,
})

/** @throws Failure `round.unfinished`, `round.order`, `round.needs`, `judge.quorum`, `dataset.notFound` */
export async function startRound(moves: RoundMoves, settings: RoundSettings): Promise<{ id: string }> {
  const index = await readRounds(moves.host)
  if (openParent(index) !== undefined) throw new Failure('round.unfinished')
  checkOrder(index, settings)
  checkStages(index, settings)
  return moves.start(roundWish(settings))
}

/** What a redo would do again, and whether all that it reads is there. @throws Failure `round.*` */
async function lookBack(host: RoundHost, { round, stage }: RoundPlace) {
  const index = await readRounds(host)
  const here = index.rounds.find((one) => one.round === round)
  const parent = parentOfRound(index, round)
  const planned = parent?.children.map((child) => child.stage) ?? []
  const there = [...stagesThere(index, round), ...planned]
  if (here === undefined && parent === undefined) throw new Failure('round.notFound', { round })
  if (!there.includes(stage)) throw new Failure('round.stage', { round, stage })
  const composes = fromStage(there, stage).includes('compose')
  if (!composes && here !== undefined) present(host, index, round, here.dataset)
  return { index, parent, stages: fromStage(there, stage), jobs: here?.jobs ?? {} }
}

/** Addresses of all who play in some jobs, each once. */
const addressesAsked = (specs: readonly Pick<JobSpec, 'roles'>[]): string[] => [
  ...new Set(specs.flatMap(askedAddresses)),
]

export async function redoPlan(host: RoundHost, place: RoundPlace): Promise<RedoPlan> {
  const { index, parent, stages, jobs } = await lookBack(host, place)
  const { round } = place
  const again = stages.map((stage) => {
    const own = parent?.children.find((child) => child.stage === stage)?.job
    const view = index.views.get(jobs[stage] ?? own ?? '')
    const { counters = {} } = view ?? {}
    return {
      round,
      stage,
      // Stages with a single item tell of samples in their counters.
      items: counters['samples.in'] ?? view?.counts.planned ?? 0,
      tokens: (counters['usage.promptTokens'] ?? 0) + (counters['usage.completionTokens'] ?? 0),
      ms: view === undefined ? 0 : ranMs(view.state, host.now()),
    }
  })
  const later = index.rounds.map((one) => one.round).filter((other) => other > round)
  const specs = again.flatMap(({ stage }) => index.views.get(jobs[stage] ?? '')?.spec ?? [])
  return {
    ...place,
    again,
    urls: addressesAsked([...specs, ...(parent ? [parent.view.spec] : [])]),
    replaced: later,
  }
}

/** Settings for a round that no parent made: its own jobs' players, the usual numbers. */
function settingsFrom(index: RoundIndex, round: number, stages: readonly RoundStage[]): RoundSettings {
  const jobs = index.rounds.find((one) => one.round === round)?.jobs ?? {}
  const roleOf = (stage: RoundStage, role: 'policy' | 'judge' | 'expander' | 'checker'): Player[] =>
    (index.views.get(jobs[stage] ?? '')?.spec.roles[role] ?? []).map(playerOf)
  const practice: Player[] = [{ kind: 'practice' }]
  const or = (players: Player[]): Player[] => (players.length === 0 ? practice : players)
  return roundSettingsSchema.parse({
    round,
    stages,
    roles: {
      policy: or(roleOf('probe', 'policy'))[0],
      judges: or(roleOf('judge', 'judge')),
      expander: or(roleOf('expand', 'expander'))[0],
      checker: or(roleOf('expand', 'checker'))[0],
    },
  })
}

const covers = (parent: RoundParent, stages: readonly RoundStage[]): boolean =>
  stages.every((stage) => parent.children.some((child) => child.stage === stage))

/** Later rounds that still run or stand are cancelled, as what they read changes. @throws Failure `round.unfinished` */
async function endLater({ jobs }: RoundMoves, index: RoundIndex, round: number): Promise<void> {
  const open = index.parents.filter(({ view }) => view.moves.includes('cancel'))
  if (
    open.some(
      ({ view, settings }) =>
        settings.round <= round && view.state.name !== 'paused' && view.state.name !== 'failed',
    )
  )
    throw new Failure('round.unfinished')
  for (const { view, settings } of open) if (settings.round > round) await jobs.cancel(view.spec.id)
}

/** New attempts of a stage and those after it. */
export async function redo(moves: RoundMoves, place: RoundPlace): Promise<{ id: string }> {
  const { index, parent, stages } = await lookBack(moves.host, place)
  await endLater(moves, index, place.round)
  if (parent !== undefined && covers(parent, stages)) {
    await moves.jobs.again(parent.view.spec.id, place.stage)
    return { id: parent.view.spec.id }
  }
  return moves.start(roundWish(settingsFrom(index, place.round, stages)))
}

/** What failed in a stage's job is tried again; then what followed it in its round is done again. @throws Failure `round.*`, `job.move` */
export async function retryStage(
  moves: RoundMoves,
  job: string,
  reason: string | undefined,
): Promise<{ id: string }> {
  const index = await readRounds(moves.host)
  const parent = index.parents.find(({ children }) => children.some((child) => child.job === job))
  if (parent === undefined) throw new Failure('job.notFound', { id: job })
  await endLater(moves, index, parent.settings.round)
  const { id } = parent.view.spec
  await moves.jobs.retryStage(id, job, reason)
  return { id }
}
