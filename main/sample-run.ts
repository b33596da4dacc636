/**
 * The sample project's loop, driven by nothing but the contract's calls: `npm start -- --sample` makes them inside
 * the real window's page, so that preload, door, engine and the screens that listen are all part of the run. What is
 * there already is not done again: a run on an existing project resumes.
 */
import type { CallInput, CallName, CallOutput } from '#core/contract/index.ts'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import { Failure } from '#core/failure/failure.ts'
import type { ItemCounts } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'

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

export interface SampleCounts {
  readonly toolSets: number
  readonly tools: number
  readonly rounds: number
  readonly dialogs: ItemCounts
  /** Counters of the simulate jobs by name, e.g. `turn.agreed`. */
  readonly counters: Readonly<Record<string, number>>
  readonly datasets: number
  readonly samples: { readonly train: number; readonly test: number }
  readonly refused: Readonly<Record<string, number>>
}

/** @throws Error when a job does not end as done, items of it failed, or its counts do not add up */
export async function runSample(call: Call, options: SampleOptions): Promise<SampleCounts> {
  const project = await call('project.openSample')
  options.say(`project: ${project.folder}`)
  const [toolSet] = await call('toolSet.list')
  if (!toolSet) throw new Error('the sample project has no tool set')
  for (let round = 1; round <= options.rounds; round++) {
    const simulated = await jobOfRound(call, options, 'simulate', round, () =>
      call('simulate.start', {
        settings: { ...DEFAULT_SIMULATE, toolSetId: toolSet.id, count: options.dialogs, seed: round },
      }),
    )
    await jobOfRound(call, options, 'prepare', round, () =>
      call('prepare.start', { name: `Round ${round}`, jobs: [simulated.spec.id] }),
    )
  }
  return countSample(call, options.rounds)
}

/** The round's job of a kind: the one that is there, resumed when it stands still, or a new one; then waited for. */
async function jobOfRound(
  call: Call,
  options: SampleOptions,
  kind: string,
  round: number,
  start: () => Promise<{ id: string }>,
): Promise<JobView> {
  const there = (await jobsOf(call, kind))[round - 1]
  if (there?.state.name === 'paused') await call('job.resume', { id: there.spec.id })
  const id = there?.spec.id ?? (await start()).id
  let job = await call('job.get', { id })
  while (!STANDING.has(job.state.name)) {
    await options.pause()
    job = await call('job.get', { id })
  }
  const { planned, waiting, done, dropped, failed } = job.counts
  options.say(
    `round ${round}, ${kind}: ${job.state.name}; ${planned} planned = ${waiting} waiting + ${done} done + ${dropped} dropped + ${failed} failed`,
  )
  if (job.state.name !== 'done')
    throw new Failure(
      'job.unfinished',
      { kind, state: job.state.name, failed: job.counts.failed },
      job.state.pause?.reason,
    )
  if (planned !== waiting + done + dropped + failed) throw new Error(`the counts of job ${id} do not add up`)
  // Dropping a dialog belongs to the method; failing, or nothing at all, does not.
  if (failed > 0 || done === 0) throw new Error(`${kind}, round ${round}: ${await reasons(call, id)}`)
  return job
}

async function reasons(call: Call, id: string): Promise<string> {
  const groups = await call('job.outcomes', { id })
  const words = groups.map(
    ({ state, reason, count, example }) => `${count} ${state} (${reason}: ${example.detail})`,
  )
  return words.join('; ') || 'nothing was done'
}

const STANDING: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled', 'paused'])

async function jobsOf(call: Call, kind: string): Promise<JobView[]> {
  const jobs = (await call('job.list')).filter((job) => job.spec.kind === kind)
  return jobs.sort((a, b) => (a.spec.createdAt < b.spec.createdAt ? -1 : 1))
}

async function countSample(call: Call, rounds: number): Promise<SampleCounts> {
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
