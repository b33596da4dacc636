/**
 * The sample project's loop, driven by nothing but the contract's calls: `npm start -- --sample` makes them inside
 * the real window's page, so that preload, door, engine and the screens that listen are all part of the run. What is
 * there already is not done again: a run on an existing project resumes.
 */
import type { CallInput, CallName, CallOutput } from '#core/contract/index.ts'
import type { Board } from '#core/contract/round-views.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import { Failure } from '#core/failure/failure.ts'
import type { ItemCounts } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import type { PracticeReport } from '#core/practice/report.ts'
import { type BoardCell, cellBalances } from '#core/round/board.ts'
import { flowBalances } from '#core/round/flow.ts'
import type { RoundStage } from '#core/round/round-plan.ts'
import type { Player } from '#core/round/round-settings.ts'

export type Call = <C extends CallName>(
  name: C,
  ...input: undefined extends CallInput<C> ? [] : [CallInput<C>]
) => Promise<CallOutput<C>>

export interface SampleOptions {
  readonly rounds: number
  /** Dialogs of one round. */
  readonly dialogs: number
  /** One line of progress. */
  say(line: string): void
  /** Resolves a little later; how often a running job is looked at. */
  pause(): Promise<void>
}

/** What goes in and comes out of one stage. */
type StageCounts = Pick<BoardCell, 'in' | 'out' | 'dropped' | 'failed' | 'waiting'>

export interface SampleRound {
  readonly round: number
  readonly heldOutAccuracy: number
  readonly heldOutCount: number
  readonly counts: Readonly<Partial<Record<RoundStage, StageCounts>>>
  /** What was planted, and what probe and court found of it. */
  readonly planted: PracticeReport
}

export interface SampleCounts {
  readonly toolSets: number
  readonly tools: number
  readonly rounds: readonly SampleRound[]
  readonly dialogs: ItemCounts
  /** Counters of the simulate jobs by name, e.g. `turn.agreed`. */
  readonly counters: Readonly<Record<string, number>>
  readonly datasets: number
  readonly samples: { readonly train: number; readonly test: number }
  readonly refused: Readonly<Record<string, number>>
}

/** Labels that are planted wrong on purpose, so that the court has something to find. */
const WRONG_LABELS = 0.1

const STAGES: RoundStage[] = ['simulate', 'prepare', 'compose', 'evaluate', 'probe', 'judge', 'expand']

/** Practice roles, with how often each is right. */
const ROLES = {
  policy: { kind: 'practice', accuracy: 0.7 },
  judges: [{ kind: 'practice', accuracy: 0.9 }],
  expander: { kind: 'practice', accuracy: 0.9 },
  checker: { kind: 'practice', accuracy: 0.9 },
} satisfies Record<string, Player | Player[]>

/** @throws Error when a round does not end as done, items of it failed, or sums do not balance */
export async function runSample(call: Call, options: SampleOptions): Promise<SampleCounts> {
  const project = await call('project.openSample')
  options.say(`project: ${project.folder}`)
  const [toolSet] = await call('toolSet.list')
  if (!toolSet) throw new Error('the sample project has no tool set')
  const rounds: SampleRound[] = []
  for (let round = 1; round <= options.rounds; round++) {
    await makeRound(call, options, round, toolSet.id)
    rounds.push(await tellRound(call, options, round))
  }
  return countSample(call, rounds)
}

const simulateSettings = (toolSetId: string, count: number, seed: number): SimulateSettings => ({
  ...DEFAULT_SIMULATE,
  toolSetId,
  count,
  seed,
  players: { kind: 'practice', wrongVotes: 0.05, wrongLabels: WRONG_LABELS },
})

/** The round's job: the one that is there, resumed when it stands still, or a new one; then waited for. */
async function makeRound(
  call: Call,
  options: SampleOptions,
  round: number,
  toolSetId: string,
): Promise<void> {
  const there = (await call('job.list')).find(
    ({ spec, state }) =>
      spec.kind === 'round' && spec.inputs.round === String(round) && state.name !== 'cancelled',
  )
  if (there?.moves.includes('resume')) await call('job.resume', { id: there.spec.id })
  const settings = {
    ...{ round, stages: STAGES, roles: ROLES },
    simulate: simulateSettings(toolSetId, options.dialogs, round),
  }
  const id = there?.spec.id ?? (await call('round.start', { settings })).id
  const said = new Set<string>()
  let job = await call('job.get', { id })
  for (;;) {
    sayStages(await call('round.board'), options, round, said)
    if (STANDING.has(job.state.name)) break
    await options.pause()
    job = await call('job.get', { id })
  }
  await expectDone(call, job)
}

const STANDING: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled', 'paused'])

/** Says every stage once it is done. */
function sayStages(board: Board, options: SampleOptions, round: number, said: Set<string>): void {
  for (const cell of board.cells) {
    if (cell.round !== round || cell.state !== 'done' || said.has(cell.stage)) continue
    said.add(cell.stage)
    options.say(
      `round ${round}, ${cell.stage}: done; ${cell.in} in = ${cell.waiting} waiting + ${cell.out} out + ${cell.dropped} dropped + ${cell.failed} failed`,
    )
  }
}

async function expectDone(call: Call, job: JobView): Promise<void> {
  if (job.state.name === 'done') return
  const why = [job.state.pause?.reason, job.state.pause?.detail, job.state.failure].filter(Boolean).join(' ')
  const { kind } = job.spec
  throw new Failure(
    'job.unfinished',
    { kind, state: job.state.name, failed: job.counts.failed },
    why || (await reasons(call, job.spec.id)),
  )
}

async function reasons(call: Call, id: string): Promise<string> {
  const groups = await call('job.outcomes', { id })
  const words = groups.map(
    ({ state, reason, count, example }) => `${count} ${state} (${reason}: ${example.detail})`,
  )
  return words.join('; ') || 'nothing was done'
}

const percent = ({ right, total }: { readonly right: number; readonly total: number }): string =>
  total === 0 ? 'none' : `${right} of ${total} (${Math.round((100 * right) / total)} %)`

/** A round's counts, checked, and what was planted against what was found. */
async function tellRound(call: Call, options: SampleOptions, round: number): Promise<SampleRound> {
  const board = await call('round.board')
  const cells = board.cells.filter((cell) => cell.round === round)
  await expectBalance(call, round, cells)
  const planted = await call('round.planted', { round })
  const heldOut = board.columns.find((column) => column.round === round)?.heldOut
  const { samples, heard, found, accused, policy, votes, court } = planted
  options.say(
    `round ${round}: ${planted.planted} of ${samples} labels planted wrong, ${heard} came before the court, ${found} found; ` +
      `${accused} right ones accused; policy right ${percent(policy)}, votes ${percent(votes)}, verdicts ${percent(court)}; ` +
      `held out ${percent(heldOut ?? { right: 0, total: 0 })}`,
  )
  return {
    round,
    heldOutAccuracy: heldOut === undefined || heldOut.total === 0 ? 0 : heldOut.right / heldOut.total,
    heldOutCount: heldOut?.total ?? 0,
    counts: Object.fromEntries(
      cells.map(({ stage, in: taken, out, dropped, failed, waiting }) => [
        stage,
        { in: taken, out, dropped, failed, waiting },
      ]),
    ),
    planted,
  }
}

/** @throws Error where a stage or the flow of samples does not add up, or items failed that must not */
async function expectBalance(call: Call, round: number, cells: readonly BoardCell[]): Promise<void> {
  for (const cell of cells) {
    if (!cellBalances(cell)) throw new Error(`round ${round}, ${cell.stage}: the counts do not add up`)
    // A sample on which the votes do not agree is unjudged; nothing else may fail. Dropping belongs to the method.
    const fails = cell.stage !== 'judge' && cell.failed > 0
    if (cell.job !== undefined && (fails || (cell.out === 0 && cell.stage === 'compose')))
      throw new Error(`round ${round}, ${cell.stage}: ${await reasons(call, cell.job)}`)
  }
  const flow = await call('round.flow', { round })
  const probed = cells.find(({ stage }) => stage === 'probe')?.in
  if (!flowBalances(flow) || (probed !== undefined && probed !== flow.total))
    throw new Error(`round ${round}: the flow of ${flow.total} samples does not add up`)
}

const jobsOf = async (call: Call, kind: string): Promise<JobView[]> =>
  (await call('job.list')).filter((job) => job.spec.kind === kind)

async function countSample(call: Call, rounds: readonly SampleRound[]): Promise<SampleCounts> {
  const toolSets = await call('toolSet.list')
  const simulated = await jobsOf(call, 'simulate')
  const datasets = await call('dataset.list')
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  const dialogs = (of: keyof ItemCounts): number => sum(simulated.map((job) => job.counts[of]))
  return {
    toolSets: toolSets.length,
    tools: sum(toolSets.map((set) => set.toolCount)),
    rounds,
    dialogs: {
      planned: dialogs('planned'),
      waiting: dialogs('waiting'),
      done: dialogs('done'),
      dropped: dialogs('dropped'),
      failed: dialogs('failed'),
    },
    counters: addUp(simulated.map((job) => job.counters)),
    datasets: datasets.length,
    samples: {
      train: sum(datasets.map((dataset) => dataset.counts.train)),
      test: sum(datasets.map((dataset) => dataset.counts.test)),
    },
    refused: addUp(datasets.map((dataset) => dataset.counts.refused)),
  }
}

function addUp(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const one of all)
    for (const [name, count] of Object.entries(one)) total[name] = (total[name] ?? 0) + count
  return total
}
