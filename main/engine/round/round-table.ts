/** Every sample of a round's set with what became of it, joined from columns: what flow, lists and ledger read. */
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import { standingsOf } from '#core/probe/standing.ts'
import { type FlowEntry, type FlowPath, pathOf } from '#core/round/flow.ts'
import type { RoundJobs } from '#core/round/lineage.ts'
import { POOLS, type Pool } from '#core/round/mix.ts'
import type { Candidate } from '#core/round/pick.ts'
import { ROUND_NOTES, readRoundNotes } from '../dataset/round-notes.ts'
import { relabelledIn } from '../dataset/sample-list.ts'
import { findDataset } from '../project/dataset-records.ts'
import { standingWords, wordCount } from '../project/word-records.ts'
import { kindsOf, measuresOf, type SampleKind } from './measures.ts'
import { Recent } from './recent.ts'
import type { RoundHost } from './round-host.ts'
import { type RoundIndex, readRounds } from './round-index.ts'

export interface RoundRow extends Omit<FlowPath, 'count'>, SampleKind {
  readonly id: string
  readonly pool?: Pool
  readonly passRate?: number
  readonly perplexity?: number
}

type Verdict = VerdictName | 'unjudged'

/** Verdicts of a judge job by sample, persons' words in them; what waits or failed is unjudged. */
export async function verdictsOf(
  { store }: Pick<RoundHost, 'store'>,
  job: string,
): Promise<Map<string, Verdict>> {
  const rows = await store.all(
    `SELECT i.key, i.summary ->> '$.verdict' AS verdict FROM item AS i JOIN job AS j ON j.number = i.job
     WHERE j.id = ? ORDER BY i.ordinal`,
    [job],
  )
  const verdicts = new Map<string, Verdict>()
  for (const { key, verdict } of rows)
    verdicts.set(String(key), VERDICTS.find((name) => name === verdict) ?? 'unjudged')
  for (const [sample, word] of await standingWords(store, job))
    if (word.verdict !== undefined) verdicts.set(sample, word.verdict)
  return verdicts
}

async function notesOf(host: RoundHost, dataset: string): Promise<readonly Candidate[]> {
  const { hash } = await findDataset(host.store, dataset)
  return readRoundNotes(join(host.datasetsFolder, hash))
}

/** By which pool each sample, or its corrected form, stands in the next round's set. */
async function nextPools(host: RoundHost, dataset: string, next: string): Promise<Map<string, Pool>> {
  const pools = new Map<string, Pool>()
  const [before, after] = [await findDataset(host.store, dataset), await findDataset(host.store, next)]
  const sets = { hash: after.hash, notes: ROUND_NOTES, before: before.hash }
  for (const { pool, parents } of await relabelledIn(host.datasetsFolder, sets)) {
    const known = POOLS.find((one) => one === pool)
    for (const parent of parents) if (known !== undefined) pools.set(parent, known)
  }
  for (const { id, pool } of await notesOf(host, next)) pools.set(id, pool)
  return pools
}

/** The round and, where its set is there already, the one after it. @throws Failure `round.notFound` */
function placeOf(index: RoundIndex, round: number): { here: RoundJobs; next: string | undefined } {
  const here = index.rounds.find((one) => one.round === round)
  if (here === undefined) throw new Failure('round.notFound', { round })
  const after = index.rounds.find((one) => one.round === round + 1)?.dataset
  const isMade = index.datasets.some(({ id }) => id === after)
  return { here, next: isMade ? after : undefined }
}

interface Findings {
  readonly passRate: number
  readonly perplexity?: number
  readonly standing: NonNullable<FlowEntry['standing']>
}

async function findingsOf(host: RoundHost, probe: string | undefined): Promise<Map<string, Findings>> {
  const found = new Map<string, Findings>()
  if (probe === undefined) return found
  const measures = await measuresOf(host, probe)
  const { standings } = standingsOf(measures.found, measures.settings.threshold)
  measures.found.forEach(({ sample, passRate, perplexity }, i) => {
    const standing = standings[i] ?? 'failed'
    found.set(sample, { passRate, standing, ...(perplexity === undefined ? {} : { perplexity }) })
  })
  return found
}

async function makeTable(host: RoundHost, here: RoundJobs, next: string | undefined): Promise<RoundRow[]> {
  const { dataset, jobs } = here
  const notes = new Map((await notesOf(host, dataset)).map((note) => [note.id, note]))
  const found = await findingsOf(host, jobs.probe)
  const verdicts = jobs.judge === undefined ? new Map<string, Verdict>() : await verdictsOf(host, jobs.judge)
  const pools = next === undefined ? undefined : await nextPools(host, dataset, next)
  const rows: RoundRow[] = []
  for (const [id, kind] of await kindsOf(host, dataset, 'train')) {
    const { standing, ...finding } = found.get(id) ?? {}
    const verdict = verdicts.get(id)
    const nextPool = pools?.get(id)
    const path = pathOf({
      ...(standing === undefined ? {} : { standing }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(nextPool === undefined ? {} : { next: nextPool }),
      decided: pools !== undefined,
    })
    const pool = notes.get(id)?.pool
    rows.push({ id, ...kind, ...path, ...(pool === undefined ? {} : { pool }), ...finding })
  }
  return rows
}

const kept = new Recent<readonly RoundRow[]>(3)

/** Kept until another answer, verdict or word comes. @throws Failure `round.notFound`, `dataset.notFound` */
export async function roundTable(host: RoundHost, round: number): Promise<readonly RoundRow[]> {
  const index = await readRounds(host)
  const { here, next } = placeOf(index, round)
  const ended = [here.jobs.probe, here.jobs.judge].map((job) => {
    const counts = index.views.get(job ?? '')?.counts
    return `${job} ${counts?.done} ${counts?.failed} ${counts?.planned}`
  })
  const key = [here.dataset, next, ...ended, await wordCount(host.store)].join(' ')
  return kept.get(host, key, () => makeTable(host, here, next))
}
