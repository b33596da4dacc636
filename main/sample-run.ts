/**
 * The sample project's loop, driven by nothing but the contract's calls: `npm start -- --sample` makes them inside
 * the real window's page, so that preload, door, engine and the screens that listen are all part of the run. Practice
 * roles play everybody but the policy; the policy is the small one, and learns. What is there already is not done
 * again: a run on an existing project resumes.
 */
import type { CallInput, CallName, CallOutput } from '#core/contract/index.ts'
import type { Board } from '#core/contract/round-views.ts'
import { Failure } from '#core/failure/failure.ts'
import type { ItemCounts } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { type SampleSize, sampleRound } from '#core/nano/sample-round.ts'
import { SMALL_TOOL_SET } from '#core/nano/sample-settings.ts'
import type { PracticeReport } from '#core/practice/report.ts'
import { type BoardCell, cellBalances } from '#core/round/board.ts'
import { flowBalances } from '#core/round/flow.ts'
import type { RoundStage } from '#core/round/round-plan.ts'

export type Call = <C extends CallName>(
  name: C,
  ...input: undefined extends CallInput<C> ? [] : [CallInput<C>]
) => Promise<CallOutput<C>>

export interface SampleOptions extends SampleSize {
  /** One line of progress. */
  say(line: string): void
  /** Resolves a little later; how often a running job is looked at. */
  pause(): Promise<void>
}

/** What goes in and comes out of one stage. */
type StageCounts = Pick<BoardCell, 'in' | 'out' | 'dropped' | 'failed' | 'waiting'>

/** The policy on the held-out samples: greedy, by the strict match. */
interface HeldOutAccuracy {
  /** Null where nothing was measured. */
  readonly heldOutAccuracy: number | null
  readonly heldOutCount: number
}

/** Mean reward over the first and the last five steps of the round's training. */
interface RewardEnds {
  readonly first: number | null
  readonly last: number | null
}

export interface SampleRound extends HeldOutAccuracy {
  /** 0: the base, before anything was trained; it has neither reward nor counts. */
  readonly round: number
  readonly reward: RewardEnds
  readonly counts: Readonly<Partial<Record<RoundStage, StageCounts>>>
  /** What was planted, and what probe and court found of it. */
  readonly planted?: PracticeReport
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

/** Steps whose rewards are taken together. */
const MEAN_OF = 5

/** @throws Error when a round does not end as done, items of it failed, or sums do not balance */
export async function runSample(call: Call, options: SampleOptions): Promise<SampleCounts> {
  const project = await call('project.openSample')
  options.say(`project: ${project.folder}`)
  const toolSet = (await call('toolSet.list')).find(({ name }) => name === SMALL_TOOL_SET)
  if (!toolSet) throw new Error('the sample project lacks its tool set')
  const rounds: SampleRound[] = []
  for (let round = 1; round <= options.rounds; round++) {
    await makeRound(call, options, round, toolSet.id)
    if (round === 1) rounds.push(await tellBase(call, options))
    rounds.push(await tellRound(call, options, round))
  }
  return countSample(call, rounds)
}

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
  const settings = sampleRound(options, round, toolSetId)
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

const accuracyOf = (
  rate: { readonly right: number; readonly total: number } | undefined,
): HeldOutAccuracy => ({
  heldOutAccuracy: rate === undefined || rate.total === 0 ? null : rate.right / rate.total,
  heldOutCount: rate?.total ?? 0,
})

const trainingOf = (board: Board, round: number): string =>
  board.cells.find((cell) => cell.round === round && cell.stage === 'train')?.job ?? ''

/** The trainer of round 1 measured the base before its first step, on all that is held out. */
async function tellBase(call: Call, options: SampleOptions): Promise<SampleRound> {
  const { events } = await call('training.run', { id: trainingOf(await call('round.board'), 1) })
  const before = events.find((event) => event.type === 'validation' && event.step === 0)
  const base = before?.type === 'validation' ? before : undefined
  options.say(`base: held out ${percent(base ?? { right: 0, total: 0 })}`)
  return { round: 0, ...accuracyOf(base), reward: { first: null, last: null }, counts: {} }
}

async function rewardOf(call: Call, run: string): Promise<RewardEnds> {
  const rewards = new Map<number, number>()
  let after: string | undefined
  for (let more = true; more; ) {
    const page = await call('training.points', { id: run, ...(after === undefined ? {} : { after }) })
    const from = page.names.indexOf('reward/mean') * page.steps.length
    page.steps.forEach((step, row) => {
      const value = from < 0 ? undefined : page.values[from + row]
      if (value !== undefined && !Number.isNaN(value)) rewards.set(step, value)
    })
    after = page.cursor
    more = page.more
  }
  const inOrder = [...rewards].sort(([a], [b]) => a - b).map(([, value]) => value)
  return { first: mean(inOrder.slice(0, MEAN_OF)), last: mean(inOrder.slice(-MEAN_OF)) }
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** A round's counts, checked, and what was planted against what was found. */
async function tellRound(call: Call, options: SampleOptions, round: number): Promise<SampleRound> {
  const board = await call('round.board')
  const cells = board.cells.filter((cell) => cell.round === round)
  await expectBalance(call, round, cells)
  const planted = await call('round.planted', { round })
  const heldOut = board.columns.find((column) => column.round === round)?.heldOut
  const reward = await rewardOf(call, trainingOf(board, round))
  const { samples, heard, found, accused, policy, votes, court } = planted
  options.say(
    `round ${round}: ${planted.planted} of ${samples} labels planted wrong, ${heard} came before the court, ${found} found; ` +
      `${accused} right ones accused; policy right ${percent(policy)}, votes ${percent(votes)}, verdicts ${percent(court)}; ` +
      `reward ${reward.first?.toFixed(2)} to ${reward.last?.toFixed(2)}, held out ${percent(heldOut ?? { right: 0, total: 0 })}`,
  )
  return {
    round,
    ...accuracyOf(heldOut),
    reward,
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
