/**
 * The sample project's rounds, driven by nothing but the contract's calls: `npm start -- --sample` makes them inside
 * the real window's page, so that preload, door, engine and the screens that listen are all part of the run. Practice
 * roles play everybody but the policy; the policy is the small one, and learns. What is there already is not done
 * again: a run on an existing project resumes.
 */
import type { CallInput, CallName, CallOutput } from '#core/contract/index.ts'
import type { RoundColumn } from '#core/contract/round-views.ts'
import { Failure } from '#core/failure/failure.ts'
import type { ItemCounts } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { type SampleSize, sampleRound } from '#core/nano/sample-round.ts'
import { SMALL_TOOL_SET } from '#core/nano/sample-settings.ts'
import type { BoardCell } from '#core/round/board.ts'

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

/** A round as it came out; the first of a list is the base, before anything was trained. */
export interface SampleRound {
  /** Share of the held-out samples that the policy answers right, greedily, by the strict match. */
  readonly heldOutAccuracy: number | null
  readonly heldOutCount: number
  /** Mean reward over the first and the last five steps. */
  readonly reward: { readonly first: number | null; readonly last: number | null }
  /** In and out of every stage, by stage, and the counters of each that begin with its own words. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>
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

/** @throws Error when a round does not end as done, or its counts do not add up */
export async function runSample(call: Call, options: SampleOptions): Promise<SampleCounts> {
  const project = await call('project.openSample')
  options.say(`project: ${project.folder}`)
  const toolSet = (await call('toolSet.list')).find(({ name }) => name === SMALL_TOOL_SET)
  if (!toolSet) throw new Error('the sample project lacks its tool set')
  const rounds: SampleRound[] = []
  for (let round = 1; round <= options.rounds; round++) {
    const parent = await roundJob(call, options, round, toolSet.id)
    const made = await readRound(call, parent)
    if (round === 1) rounds.push(made.base)
    rounds.push(made.after)
    options.say(`round ${round}: ${JSON.stringify(made.after)}`)
  }
  return { ...(await countSample(call)), rounds }
}

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled', 'paused'])

/** The job of a round: the one that is there, gone on with when it stands still, or a new one; then waited for. */
async function roundJob(
  call: Call,
  options: SampleOptions,
  round: number,
  toolSetId: string,
): Promise<JobView> {
  const there = (await call('job.list')).find(
    ({ spec, state }) =>
      spec.kind === 'round' && spec.inputs.round === String(round) && state.name !== 'cancelled',
  )
  if (there?.moves.includes('resume')) await call('job.resume', { id: there.spec.id })
  const settings = sampleRound(options, round, toolSetId)
  const id = there?.spec.id ?? (await call('round.start', { settings })).id
  let told = ''
  for (;;) {
    const job = await call('job.get', { id })
    const stage = `round ${round}, ${job.inside?.unit ?? job.state.name}`
    if (stage !== told) options.say(stage)
    told = stage
    if (ENDED.has(job.state.name)) return expectDone(call, job)
    await options.pause()
  }
}

async function expectDone(call: Call, job: JobView): Promise<JobView> {
  const { state, spec, counts } = job
  const balanced = counts.planned === counts.waiting + counts.done + counts.dropped + counts.failed
  if (!balanced) throw new Error(`the counts of job ${spec.id} do not add up`)
  if (state.name === 'done') return job
  const values = { kind: spec.title, state: state.name, failed: counts.failed }
  const groups = await call('job.outcomes', { id: spec.id })
  const reasons = groups.map(({ reason, example }) => `${reason}: ${example.detail}`)
  throw new Failure(
    'job.unfinished',
    values,
    [state.pause?.reason, state.pause?.detail, state.failure, ...reasons].filter(Boolean).join(' '),
  )
}

async function readRound(call: Call, parent: JobView): Promise<{ base: SampleRound; after: SampleRound }> {
  const board = await call('round.board')
  const column = board.columns.find(({ job }) => job === parent.spec.id)
  if (!column) throw new Error('the board lacks a round that is done')
  const cells = board.cells.filter(({ round }) => round === column.round)
  const run = cells.find(({ stage }) => stage === 'train')?.job ?? ''
  const { events } = await call('training.run', { id: run })
  const before = events.find((event) => event.type === 'validation' && event.step === 0)
  const base = before?.type === 'validation' ? before : undefined
  return {
    base: {
      ...accuracyOf(base),
      reward: { first: null, last: null },
      counts: {},
    },
    after: {
      ...accuracyOf(column.heldOut),
      reward: await rewardOf(call, run),
      counts: await countsOf(call, column, cells),
    },
  }
}

const accuracyOf = (rate: RoundColumn['heldOut'] | { right: number; total: number } | undefined) => ({
  heldOutAccuracy: rate === undefined || rate.total === 0 ? null : rate.right / rate.total,
  heldOutCount: rate?.total ?? 0,
})

async function rewardOf(call: Call, run: string): Promise<SampleRound['reward']> {
  const rewards = new Map<number, number>()
  let after: string | undefined
  for (let more = true; more; ) {
    const page = await call('training.points', { id: run, ...(after === undefined ? {} : { after }) })
    const column = page.names.indexOf('reward/mean')
    const rows = page.steps.length
    page.steps.forEach((step, row) => {
      const value = page.values[column * rows + row]
      if (column >= 0 && value !== undefined && !Number.isNaN(value)) rewards.set(step, value)
    })
    after = page.cursor
    more = page.more
  }
  const inOrder = [...rewards].sort(([a], [b]) => a - b).map(([, value]) => value)
  return { first: mean(inOrder.slice(0, MEAN_OF)), last: mean(inOrder.slice(-MEAN_OF)) }
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** Counters that tell of samples; tokens and items stand in the cells already. */
const TOLD = /^(?:pool|refused|probe|verdict|keep|expand|samples|training)\./

async function countsOf(
  call: Call,
  column: RoundColumn,
  cells: readonly BoardCell[],
): Promise<SampleRound['counts']> {
  const counts: Record<string, Record<string, number>> = {}
  for (const { stage, job, in: taken, out, dropped, failed, tokens } of cells) {
    const { counters } = job === undefined ? { counters: {} } : await call('job.get', { id: job })
    const told = Object.entries(counters).filter(([name]) => TOLD.test(name))
    counts[stage] = { in: taken, out, dropped, failed, tokens, ...Object.fromEntries(told) }
  }
  return { ...counts, set: { samples: column.samples ?? 0 } }
}

async function countSample(call: Call): Promise<Omit<SampleCounts, 'rounds'>> {
  const toolSets = await call('toolSet.list')
  const simulated = (await call('job.list')).filter((job) => job.spec.kind === 'simulate')
  const datasets = await call('dataset.list')
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  const dialogs = (of: keyof ItemCounts): number => sum(simulated.map((job) => job.counts[of]))
  return {
    toolSets: toolSets.length,
    tools: sum(toolSets.map((set) => set.toolCount)),
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
