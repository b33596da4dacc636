/** Which jobs make up each round now, from the jobs' specs and the parents' items. */
import { z } from 'zod'
import type { JobStateName } from '#core/job/job.ts'
import { childIdOf, REPLACED, readAttempt } from '#core/job/parent.ts'
import type { JobView } from '#core/job/view.ts'
import { currentRounds, type RoundJobs, type StageJob } from '#core/round/lineage.ts'
import { ROUND_STAGES, type RoundStage } from '#core/round/round-plan.ts'
import { type RoundSettings, roundSettingsSchema } from '#core/round/round-settings.ts'
import { composeSettingsSchema } from '#core/round/settings.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import { listDatasets } from '../project/dataset-records.ts'
import type { RoundHost } from './round-host.ts'

/** A round's parent job with the attempts that stand, in order. */
export interface RoundParent {
  readonly view: JobView
  readonly settings: RoundSettings
  readonly children: readonly {
    readonly stage: RoundStage
    readonly attempt: number
    /** Of the child; it may not be there yet. */
    readonly job: string
    readonly state: 'waiting' | 'done' | 'dropped' | 'failed'
  }[]
}

export interface RoundIndex {
  readonly rounds: readonly RoundJobs[]
  /** Oldest first. */
  readonly parents: readonly RoundParent[]
  /** Every job, by id. */
  readonly views: ReadonlyMap<string, JobView>
  /** Latest first. */
  readonly datasets: readonly Dataset[]
}

const readsSchema = z.looseObject({
  dataset: z.string().optional(),
  probe: z.string().optional(),
  judgeJob: z.string().optional(),
})

const isStage = (name: string): name is RoundStage => ROUND_STAGES.some((stage) => stage === name)

/** What a stage's job read. Jobs whose settings nobody understands any more are in no round. */
function stageJobOf(view: JobView, replaced: boolean, round: number | undefined): StageJob | undefined {
  const { id, kind, settings } = view.spec
  if (!isStage(kind)) return undefined
  const base = {
    id,
    stage: kind,
    state: view.state.name,
    replaced,
    ...(round === undefined ? {} : { round }),
  }
  if (kind === 'compose') {
    const compose = composeSettingsSchema.safeParse(settings).data
    return compose && { ...base, compose }
  }
  const reads = readsSchema.safeParse(settings).data
  if (reads === undefined) return undefined
  const judge = kind === 'expand' ? reads.judgeJob : undefined
  return {
    ...base,
    ...(reads.dataset === undefined ? {} : { dataset: reads.dataset }),
    ...(reads.probe === undefined ? {} : { probe: reads.probe }),
    ...(judge === undefined ? {} : { judge }),
  }
}

interface ParentItem {
  readonly parent: string
  readonly key: string
  readonly state: string
  readonly reason: string
}

async function parentItems({ store }: RoundHost): Promise<ParentItem[]> {
  const rows = await store.all(
    `SELECT j.id, i.key, i.state, i.reason FROM item AS i JOIN job AS j ON j.number = i.job
     WHERE j.kind = 'round' ORDER BY j.number, i.ordinal`,
  )
  return rows.map((row) => ({
    parent: String(row.id),
    key: String(row.key),
    state: String(row.state),
    reason: String(row.reason ?? ''),
  }))
}

const ITEM_STATES = ['done', 'dropped', 'failed'] as const

function parentOf(view: JobView, items: readonly ParentItem[]): RoundParent | undefined {
  const settings = roundSettingsSchema.safeParse(view.spec.settings).data
  if (settings === undefined) return undefined
  const children = items.flatMap(({ parent, key, state, reason }) => {
    const at = readAttempt(key)
    if (parent !== view.spec.id || reason === REPLACED || at === undefined || !isStage(at.stage)) return []
    const job = childIdOf(parent, key)
    const stood = ITEM_STATES.find((name) => name === state) ?? ('waiting' as const)
    return [{ stage: at.stage, attempt: at.attempt, job, state: stood }]
  })
  return { view, settings, children }
}

export async function readRounds(host: RoundHost): Promise<RoundIndex> {
  const list = (await host.jobs.list()).reverse()
  const views = new Map(list.map((view) => [view.spec.id, view]))
  const items = await parentItems(host)
  const replaced = new Set(
    items.filter(({ reason }) => reason === REPLACED).map(({ parent, key }) => childIdOf(parent, key)),
  )
  const parents = list.flatMap((view) => (view.spec.kind === 'round' ? (parentOf(view, items) ?? []) : []))
  const roundOf = new Map(parents.map(({ view, settings }) => [view.spec.id, settings.round]))
  const jobs = list.flatMap(
    (view) => stageJobOf(view, replaced.has(view.spec.id), roundOf.get(view.spec.parent ?? '')) ?? [],
  )
  return { rounds: currentRounds(jobs), parents, views, datasets: await listDatasets(host.store) }
}

const FINISHED: readonly JobStateName[] = ['done', 'cancelled']

/** The round that is being made: its parent has neither ended nor been given up. */
export const openParent = ({ parents }: RoundIndex): RoundParent | undefined =>
  parents.findLast(({ view }) => !FINISHED.includes(view.state.name))

/** The parent that last worked on a round as it stands, or is about to. */
export function parentOfRound(
  { parents, rounds }: Pick<RoundIndex, 'parents' | 'rounds'>,
  round: number,
): RoundParent | undefined {
  const jobs = new Set(Object.values(rounds.find((one) => one.round === round)?.jobs ?? {}))
  return parents.findLast(
    ({ view, settings, children }) =>
      settings.round === round &&
      (!FINISHED.includes(view.state.name) || children.some(({ job }) => jobs.has(job))),
  )
}

/** Datasets of samples that a round may take as fresh: what was prepared, or what a filter left of it. */
export function freshDatasets({ views, datasets }: Pick<RoundIndex, 'views' | 'datasets'>): Dataset[] {
  const kindOf = (dataset: Dataset): string => views.get(dataset.job)?.spec.kind ?? ''
  const filtered = datasets.filter((dataset) => kindOf(dataset) === 'filter')
  const sifted = (dataset: Dataset): Dataset => {
    const next = filtered.find(({ parents }) => parents.some((parent) => parent.dataset === dataset.id))
    return next === undefined ? dataset : sifted(next)
  }
  const prepared = datasets.filter((dataset) => kindOf(dataset) === 'prepare')
  return [...new Set(prepared.map(sifted))].reverse()
}
