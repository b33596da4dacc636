/**
 * A project of practice roles with every stage of the loop, for tests that stop, kill or damage it. `makeLoopProject`
 * turns the loop once; `openLab` opens such a folder, as the program does, with a job engine that tests can hold.
 */
import { fileURLToPath } from 'node:url'
import { DEFAULT_SIMULATE } from '#core/dialog/settings.ts'
import type { JobSpec } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { estimatingCounter } from '#core/token/estimate.ts'
import { toolSetHash } from '#core/tool/tool-text.ts'
import { sweepUnfinished } from '#engine/dataset/dataset-files.ts'
import { createEngine, type Engine } from '#engine/index.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import type { Players } from '#engine/job/players.ts'
import { loopKinds } from '#engine/loop-kinds.ts'
import { type LoopSource, samplesOf } from '#engine/loop-records.ts'
import { findSamplePlayers } from '#engine/players.ts'
import { policyPlaces } from '#engine/policy-places.ts'
import { practiceSamples } from '#engine/practice-samples.ts'
import { createProjectFolder, datasetsOf, openProjectFolder } from '#engine/project/folder.ts'
import type { Store } from '#engine/project/store.ts'
import { loadToolSet, saveToolSet, sha256 } from '#engine/project/tool-set-records.ts'
import { createPrompts } from '#engine/stage/prompts.ts'
import { importFiles } from '#engine/tool-set/read.ts'
import { startPolicy } from '#main/cli/small-policy-child.ts'
import { NO_HOSTS } from './no-hosts.ts'
import { WORKER } from './project.ts'

const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url))
const now = (): string => new Date().toISOString()
const secrets = { get: async () => undefined, set: async () => undefined }

export const LOOP_STAGES = ['probe', 'judge', 'expand', 'compose', 'filter', 'check', 'calibrate'] as const
export type LoopStage = (typeof LOOP_STAGES)[number]

const PRACTICE = { endpoint: 'practice', model: 'practice', scripted: true }
const ROLES = { policy: [PRACTICE], judge: [PRACTICE], checker: [PRACTICE], expander: [PRACTICE] }

export const loopSpec = (
  kind: LoopStage | 'simulate' | 'prepare',
  settings: object,
  more: Partial<JobSpec> = {},
): JobSpec => ({
  ...{ id: kind, kind, kindVersion: 1, title: kind, prompts: {}, roles: ROLES, settings },
  ...{ inputs: 'dataset' in settings ? { dataset: String(settings.dataset) } : {} },
  ...{ seed: 5, budget: {}, concurrency: 8, appVersion: '0', createdAt: '2026-01-01T00:00:00.000Z' },
  ...more,
})

/** Settings of each stage over what `makeLoopProject` left, its own jobs being named after their kinds. */
export const STAGE_SETTINGS: Readonly<Record<LoopStage, object>> = {
  probe: { dataset: 'dataset-compose' },
  judge: { dataset: 'dataset-compose', probe: 'probe' },
  expand: { dataset: 'dataset-compose', judgeJob: 'judge', children: 2 },
  compose: {
    ...{ name: 'Round 2', round: 2, fresh: ['dataset-prepare'], trained: ['dataset-compose'] },
    ...{ heldOut: 'dataset-compose', probe: 'probe', judge: 'judge', expand: 'expand' },
  },
  filter: { dataset: 'dataset-compose', rules: ['schema', 'nearDuplicate', 'heldOut'] },
  check: { dataset: 'dataset-compose', check: { votes: 3, quorum: 2 } },
  calibrate: { dataset: 'dataset-compose', cases: 60 },
}

function practicePlayers(source: LoopSource, spec: JobSpec): Promise<Players> {
  const toolSet = (id: string) => loadToolSet(source.store, id)
  const samples = (dataset: string) => samplesOf(source, dataset, 'all')
  const sample = practiceSamples({ samples, settings: source.settings, toolSet }, spec.inputs.dataset ?? '')
  const nobody = (): never => {
    throw new Error('only practice roles play here')
  }
  return findSamplePlayers(spec, sample, { open: nobody, price: nobody }, nobody)
}

export interface Lab {
  readonly jobs: JobEngine
  readonly store: Store
  readonly source: LoopSource
  close(): Promise<void>
}

export interface LabWish {
  /** In place of the practice roles. */
  readonly players?: (spec: JobSpec, practice: () => Promise<Players>) => Promise<Players>
  readonly changed?: (view: JobView) => void
  readonly stepped?: (job: string) => void
  readonly resumeJobs?: boolean
}

/** Opens a project as the program does: what was running goes on. */
export async function openLab(folder: string, wish: LabWish = {}): Promise<Lab> {
  const opened = await openProjectFolder(folder, WORKER)
  const { store } = opened
  const prompts = createPrompts({ resourcesFolder, projectFolder: folder })
  const source: LoopSource = {
    store,
    datasetsFolder: datasetsOf(folder),
    settings: async (job) => (await jobs.get(job)).spec.settings,
  }
  const jobs = new JobEngine({
    store,
    kinds: loopKinds(source, prompts, now, {
      ...policyPlaces({ resourcesFolder }, folder),
      ...NO_HOSTS,
      startPolicy,
      named: async () => [],
      counterFor: async () => estimatingCounter,
    }),
    findPlayers: async (spec) => {
      const practice = () => practicePlayers(source, spec)
      return wish.players?.(spec, practice) ?? practice()
    },
    now,
    changed: (view) => wish.changed?.(view),
    stepped: (job) => wish.stepped?.(job),
  })
  await sweepUnfinished(datasetsOf(folder))
  await jobs.recover(wish.resumeJobs ?? true)
  const close = async (): Promise<void> => {
    await jobs.close()
    await store.close()
  }
  return { jobs, store, source, close }
}

/** Runs one stage to its end; divided juries may leave failed items. @throws Error unless it is done */
export async function runStage(lab: Lab, kind: LoopStage, more: Partial<JobSpec> = {}): Promise<JobView> {
  const { id } = (await lab.jobs.start(loopSpec(kind, STAGE_SETTINGS[kind], more))).spec
  const view = await lab.jobs.settled(id)
  if (view.state.name !== 'done') throw new Error(`${kind} ${view.state.name}: ${view.state.failure}`)
  return view
}

/** The program's own engine, without a window. */
export const loopEngine = (): Engine =>
  createEngine({
    ...{ resourcesFolder, sampleFolder: 'nowhere', workerFile: WORKER, appVersion: '0' },
    ...{ now: () => new Date(), push: () => undefined, secrets, startPolicy },
  })

/** A project with dialogs played and samples prepared; its jobs are named after their kinds. */
export async function makePreparedProject(folder: string, dialogs: number, wrongLabels = 0.1): Promise<void> {
  const engine = loopEngine()
  await createProjectFolder(folder, 'Loop', false)
  const project = await engine.open(folder)
  const { tools } = await importFiles([`${resourcesFolder}/sample/tools.json`])
  const hash = toolSetHash(tools, sha256)
  const { id: toolSetId } = await saveToolSet(project.folder.store, 'T', tools, hash, now())
  const players = { kind: 'practice', wrongVotes: 0.05, wrongLabels }
  const settings = { ...DEFAULT_SIMULATE, toolSetId, count: dialogs, seed: 5, players }
  for (const spec of [loopSpec('simulate', settings), loopSpec('prepare', { jobs: ['simulate'] })]) {
    await project.jobs.start(spec)
    await project.jobs.settled(spec.id)
  }
  await engine.close()
}

/**
 * A project whose first round is composed, probed, judged and expanded; jobs are named after their kinds, datasets
 * `dataset-prepare` and `dataset-compose`.
 */
export async function makeLoopProject(
  folder: string,
  { dialogs = 16, wrongLabels = 0.1 } = {},
): Promise<void> {
  await makePreparedProject(folder, dialogs, wrongLabels)
  const lab = await openLab(folder)
  const first = { name: 'Round 1', round: 1, fresh: ['dataset-prepare'], heldOutShare: 0.1 }
  await lab.jobs.start(loopSpec('compose', first))
  await lab.jobs.settled('compose')
  for (const kind of ['probe', 'judge', 'expand'] as const) await runStage(lab, kind)
  await lab.close()
}
