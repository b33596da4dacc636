/** What the rounds page costs in a large project: 20 rounds of 100,000 samples, read by the engine as the window asks. */
import { join } from 'node:path'
import type { JobSpec } from '#core/job/job.ts'
import type { JsonText } from '#core/json/exact.ts'
import { composeSettingsSchema } from '#core/round/settings.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Tool } from '#core/tool/tool.ts'
import { writeDataset } from '#engine/dataset/dataset-files.ts'
import { ROUND_NOTES, roundNotes } from '#engine/dataset/round-notes.ts'
import { insertDataset } from '#engine/project/dataset-records.ts'
import { createProjectFolder, datasetsOf } from '#engine/project/folder.ts'
import type { Statement, Store } from '#engine/project/store.ts'
import { readBoard } from '#engine/round/board.ts'
import { readFlow } from '#engine/round/flow.ts'
import { readLedger } from '#engine/round/ledger.ts'
import { measuresOf } from '#engine/round/measures.ts'
import type { RoundHost } from '#engine/round/round-host.ts'
import { loopEngine, loopSpec } from '#tests/helpers/loop-lab.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import type { BenchRow } from './row.ts'

const SAMPLES = 100_000
const ROUNDS = 20
/** Rounds whose answers and verdicts are there; of the others jobs and counts are. */
const WHOLE = 2
const JUDGED = 33_000

const WEATHER: Tool = {
  name: 'get_weather',
  description: 'Weather of a city.',
  parameters: '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}' as JsonText,
}
const TOOLS = [WEATHER]
const sampleAt = (i: number): Sample => ({
  ...{ id: `s${i}`, toolSetHash: 'h', tools: TOOLS, date: '2024-05-01, Wednesday', language: 'en' },
  messages: [{ role: 'user', text: `How is the weather in City ${i}?` }],
  accepted: [
    { kind: 'calls', calls: [{ name: 'get_weather', arguments: `{"city":"City ${i}"}` as JsonText }] },
  ],
  ...{ kind: 'single', parents: [{ from: 'dialog', job: 'j', dialog: `d${i >> 3}`, turn: 1 }] },
})

/** One set for all rounds: what is read does not depend on how alike they are. */
async function writeSet(folder: string): Promise<string> {
  const ids = Array.from({ length: SAMPLES }, (_, i) => ({ id: `s${i}`, pool: 'fresh' as const }))
  const written = await writeDataset(
    {
      ...{ datasetsFolder: datasetsOf(folder), job: 'set', preamble: 'Call tools.', testShare: 0 },
      ...{ seed: 1, round: 1 },
      arrange: (count) => ({
        train: Uint32Array.from({ length: count }, (_, i) => i),
        test: new Uint32Array(),
        empty: 'noTestShare',
      }),
      notes: { file: ROUND_NOTES, source: () => roundNotes(ids) },
    },
    async (spool) => {
      for (let i = 0; i < SAMPLES; i++) spool.add(sampleAt(i))
    },
    new AbortController().signal,
  )
  if (written === undefined) throw new Error('no set was written')
  return written.hash
}

const STATE = JSON.stringify({
  ...{ name: 'done', seq: 3, planned: 0, planComplete: true, starts: 1, ranMs: 60_000, illegal: 0 },
})
const spec = (kind: string, round: number, settings: object): JobSpec => ({
  ...loopSpec('probe', settings, { id: `${kind}-${round}`, title: kind, inputs: {} }),
  kind,
})

function specsOf(round: number): JobSpec[] {
  const dataset = `dataset-compose-${round}`
  const trained = Array.from({ length: round - 1 }, (_, i) => `dataset-compose-${i + 1}`)
  const before = { probe: `probe-${round - 1}`, judge: `judge-${round - 1}`, expand: `expand-${round - 1}` }
  const compose = composeSettingsSchema.parse({
    ...{ round, fresh: ['dataset-compose-1'], trained },
    ...(round === 1 ? {} : { ...before, heldOut: 'dataset-compose-1' }),
  })
  return [
    spec('compose', round, compose),
    spec('probe', round, { dataset }),
    spec('judge', round, { dataset, probe: `probe-${round}` }),
    spec('expand', round, { dataset, judgeJob: `judge-${round}` }),
  ]
}

const COUNTS: Readonly<Record<string, number>> = { compose: 1, probe: SAMPLES, judge: JUDGED, expand: 6_000 }

function jobStatements(round: number, hash: string): Statement[] {
  const jobs = specsOf(round).flatMap(({ id, kind, ...rest }): Statement[] => {
    const planned = COUNTS[kind] ?? 0
    const state = JSON.stringify({ ...JSON.parse(STATE), planned })
    return [
      {
        sql: 'INSERT INTO job (id, kind, spec, state) VALUES (?, ?, ?, ?)',
        params: [id, kind, JSON.stringify({ id, kind, ...rest }), state],
      },
      ...Object.entries({ 'item.done': planned, 'usage.promptTokens': planned * 900 }).map(
        ([name, value]): Statement => ({
          sql: 'INSERT INTO job_counter SELECT number, ?, ? FROM job WHERE id = ?',
          params: [name, value, id],
        }),
      ),
    ]
  })
  const counts = { train: SAMPLES, test: 0, refused: {} }
  const id = `dataset-compose-${round}`
  const record = {
    id,
    number: round,
    name: id,
    hash,
    counts,
    parents: [],
    createdAt: '',
    job: `compose-${round}`,
  }
  return [...jobs, insertDataset(record)]
}

/** Items, and steps where there are some, of a job by one statement each: SQLite counts, nothing is sent row by row. */
const rowsOf = (job: string, count: number, summary: string, step: string | undefined): Statement[] => {
  const each = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})`
  return [
    {
      sql: `INSERT INTO item (job, ordinal, key, input, state, summary) ${each}
        SELECT job.number, i, 's' || i, '{}', 'done', ${summary} FROM n, job WHERE job.id = ?`,
      params: [job],
    },
    ...(step === undefined
      ? []
      : [
          {
            sql: `INSERT INTO step ${each} SELECT job.number, i, 0, ${step} FROM n, job WHERE job.id = ?`,
            params: [job],
          },
        ]),
  ]
}
const MEASURE = `json_object('score', i % 3 > 0, 'passRate', i % 3 > 0, 'perplexity', 1.0 + (i % 97) / 50.0,
  'why', iif(i % 3 > 0, 'same', 'arguments.values'))`
const CALL = `'<tool_call>' || char(10) || '{"name": "get_weather", "arguments": {"city": "City ' || (i + (i % 3 = 0)) || '"}}'
  || char(10) || '</tool_call>'`
const PREDICTION = `json_object('sample', 's' || i, 'answers', json_array(json_object('text', ${CALL},
  'logprobSum', -0.1 * (i % 97), 'tokens', 40, 'finish', 'stop')), 'model', 'm')`
const VERDICT = `json_object('verdict', iif(i % 2 = 0, 'predictionWrong', 'labelWrong'), 'votes', 2, 'by', 'model')`

async function fillRecords(store: Store, hash: string): Promise<void> {
  for (let round = 1; round <= ROUNDS; round++) {
    await store.write(jobStatements(round, hash))
    if (round > WHOLE) continue
    await store.write(rowsOf(`probe-${round}`, SAMPLES, MEASURE, PREDICTION))
    await store.write(rowsOf(`judge-${round}`, JUDGED, VERDICT, undefined))
  }
}

/** A first reading, in ms of wall clock and of CPU, the store's and DuckDB's threads included. */
async function once<T>(name: string, work: () => Promise<T>, note: (found: T) => string): Promise<BenchRow> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const found = await work()
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { name, value: (user + system) / 1000, unit: 'CPU ms', note: `${Math.round(ms)} ms; ${note(found)}` }
}

const readAll = async (host: RoundHost): Promise<BenchRow[]> => [
  await once(
    `board of ${ROUNDS} rounds × ${SAMPLES} samples, by the engine`,
    () => readBoard(host),
    ({ cells }) => `${cells.length} cells`,
  ),
  await once(
    `flow of ${SAMPLES} samples, by the engine`,
    () => readFlow(host, 1),
    ({ total, paths }) => `${total} samples, ${paths.length} paths`,
  ),
  await once(
    'the same flow, asked for again',
    () => readFlow(host, 1),
    ({ total }) => `${total} samples`,
  ),
  await once(
    `re-score of ${SAMPLES} stored answers, by the engine`,
    () => measuresOf(host, 'probe-1', 'release'),
    ({ found }) => `${found.length} samples, samples and answers read`,
  ),
  await once(
    `ledger of a sample in ${ROUNDS} rounds`,
    () => readLedger(host, 's3'),
    () => '',
  ),
]

export async function benchLargeProject(): Promise<BenchRow[]> {
  const temp = tempFolder()
  const folder = join(temp.path, 'p')
  await createProjectFolder(folder, 'Large', false)
  const hash = await writeSet(folder)
  const engine = loopEngine()
  const project = await engine.open(folder)
  await fillRecords(project.folder.store, hash)
  const rows = await readAll(project.host)
  await engine.close()
  temp.remove()
  return rows
}
