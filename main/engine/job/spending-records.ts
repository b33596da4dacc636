/** What jobs have spent, in the database: the clock of each, the costs of a pilot's items, tokens and money of all. */
import { USAGE } from '#core/job/budget.ts'
import type { ItemCost } from '#core/job/pilot.ts'
import type { Statement, Store } from '../project/store.ts'
import type { Reader } from './records.ts'

/** How long a job has run until now. */
export const clockStatement = (job: number, ranMs: number): Statement => ({
  sql: `INSERT INTO job_clock VALUES (?, ?)
        ON CONFLICT (job) DO UPDATE SET ran_ms = max(ran_ms, excluded.ran_ms)`,
  params: [job, Math.round(ranMs)],
})

/** Running time by the last durable record; undefined where none is. */
export async function readClock(store: Reader, job: number): Promise<number | undefined> {
  const row = await store.get('SELECT ran_ms FROM job_clock WHERE job = ?', [job])
  return row && Number(row.ran_ms)
}

/** Adds to what an item of the pilot took. @param micros money in millionths */
export const costStatement = (
  job: number,
  ordinal: number,
  { tokens, micros, ms }: { readonly tokens: number; readonly micros: number; readonly ms: number },
): Statement => ({
  sql: `INSERT INTO pilot_cost VALUES (?, ?, ?, ?, ?) ON CONFLICT (job, ordinal) DO UPDATE
        SET tokens = tokens + excluded.tokens, micros = micros + excluded.micros, ms = ms + excluded.ms`,
  params: [job, ordinal, tokens, micros, ms],
})

export async function pilotCosts(store: Store, job: number): Promise<ItemCost[]> {
  const rows = await store.all('SELECT tokens, micros, ms FROM pilot_cost WHERE job = ? ORDER BY ordinal', [
    job,
  ])
  return rows.map((row) => ({
    tokens: Number(row.tokens),
    money: Number(row.micros) / 1_000_000,
    ms: Number(row.ms),
  }))
}

/** Usage counters of every job that has some, by the job's number. */
export async function usageOfAll(store: Reader): Promise<Map<number, Record<string, number>>> {
  const names = Object.values(USAGE)
  const rows = await store.all(
    `SELECT job, name, value FROM job_counter WHERE name IN (${names.map(() => '?').join(', ')})`,
    names,
  )
  const all = new Map<number, Record<string, number>>()
  for (const row of rows) {
    const counters = all.get(Number(row.job)) ?? {}
    counters[String(row.name)] = Number(row.value)
    all.set(Number(row.job), counters)
  }
  return all
}
