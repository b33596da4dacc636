/** How each stage of a round follows from the round's settings and the stages before it: one entry a stage. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepareSettingsSchema } from '#core/dialog/settings.ts'
import { expandSettingsSchema } from '#core/expand/settings.ts'
import { Failure } from '#core/failure/failure.ts'
import type { JobSpec } from '#core/job/job.ts'
import { judgeSettingsSchema } from '#core/judge/settings.ts'
import { probeSettingsSchema } from '#core/probe/settings.ts'
import { datasetIdOf, type RoundJobs } from '#core/round/lineage.ts'
import { rolePlayer, rolePlayers } from '#core/round/role-players.ts'
import type { RoundStage } from '#core/round/round-plan.ts'
import type { RoundSettings, TrainOn } from '#core/round/round-settings.ts'
import { composeSettingsSchema } from '#core/round/settings.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import { type HostTraining, hostTrainingSchema } from '#core/training/host-training.ts'
import { BASE, type Start, trainSettingsSchema } from '#core/training/recipe.ts'
import { FILES } from '../dataset/dataset-files.ts'
import type { SpecWish } from '../new-spec.ts'
import * as wish from '../stage-wishes.ts'
import type { RoundHost } from './round-host.ts'
import { freshDatasets, type RoundIndex, readRounds } from './round-index.ts'
import { trainedIn } from './trained.ts'

export interface StageSources {
  readonly host: RoundHost
  /** @throws Failure `toolSet.notFound` */
  toolSet(id: string): Promise<ToolSet>
}

/** What an entry of the table has at hand. */
interface Ground {
  readonly sources: StageSources
  readonly settings: RoundSettings
  readonly index: RoundIndex
  /** `Round 2`: the title of its jobs and the name of its set. */
  readonly title: string
  readonly roles: JobSpec['roles']
  /** The job of a stage of this round that ran before; undefined where it has not. */
  ran(stage: RoundStage): string | undefined
  /** The same. @throws Failure `round.inputsGone` where it has not run */
  earlier(stage: RoundStage): string
  /** The round's set. @throws Failure `round.inputsGone` */
  dataset(): string
}

type Entry = (ground: Ground) => SpecWish | Promise<SpecWish>

async function simulate({ sources, settings }: Ground): Promise<SpecWish> {
  if (settings.simulate === undefined) throw new Failure('round.simulate')
  return wish.simulateWish(settings.simulate, await sources.toolSet(settings.simulate.toolSetId))
}

function prepare({ earlier, index, title, settings: { prepare: wanted } }: Ground): SpecWish {
  const job = earlier('simulate')
  const settings = prepareSettingsSchema.parse({ ...wanted, name: title, jobs: [job] })
  return wish.prepareWish(settings, index.views.get(job)?.spec.roles ?? {})
}

/** The rounds before this one; each must have been made whole enough to build on. @throws Failure `round.replaced` */
function roundsBefore({ index, settings }: Ground): readonly RoundJobs[] {
  const before = index.rounds.filter(({ round }) => round < settings.round)
  if (before.length !== settings.round - 1) throw new Failure('round.replaced', { round: settings.round })
  return before
}

function compose(ground: Ground): SpecWish {
  const { settings, index, title, sources } = ground
  const before = roundsBefore(ground)
  for (const { dataset } of before) present(sources.host, index, settings.round, dataset)
  const fresh = freshDatasets(index).map(({ id }) => id)
  if (settings.round === 1 && fresh.length === 0)
    throw new Failure('dataset.notFound', {}, 'prepare samples first')
  for (const id of fresh) present(sources.host, index, settings.round, id)
  const { size, order, heldOutShare, wanted } = settings.compose
  const { probe, judge, expand } = before.at(-1)?.jobs ?? {}
  const composed = composeSettingsSchema.parse({
    ...{ name: title, round: settings.round, size, order, heldOutShare, wanted, fresh, seed: settings.seed },
    ...{ trained: before.map(({ dataset }) => dataset), heldOut: before[0]?.dataset },
    ...{ probe, judge, expand },
  })
  return wish.composeWish(composed, freshRoles(index))
}

/** Whose words stand in the fresh samples. */
const freshRoles = (index: RoundIndex): JobSpec['roles'] =>
  index.views.get(freshDatasets(index)[0]?.job ?? '')?.spec.roles ?? {}

/** What the round before trained; else what the settings name; else the policy that is shipped. */
function startOf(ground: Ground): Start {
  const { index, settings } = ground
  const before = roundsBefore(ground).at(-1)
  const { policy } = settings.roles
  return trainedIn(index, before?.jobs.train) ?? (policy.kind === 'small' ? policy.checkpoint : BASE)
}

function train(ground: Ground): SpecWish {
  const { settings, dataset, title } = ground
  const before = roundsBefore(ground).at(-1)
  const probe = before?.jobs.probe
  const shared = { dataset: dataset(), round: settings.round, seed: settings.seed, ...(probe && { probe }) }
  if (settings.trainOn !== undefined)
    return wish.hostTrainWish(title, onHost(ground, settings.trainOn, shared))
  if (settings.roles.policy.kind !== 'small')
    throw new Failure('round.trainsSmall', { round: settings.round })
  const wanted = { ...shared, start: startOf(ground), recipe: settings.train }
  return wish.trainWish(title, trainSettingsSchema.parse(wanted))
}

type Shared = Pick<HostTraining, 'dataset' | 'seed'> & Partial<Pick<HostTraining, 'round' | 'probe'>>

/** A start that lies elsewhere is brought there; what this program can play is brought here in the end. */
function onHost(ground: Ground, { model, ...trainOn }: TrainOn, shared: Shared): HostTraining {
  const start = startOf(ground)
  return hostTrainingSchema.parse({
    ...shared,
    ...trainOn,
    start: start === BASE ? { kind: 'model', folder: model } : { kind: 'checkpoint', ...start },
    ...(ground.settings.roles.policy.kind === 'small' ? { fetchLast: true } : {}),
  })
}

/** The policy that a round asks: a small one as it stands after this round's training. */
function policyRoles(ground: Ground): JobSpec['roles'] {
  const { index, settings, roles, ran } = ground
  if (settings.roles.policy.kind !== 'small') return roles
  const checkpoint = trainedIn(index, ran('train')) ?? startOf(ground)
  return { ...roles, policy: [rolePlayer({ kind: 'small', checkpoint })] }
}

function probing(kind: 'probe' | 'evaluate'): Entry {
  return (ground) => {
    const { settings, dataset, title } = ground
    const { seed, concurrency, probe } = settings
    const asked = { dataset: dataset(), maxTokens: probe.maxTokens, seed, concurrency }
    // What is held out is measured strictly and greedily, whatever the probe does.
    const own = kind === 'probe' ? probe : {}
    return wish.probeWish(kind, title, probeSettingsSchema.parse({ ...own, ...asked }), policyRoles(ground))
  }
}

function judge({ settings, dataset, earlier, title, roles }: Ground): SpecWish {
  const { seed, concurrency, probe } = settings
  const judged = judgeSettingsSchema.parse({
    ...settings.judge,
    judges: settings.roles.judges.length,
    ...{ dataset: dataset(), probe: earlier('probe'), match: probe.match, seed, concurrency },
  })
  return wish.judgeWish(title, judged, roles)
}

function expand({ settings, dataset, earlier, title, roles }: Ground): SpecWish {
  const { children, tries, foci, check } = settings.expand
  const expanded = expandSettingsSchema.parse({
    ...{ dataset: dataset(), judgeJob: earlier('judge'), children, tries, foci },
    ...{ concurrency: settings.concurrency, ...(check ? {} : { check: null }) },
  })
  return wish.expandWish(title, expanded, roles, settings.seed)
}

const ENTRIES: Readonly<Partial<Record<RoundStage, Entry>>> = {
  simulate,
  prepare,
  compose,
  train,
  evaluate: probing('evaluate'),
  probe: probing('probe'),
  judge,
  expand,
}

export const canRun = (stage: RoundStage): boolean => ENTRIES[stage] !== undefined

/** A dataset that a round reads, listed and on disk. @throws Failure `round.inputsGone` */
export function present(host: RoundHost, index: RoundIndex, round: number, id: string): string {
  const found = index.datasets.find((dataset) => dataset.id === id)
  if (found === undefined || !existsSync(join(host.datasetsFolder, found.hash, FILES.samples)))
    throw new Failure('round.inputsGone', { round, what: found?.name ?? id })
  return id
}

/** The stages of a round that have run: the parent's own first, then what stands of the round already. */
export function earlierJob(
  index: RoundIndex,
  parent: string,
  round: number,
  stage: RoundStage,
): string | undefined {
  const own = index.parents
    .find(({ view }) => view.spec.id === parent)
    ?.children.find((child) => child.stage === stage && child.state === 'done')
  return own?.job ?? index.rounds.find((one) => one.round === round)?.jobs[stage]
}

/** The job of a stage, as it follows from what stands now. @throws Failure when something that it reads is gone */
export async function stageWish(
  sources: StageSources,
  stage: RoundStage,
  { parent, settings }: { readonly parent: string; readonly settings: RoundSettings },
): Promise<SpecWish> {
  const { round } = settings
  const entry = ENTRIES[stage]
  if (entry === undefined) throw new Failure('round.stage', { round, stage })
  const index = await readRounds(sources.host)
  const ran = (before: RoundStage) => earlierJob(index, parent, round, before)
  const earlier = (before: RoundStage): string => {
    const job = ran(before)
    if (job === undefined || !index.views.has(job))
      throw new Failure('round.inputsGone', { round, what: before })
    return job
  }
  return entry({
    ...{ sources, settings, index, ran, earlier },
    title: `Round ${round}`,
    roles: rolePlayers(settings.roles),
    dataset: () => present(sources.host, index, round, datasetIdOf(earlier('compose'))),
  })
}
