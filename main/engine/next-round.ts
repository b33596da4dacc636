/** One round on from where the project stands: the latest round's set is probed, judged and expanded, then the next set is composed. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { expandSettingsSchema } from '#core/expand/settings.ts'
import { Failure } from '#core/failure/failure.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { judgeSettingsSchema } from '#core/judge/settings.ts'
import { probeSettingsSchema } from '#core/probe/settings.ts'
import { composeSettingsSchema } from '#core/round/settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { OpenProject } from './open-project.ts'
import { listDatasets } from './project/dataset-records.ts'

export interface RoundWish {
  /** Who plays policy, judge, expander and checker. */
  readonly roles: JobSpec['roles']
  /** One for all rounds: a practice policy knows the same samples only under the same seed. */
  readonly seed: number
  readonly appVersion: string
  readonly now: () => Date
}

export interface RoundDone {
  readonly round: number
  readonly dataset: Dataset
  /** In the order in which they ran; a job that was there already is among them. */
  readonly jobs: readonly JobView[]
}

type Kind = 'probe' | 'judge' | 'expand' | 'compose'

/** Jobs of a kind that are done, oldest first. */
async function jobsOf(project: OpenProject, kind: string): Promise<JobView[]> {
  return (await project.jobs.list()).filter((job) => job.spec.kind === kind).reverse()
}

/** Datasets made by jobs of a kind, oldest first. */
async function datasetsOf(project: OpenProject, kind: string): Promise<Dataset[]> {
  const jobs = new Set((await jobsOf(project, kind)).map((job) => job.spec.id))
  return (await listDatasets(project.folder.store)).filter((dataset) => jobs.has(dataset.job)).reverse()
}

/**
 * The stage's job over a dataset: the one that is there, gone on with when it stands still, or a new one; then waited
 * for.
 *
 * @throws Failure `job.unfinished`
 */
async function stage<S extends z.ZodType>(
  project: OpenProject,
  wish: RoundWish,
  kind: Kind,
  inputs: Readonly<Record<string, string>>,
  schema: S,
  raw: z.input<S>,
): Promise<JobView> {
  const there = (await jobsOf(project, kind)).find(
    (job) => JSON.stringify(job.spec.inputs) === JSON.stringify(inputs),
  )
  if (there?.moves.includes('resume')) await project.jobs.resume(there.spec.id)
  const id = there?.spec.id ?? randomUUID()
  if (!there) {
    const settings = schema.parse(raw) as { concurrency?: number }
    await project.jobs.start({
      id,
      kind,
      kindVersion: 1,
      title: kind,
      inputs,
      prompts: await project.promptHashes(),
      roles: wish.roles,
      settings,
      seed: wish.seed,
      budget: {},
      concurrency: settings.concurrency ?? 1,
      appVersion: wish.appVersion,
      createdAt: wish.now().toISOString(),
    })
  }
  const view = await project.jobs.settled(id)
  if (view.state.name !== 'done') {
    throw new Failure(
      'job.unfinished',
      { kind, state: view.state.name, failed: view.counts.failed },
      [view.state.pause?.detail, view.state.failure].filter(Boolean).join(' '),
    )
  }
  return view
}

/** @throws Failure `dataset.notFound` when nothing was prepared, `job.unfinished` when a stage stands still */
export async function nextRound(project: OpenProject, wish: RoundWish): Promise<RoundDone> {
  const fresh = (await datasetsOf(project, 'prepare')).map(({ id }) => id)
  const rounds = await datasetsOf(project, 'compose')
  const latest = rounds.at(-1)
  const first = rounds[0]
  const round = rounds.length + 1
  if (!latest || !first) {
    if (fresh.length === 0) throw new Failure('dataset.notFound', {}, 'prepare samples first')
    const inputs = { round: '1', fresh: fresh.join(' ') }
    const composed = await stage(project, wish, 'compose', inputs, composeSettingsSchema, {
      name: 'Round 1',
      round,
      fresh,
    })
    return { round, dataset: await madeBy(project, composed), jobs: [composed] }
  }
  const dataset = latest.id
  const { seed } = wish
  const probe = await stage(project, wish, 'probe', { dataset }, probeSettingsSchema, { dataset, seed })
  const judge = await stage(project, wish, 'judge', { dataset, probe: probe.spec.id }, judgeSettingsSchema, {
    dataset,
    probe: probe.spec.id,
    seed,
  })
  const expand = await stage(
    project,
    wish,
    'expand',
    { dataset, judge: judge.spec.id },
    expandSettingsSchema,
    {
      dataset,
      judgeJob: judge.spec.id,
    },
  )
  const jobs = { probe: probe.spec.id, judge: judge.spec.id, expand: expand.spec.id }
  const trained = rounds.map(({ id }) => id)
  const composed = await stage(
    project,
    wish,
    'compose',
    { round: String(round), ...jobs },
    composeSettingsSchema,
    {
      name: `Round ${round}`,
      round,
      fresh,
      trained,
      ...jobs,
      heldOut: first.id,
    },
  )
  return { round, dataset: await madeBy(project, composed), jobs: [probe, judge, expand, composed] }
}

/** @throws Failure `dataset.empty` */
async function madeBy(project: OpenProject, job: JobView): Promise<Dataset> {
  const made = (await listDatasets(project.folder.store)).find((dataset) => dataset.job === job.spec.id)
  if (!made) throw new Failure('dataset.empty')
  return made
}
