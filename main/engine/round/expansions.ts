/** From judged failures to variations: the funnel's counts, the seeds, and one seed beside its children. */
import type { CallDecoded, CallOutput } from '#core/contract/contract.ts'
import type { Candidate, Funnel, SeedRow, SeedView } from '#core/contract/round-views.ts'
import { FOCI } from '#core/expand/focus.ts'
import { EXPAND_REFUSALS } from '#core/expand/refusal.ts'
import { type ExpandSettings, expandSettingsSchema } from '#core/expand/settings.ts'
import { decodeSeed, decodeStep, expandedSamples } from '#core/expand/step.ts'
import { Failure } from '#core/failure/failure.ts'
import { promptsOf, samplesSaying } from '../dataset/sample-list.ts'
import { datasetFolder, oneSample } from '../loop-records.ts'
import { itemOf } from '../project/item-records.ts'
import { sha256 } from '../project/tool-set-records.ts'
import type { RoundHost } from './round-host.ts'

/** Counters with a family's name in front, by the rest of their name. */
function family<K extends string>(
  counters: Readonly<Record<string, number>>,
  prefix: string,
  keys: readonly K[],
): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {}
  for (const key of keys) {
    const count = counters[`${prefix}.${key}`] ?? 0
    if (count > 0) found[key] = count
  }
  return found
}

const settingsOf = async (host: RoundHost, job: string): Promise<ExpandSettings> =>
  expandSettingsSchema.parse((await host.jobs.get(job)).spec.settings)

/** @throws Failure `job.notFound` */
export async function readFunnel(host: RoundHost, job: string): Promise<Funnel> {
  const { counts, counters } = await host.jobs.get(job)
  const { children, judgeJob } = await settingsOf(host, job)
  const judge = await host.jobs.get(judgeJob)
  return {
    job,
    judged: judge.counts.done,
    seeds: counts.planned,
    wanted: counts.planned * children,
    candidates: counters.candidates ?? 0,
    taken: counters['child.taken'] ?? 0,
    refused: family(counters, 'refused', EXPAND_REFUSALS),
    byFocus: family(counters, 'focus', FOCI),
    missing: counters['child.missing'] ?? 0,
  }
}

const SEED_STATES = ['done', 'dropped', 'failed'] as const

export async function seedPage(
  host: RoundHost,
  { job, search, after, limit }: CallDecoded<'expand.seeds'>,
): Promise<CallOutput<'expand.seeds'>> {
  const folder = await datasetFolder(host, (await settingsOf(host, job)).dataset)
  const saying = search.trim() === '' ? undefined : await samplesSaying(folder, search)
  const rows = await host.store.all(
    `SELECT i.key, i.state, i.summary ->> '$.taken' AS taken, i.summary ->> '$.candidates' AS candidates
     FROM item AS i JOIN job AS j ON j.number = i.job WHERE j.id = ? ORDER BY i.ordinal`,
    [job],
  )
  const fitting = rows.filter((row) => saying?.has(String(row.key)) ?? true)
  const start = Number(after ?? 0) || 0
  const page = fitting.slice(start, start + limit)
  const prompts = await promptsOf(
    folder,
    page.map((row) => String(row.key)),
  )
  const end = start + page.length
  return {
    rows: page.map((row): SeedRow => {
      const sample = String(row.key)
      const state = SEED_STATES.find((name) => name === row.state) ?? 'waiting'
      const counted = { taken: Number(row.taken ?? 0), candidates: Number(row.candidates ?? 0) }
      return { sample, prompt: prompts.get(sample) ?? '', ...counted, state }
    }),
    total: fitting.length,
    ...(end < fitting.length ? { next: String(end) } : {}),
  }
}

/** @throws Failure `job.notFound`, `sample.notFound` */
export async function readSeed(
  host: RoundHost,
  { job, sample: id }: CallDecoded<'expand.seed'>,
): Promise<SeedView> {
  const { dataset } = await settingsOf(host, job)
  const item = await itemOf(host.store, job, id)
  if (item === undefined) throw new Failure('sample.notFound', { id })
  const { wrong, analysis, approach } = decodeSeed(item.input)
  const sample = await oneSample(host, dataset, id)
  const bodies = item.steps.map(({ body }) => body)
  const taken = expandedSamples(sample, bodies, sha256)
  let next = 0
  // The checker has still to speak of an unchecked one; another step tells what became of it.
  const decided = bodies.map(decodeStep).filter((step) => !('unchecked' in step))
  const candidates = decided.map((step): Candidate => {
    const { child, attempt, focus, model } = step
    const at = { child, attempt, focus, model }
    if ('refused' in step)
      return { ...at, refused: { code: step.refused, detail: step.detail, text: step.text } }
    const made = taken[next++]
    return made === undefined ? at : { ...at, taken: made }
  })
  return { sample, wrong, analysis, approach, candidates }
}
