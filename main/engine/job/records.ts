/** Jobs in the database: statements that write them and questions that read them. */
import { foldEvent, type JobState, NEW_JOB } from '#core/job/fold.ts'
import {
  BOUNDARIES,
  type ItemCounts,
  type JobEvent,
  type JobEventBody,
  type JobSpec,
  NO_ITEMS,
} from '#core/job/job.ts'
import { decodeSpec } from '#core/job/spec.ts'
import type { OutcomeGroup } from '#core/job/view.ts'
import type { Row, SqlValue, Statement, Store } from '../project/store.ts'
import { readStored } from '../project/stored.ts'

export type Reader = Pick<Store, 'all' | 'get'>

import type { Counters, ItemEnd, PlannedItem, StepRecord } from './kind.ts'

/** A job as stored; `number` is its short name inside the database. */
export interface JobRecord {
  readonly number: number
  readonly spec: JobSpec
  readonly state: JobState
  readonly newsAt?: string
}

export interface WaitingItem {
  readonly ordinal: number
  /** Times it failed and was put back. */
  readonly failures: number
  readonly key: string
  readonly input: unknown
}

const text = (row: Row, name: string): string => String(row[name])
const decode = <T>(row: Row, name: string): T => readStored('job', text(row, name), (raw) => raw as T)

const asRecord = (row: Row): JobRecord => ({
  number: Number(row.number),
  spec: readStored('job', text(row, 'spec'), decodeSpec),
  state: decode<JobState>(row, 'state'),
  ...(row.news_at === null ? {} : { newsAt: text(row, 'news_at') }),
})

/** Stores a new job with its first event. Answers its record. */
export async function insertJob(store: Store, spec: JobSpec): Promise<JobRecord> {
  const first: JobEvent = { type: 'queued', seq: 1, at: spec.createdAt }
  const state = foldEvent(NEW_JOB, first)
  await store.write([
    {
      sql: 'INSERT INTO job (id, kind, spec, state) VALUES (?, ?, ?, ?)',
      params: [spec.id, spec.kind, JSON.stringify(spec), JSON.stringify(state)],
    },
    {
      sql: 'INSERT INTO job_event SELECT number, 1, ?, ? FROM job WHERE id = ?',
      params: [first.at, JSON.stringify({ type: 'queued' }), spec.id],
    },
  ])
  const stored = await findJob(store, spec.id)
  if (!stored) throw new Error('a job vanished after it was stored')
  return stored
}

export async function findJob(store: Store, id: string): Promise<JobRecord | undefined> {
  const row = await store.get('SELECT * FROM job WHERE id = ?', [id])
  return row && asRecord(row)
}

/** Latest first. */
export async function listJobs(store: Reader): Promise<JobRecord[]> {
  return (await store.all('SELECT * FROM job ORDER BY number DESC')).map(asRecord)
}

export async function listEvents(store: Store, job: number): Promise<JobEvent[]> {
  const rows = await store.all('SELECT seq, at, body FROM job_event WHERE job = ? ORDER BY seq', [job])
  return rows.map((row) => ({
    ...decode<JobEventBody>(row, 'body'),
    seq: Number(row.seq),
    at: text(row, 'at'),
  }))
}

/** The event and the state that follows from it, for one transaction with whatever it belongs to. */
export function eventStatements(
  job: number,
  state: JobState,
  body: JobEventBody,
  at: string,
): [JobState, Statement[]] {
  const event: JobEvent = { ...body, seq: state.seq + 1, at }
  const next = foldEvent(state, event)
  return [
    next,
    [
      {
        sql: 'INSERT INTO job_event VALUES (?, ?, ?, ?)',
        params: [job, event.seq, at, JSON.stringify(body)],
      },
      {
        sql: 'UPDATE job SET state = ?, news_at = ? WHERE number = ?',
        params: [JSON.stringify(next), at, job],
      },
    ],
  ]
}

const COUNT = `INSERT INTO job_counter VALUES (?, ?, ?)
  ON CONFLICT (job, name) DO UPDATE SET value = value + excluded.value`

export const counterStatements = (job: number, counters: Counters): Statement[] =>
  Object.entries(counters)
    .filter(([, delta]) => delta !== 0)
    .map(([name, delta]) => ({ sql: COUNT, params: [job, name, delta] }))

export const planStatements = (job: number, first: number, items: readonly PlannedItem[]): Statement[] =>
  items.map((item, i) => ({
    sql: 'INSERT INTO item (job, ordinal, key, input) VALUES (?, ?, ?, ?)',
    params: [job, first + i, item.key, JSON.stringify(item.input ?? null)],
  }))

export const stepStatement = (job: number, ordinal: number, number: number, body: string): Statement => ({
  sql: 'INSERT INTO step VALUES (?, ?, ?, ?)',
  params: [job, ordinal, number, body],
})

export const endStatements = (job: number, ordinal: number, end: ItemEnd, at: string): Statement[] => [
  {
    sql: `UPDATE item SET state = ?, reason = ?, detail = ?, boundary = NULL, summary = ?, updated_at = ?
          WHERE job = ? AND ordinal = ? AND state = 'waiting'`,
    params: [
      end.state,
      end.reason ?? null,
      end.detail ?? null,
      end.summary === undefined ? null : JSON.stringify(end.summary),
      at,
      job,
      ordinal,
    ],
  },
  ...(end.writes ?? []),
]

export const failStatement = (
  job: number,
  ordinal: number,
  fault: { boundary: string; reason: string; detail: string },
  at: string,
): Statement => ({
  sql: `UPDATE item SET state = 'failed', boundary = ?, reason = ?, detail = ?, tries = tries + 1, updated_at = ?
        WHERE job = ? AND ordinal = ? AND state = 'waiting'`,
  params: [fault.boundary, fault.reason, fault.detail.slice(0, 2000), at, job, ordinal],
})

/** Failed items back to waiting, counters with them. With `reason`, only those. */
export function retryStatements(job: number, reason: string | undefined): Statement[] {
  const where = `job = ? AND state = 'failed'${reason === undefined ? '' : ' AND reason = ?'}`
  const params: SqlValue[] = reason === undefined ? [job] : [job, reason]
  return [
    {
      sql: `INSERT INTO job_counter SELECT ?, 'item.failed', -count(*) FROM item WHERE ${where}
            ON CONFLICT (job, name) DO UPDATE SET value = value + excluded.value`,
      params: [job, ...params],
    },
    {
      sql: `UPDATE item SET state = 'waiting', boundary = NULL, reason = NULL, detail = NULL WHERE ${where}`,
      params,
    },
  ]
}

export async function readCounters(store: Reader, job: number): Promise<Record<string, number>> {
  const rows = await store.all('SELECT name, value FROM job_counter WHERE job = ?', [job])
  return Object.fromEntries(rows.map((row) => [text(row, 'name'), Number(row.value)]))
}

/** Item counts from the counters, which change in the same transactions as the items. */
export function itemCounts(planned: number, counters: Readonly<Record<string, number>>): ItemCounts {
  const done = counters['item.done'] ?? 0
  const dropped = counters['item.dropped'] ?? 0
  const failed = counters['item.failed'] ?? 0
  return { ...NO_ITEMS, planned, done, dropped, failed, waiting: planned - done - dropped - failed }
}

export async function waitingItems(
  store: Store,
  job: number,
  after: number,
  limit: number,
): Promise<WaitingItem[]> {
  const rows = await store.all(
    `SELECT ordinal, key, input, tries FROM item WHERE job = ? AND state = 'waiting' AND ordinal > ? ORDER BY ordinal LIMIT ?`,
    [job, after, limit],
  )
  return rows.map(asWaiting)
}

const asWaiting = (row: Row): WaitingItem => ({
  ordinal: Number(row.ordinal),
  failures: Number(row.tries),
  key: text(row, 'key'),
  input: decode(row, 'input'),
})

/** Of the items named, those that wait. */
export async function* waitingAmong(
  store: Store,
  job: number,
  ordinals: readonly number[],
): AsyncGenerator<WaitingItem> {
  for (const ordinal of ordinals) {
    const row = await store.get(
      `SELECT ordinal, key, input, tries FROM item WHERE job = ? AND ordinal = ? AND state = 'waiting'`,
      [job, ordinal],
    )
    if (row !== undefined) yield asWaiting(row)
  }
}

export async function readSteps(store: Store, job: number, ordinal: number): Promise<StepRecord[]> {
  const rows = await store.all('SELECT body FROM step WHERE job = ? AND item = ? ORDER BY number', [
    job,
    ordinal,
  ])
  return rows.map((row) => ({ body: decode<unknown>(row, 'body') }))
}

/** Steps of all items of a job, in order; for jobs with few. */
export async function allSteps(store: Reader, job: number): Promise<{ item: number; body: unknown }[]> {
  const rows = await store.all('SELECT item, body FROM step WHERE job = ? ORDER BY item, number', [job])
  return rows.map((row) => ({ item: Number(row.item), body: decode<unknown>(row, 'body') }))
}

export async function outcomeGroups(store: Store, job: number): Promise<OutcomeGroup[]> {
  const rows = await store.all(
    `SELECT state, boundary, reason, count(*) AS n, min(key) AS key, max(detail) AS detail FROM item
     WHERE job = ? AND state IN ('dropped', 'failed') GROUP BY state, boundary, reason ORDER BY n DESC LIMIT 200`,
    [job],
  )
  return rows.map((row) => {
    const boundary = BOUNDARIES.find((b) => b === row.boundary)
    return {
      state: row.state === 'failed' ? 'failed' : 'dropped',
      ...(boundary === undefined ? {} : { boundary }),
      reason: String(row.reason ?? ''),
      count: Number(row.n),
      example: { key: text(row, 'key'), detail: String(row.detail ?? '') },
    }
  })
}
