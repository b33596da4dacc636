/** A parent's items: attempts at its stages. Those that were done again stay, marked as replaced. */
import { Failure } from '#core/failure/failure.ts'
import { attemptKey, childIdOf, REPLACED, readAttempt } from '#core/job/parent.ts'
import type { Statement } from '../project/store.ts'
import type { PlannedItem } from './kind.ts'
import { counterStatements, type JobRecord, planStatements, type Reader } from './records.ts'

interface StoredAttempt {
  readonly ordinal: number
  readonly key: string
  readonly state: string
}

/** Those that stand, in order. */
async function standing(store: Reader, job: number): Promise<StoredAttempt[]> {
  const rows = await store.all(
    'SELECT ordinal, key, state FROM item WHERE job = ? AND (reason IS NULL OR reason <> ?) ORDER BY ordinal',
    [job, REPLACED],
  )
  return rows.map((row) => ({
    ordinal: Number(row.ordinal),
    key: String(row.key),
    state: String(row.state),
  }))
}

/** The stage that a parent is at or comes to next, and the id of its job; undefined when all are done. */
export async function nextStage(
  store: Reader,
  { number, spec }: Pick<JobRecord, 'number' | 'spec'>,
): Promise<{ readonly stage: string; readonly job: string } | undefined> {
  const next = (await standing(store, number)).find(({ state }) => state === 'waiting')
  return next && { stage: readAttempt(next.key)?.stage ?? next.key, job: childIdOf(spec.id, next.key) }
}

/** Counters move with the items that change their state. */
function replacing(job: number, items: readonly StoredAttempt[], at: string): Statement[] {
  const counts: Record<string, number> = {}
  for (const { state } of items) {
    if (state !== 'waiting') counts[`item.${state}`] = (counts[`item.${state}`] ?? 0) - 1
    counts['item.dropped'] = (counts['item.dropped'] ?? 0) + 1
  }
  return [
    ...items.map(({ ordinal }) => ({
      sql: `UPDATE item SET state = 'dropped', reason = ?, updated_at = ? WHERE job = ? AND ordinal = ?`,
      params: [REPLACED, at, job, ordinal],
    })),
    ...counterStatements(job, counts),
  ]
}

/** New attempts, and the jobs of those that they set aside. */
export interface NewAttempts {
  readonly statements: Statement[]
  /** How many items are planned with them. */
  readonly planned: number
  readonly replaced: readonly string[]
}

function attemptsFor(
  { number, state, spec }: JobRecord,
  again: readonly StoredAttempt[],
  at: string,
): NewAttempts {
  const attempts = again.map(({ key }): PlannedItem => {
    const { stage: name = key, attempt = 0 } = readAttempt(key) ?? {}
    return { key: attemptKey(name, attempt + 1), input: {} }
  })
  return {
    statements: [...replacing(number, again, at), ...planStatements(number, state.planned, attempts)],
    planned: state.planned + attempts.length,
    replaced: again.map(({ key }) => childIdOf(spec.id, key)),
  }
}

/** Puts new attempts at a stage and all after it behind the ones there are. @throws Failure `job.settings` without such a stage */
export async function attemptsFrom(
  store: Reader,
  record: JobRecord,
  stage: string,
  at: string,
): Promise<NewAttempts> {
  const all = await standing(store, record.number)
  const from = all.findIndex(({ key }) => readAttempt(key)?.stage === stage)
  if (from < 0) throw new Failure('job.settings', { why: `there is no stage ${stage}` })
  return attemptsFor(record, all.slice(from), at)
}

/** The attempt waits again, with new attempts at all after it. @throws Failure `job.settings` unless it stands */
export async function reopened(
  store: Reader,
  record: JobRecord,
  key: string,
  at: string,
): Promise<NewAttempts> {
  const all = await standing(store, record.number)
  const from = all.findIndex((one) => one.key === key)
  const own = all[from]
  if (own === undefined) throw new Failure('job.settings', { why: `there is no attempt ${key}` })
  const after = attemptsFor(record, all.slice(from + 1), at)
  const waits = {
    sql: `UPDATE item SET state = 'waiting', summary = NULL, updated_at = ? WHERE job = ? AND ordinal = ?`,
    params: [at, record.number, own.ordinal],
  }
  const counts = own.state === 'waiting' ? {} : { [`item.${own.state}`]: -1 }
  return { ...after, statements: [waits, ...counterStatements(record.number, counts), ...after.statements] }
}
