/** What the rounds page costs through the real stores: 20 rounds of 100,000 samples, the flow and lists of one. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { JobSpec } from '#core/job/job.ts'
import type { Candidate } from '#core/round/pick.ts'
import { FILES } from '#engine/dataset/dataset-files.ts'
import { LISTING_COLUMNS } from '#engine/dataset/listing.ts'
import { type ParquetSource, writeParquet } from '#engine/dataset/parquet.ts'
import { ROUND_NOTES, roundNotes } from '#engine/dataset/round-notes.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import { insertDataset } from '#engine/project/dataset-records.ts'
import { readBoard } from '#engine/round/board.ts'
import { courtPage } from '#engine/round/court.ts'
import { flowPage, readFlow } from '#engine/round/flow.ts'
import { readProbe } from '#engine/round/probe-view.ts'
import type { RoundHost } from '#engine/round/round-host.ts'
import { countingSpec } from '../fakes/counting-kind.ts'
import { openTestStore, tempFolder } from '../helpers/project.ts'
import type { BenchRow } from './row.ts'

const SAMPLES = 100_000
const JUDGED = 30_000
const ROUNDS = 20

const idOf = (i: number): string => `sample${i}`
const hashOf = (round: number): string => round.toString(16).padStart(8, '0')

const listing: ParquetSource = {
  columns: LISTING_COLUMNS,
  count: SAMPLES,
  row: (i) => [
    ...[i, 'train', idOf(i), i % 2 ? 'single' : 'parallel', i % 3 ? 'en' : 'zh', 4, ['send']],
    ...[`Prompt number ${i} about the weather`, 'send {}', `prompt number ${i}`, ['h'], '{"parents":[]}'],
  ],
}

const note = (i: number): Candidate => ({ id: idOf(i), pool: 'fresh', passRate: 1, perplexity: 1.1 })

/** A finished job, its counters and items made by the database itself. */
function done(spec: JobSpec, items: number, counters: Readonly<Record<string, number>>, summary: string) {
  const state = {
    ...{ name: 'done', seq: 4, planned: items, planComplete: true, starts: 1, ranMs: 60_000, illegal: 0 },
  }
  const job = '(SELECT number FROM job WHERE id = ?)'
  return [
    {
      sql: 'INSERT INTO job (id, kind, spec, state) VALUES (?, ?, ?, ?)',
      params: [spec.id, spec.kind, JSON.stringify(spec), JSON.stringify(state)],
    },
    ...Object.entries({ 'item.done': items, ...counters }).map(([name, value]) => ({
      sql: `INSERT INTO job_counter SELECT ${job}, ?, ?`,
      params: [spec.id, name, value],
    })),
    ...(summary === ''
      ? []
      : [
          {
            sql: `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
                  INSERT INTO item (job, ordinal, key, input, state, summary)
                  SELECT ${job}, i, 'sample' || i, '{}', 'done', ${summary} FROM n`,
            params: [items, spec.id],
          },
        ]),
  ]
}

const PROBED = `json_object('score', i % 3 > 0, 'passRate', i % 3 > 0, 'perplexity', 1 + (i % 997) / 1000.0, 'why', 'same')`
const VERDICT = `json_object('verdict', iif(i % 4, 'predictionWrong', 'labelWrong'), 'votes', 2, 'by', 'model')`

function jobsOf(round: number, before: string[]) {
  const spec = (kind: string, settings: object): JobSpec =>
    countingSpec(`${kind}${round}`, { items: 0, steps: 0 }, { kind, settings })
  const [dataset, last] = [`dataset-compose${round}`, round - 1]
  const links = last > 0 ? { probe: `probe${last}`, judge: `judge${last}`, expand: `expand${last}` } : {}
  const own = last > 0 ? { heldOut: 'dataset-compose1' } : {}
  const withItems = round >= ROUNDS - 1
  const usage = { 'usage.promptTokens': 1, 'usage.completionTokens': 1 }
  return [
    ...done(
      spec('compose', { round, fresh: ['f'], trained: before, ...links, ...own }),
      1,
      { 'samples.train': SAMPLES },
      '',
    ),
    ...done(spec('evaluate', { dataset }), 1000, { 'probe.match': 700 }, ''),
    ...done(spec('probe', { dataset }), SAMPLES, usage, withItems ? PROBED : ''),
    ...done(spec('judge', { dataset, probe: `probe${round}` }), JUDGED, usage, withItems ? VERDICT : ''),
    ...done(spec('expand', { dataset, judgeJob: `judge${round}` }), JUDGED, usage, ''),
  ]
}

/** CPU of all threads, the store's and DuckDB's among them. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

export async function benchBoard(): Promise<BenchRow[]> {
  const temp = tempFolder()
  const store = await openTestStore(temp.path)
  const signal = new AbortController().signal
  const trained: string[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    await store.write(jobsOf(round, [...trained]))
    const [id, hash] = [`dataset-compose${round}`, hashOf(round)]
    const counts = { train: SAMPLES, test: 0, refused: {} }
    const about = { name: `Round ${round}`, parents: [], createdAt: '', job: `compose${round}` }
    await store.write([insertDataset({ id, number: round, hash, counts, ...about })])
    trained.push(id)
  }
  for (const round of [ROUNDS - 1, ROUNDS]) {
    const folder = join(temp.path, hashOf(round))
    mkdirSync(folder)
    await writeParquet(folder, join(folder, FILES.samples), listing, '*', signal)
    const notes = roundNotes(Array.from({ length: SAMPLES }, (_, i) => note(i)))
    await writeParquet(folder, join(folder, ROUND_NOTES), notes, '*', signal)
  }
  const jobs = new JobEngine({
    ...{ store, kinds: [], now: () => new Date().toISOString() },
    ...{ findPlayers: () => Promise.reject(new Error('nobody plays')), changed: () => undefined },
    stepped: () => undefined,
  })
  const host: RoundHost = {
    ...{ store, datasetsFolder: temp.path, runsFolder: temp.path, jobs, now: () => new Date().toISOString() },
    settings: async (job) => (await jobs.get(job)).spec.settings,
  }
  const round = ROUNDS - 1
  const page = { round, search: '', limit: 100 }
  const court = { job: `judge${round}`, search: '', limit: 100 }
  const bar = { unit: 'CPU ms', note: `${SAMPLES} samples a round` }
  const rows: BenchRow[] = [
    { name: `board of ${ROUNDS} rounds, from the stores`, value: await timed(() => readBoard(host)), ...bar },
    { name: 'flow of a round, first time', value: await timed(() => readFlow(host, round)), ...bar },
    { name: 'flow of a round, again', value: await timed(() => readFlow(host, round)), ...bar },
    { name: 'samples of a path of the flow', value: await timed(() => flowPage(host, page)), ...bar },
    { name: 'probe view', value: await timed(() => readProbe(host, { job: `probe${round}` })), ...bar },
    { name: 'court, first page', value: await timed(() => courtPage(host, court)), ...bar },
    { name: 'court, first page again', value: await timed(() => courtPage(host, court)), ...bar },
  ]
  await jobs.close()
  await store.close()
  temp.remove()
  return rows
}
