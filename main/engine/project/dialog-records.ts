/** Dialogs in the database: an item of a simulate job, its steps the turns. `input` is the dialog's setup. */
import { z } from 'zod'
import type { DialogRow, Facets, Page } from '#core/contract/views.ts'
import { CASE_TYPES, LANGUAGES, LEVELS } from '#core/dialog/case-type.ts'
import { Failure } from '#core/failure/failure.ts'
import type { Row, SqlValue, Store } from './store.ts'
import { readStored } from './stored.ts'

export interface DialogQuery {
  readonly job?: string | undefined
  readonly search: string
  readonly state?: string | undefined
  readonly language?: string | undefined
  readonly level?: string | undefined
  readonly type?: string | undefined
  /** False leaves the facets out. */
  readonly facets?: boolean | undefined
  /** Cursor: `job number.ordinal` of the last row of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** What a finished dialog says of itself in lists; written by the simulate stage as the item's summary. */
export const dialogSummary = z.object({
  messages: z.number(),
  calls: z.number(),
  unagreed: z.number(),
  types: z.array(z.enum(CASE_TYPES)),
  opening: z.string(),
})

const setupHead = z.object({
  language: z.enum(LANGUAGES),
  level: z.enum(LEVELS),
  needs: z.array(z.enum(CASE_TYPES)),
})

/** The needs of a dialog: as they came out, or as drawn while it has not ended. */
const TYPES = "json_each(coalesce(i.summary, i.input), iif(i.summary IS NULL, '$.needs', '$.types'))"

interface Where {
  readonly sql: string
  readonly params: SqlValue[]
}

/** `%` and `_` in a search mean themselves; the text is looked for as it stands in JSON. */
const likeJson = (search: string): string =>
  `%${JSON.stringify(search)
    .slice(1, -1)
    .replace(/[\\%_]/g, (c) => `\\${c}`)}%`

function where(query: DialogQuery): Where {
  const parts: string[] = ["j.kind = 'simulate'"]
  const params: SqlValue[] = []
  const add = (sql: string, ...values: SqlValue[]): void => {
    parts.push(sql)
    params.push(...values)
  }
  if (query.job !== undefined) add('j.id = ?', query.job)
  if (query.state !== undefined) add('i.state = ?', query.state)
  if (query.language !== undefined) add("i.input ->> '$.language' = ?", query.language)
  if (query.level !== undefined) add("i.input ->> '$.level' = ?", query.level)
  if (query.type !== undefined) {
    add(`EXISTS (SELECT 1 FROM ${TYPES} WHERE value = ?)`, query.type)
  }
  if (query.search.trim() !== '') {
    add(
      "EXISTS (SELECT 1 FROM step AS s WHERE s.job = i.job AND s.item = i.ordinal AND s.body LIKE ? ESCAPE '\\')",
      likeJson(query.search.trim()),
    )
  }
  return { sql: parts.join(' AND '), params }
}

const FROM = 'FROM item AS i JOIN job AS j ON j.number = i.job'
const COLUMNS = `j.id AS job, i.job AS job_number, i.ordinal, i.key, i.state, i.reason, i.input, i.summary, i.updated_at,
  (SELECT count(*) FROM step AS s WHERE s.job = i.job AND s.item = i.ordinal) AS steps`

function rowOf(row: Row): DialogRow {
  const head = readStored('dialog', String(row.input), (raw) => setupHead.parse(raw))
  const summary =
    row.summary === null
      ? {
          messages: Math.max(0, Number(row.steps) - 1),
          calls: 0,
          unagreed: 0,
          types: head.needs,
          opening: '',
        }
      : readStored('dialog', String(row.summary), (raw) => dialogSummary.parse(raw))
  const state = String(row.state)
  return {
    job: String(row.job),
    key: String(row.key),
    ordinal: Number(row.ordinal),
    state: state === 'done' || state === 'dropped' || state === 'failed' ? state : 'waiting',
    ...(row.reason === null ? {} : { reason: String(row.reason) }),
    language: head.language,
    level: head.level,
    messages: summary.messages,
    calls: summary.calls,
    unagreed: summary.unagreed,
    types: summary.types,
    opening: summary.opening,
    updatedAt: String(row.updated_at ?? ''),
  }
}

async function facets(store: Store, query: DialogQuery): Promise<Facets> {
  const { sql, params } = where(query)
  const count = async (expression: string, from = FROM): Promise<Record<string, number>> => {
    // A dialog counts once for each of its values, as it does when the value is a filter.
    const rows = await store.all(
      `SELECT value, count(*) AS n FROM (SELECT DISTINCT i.job, i.ordinal, ${expression} AS value ${from} WHERE ${sql}) GROUP BY 1`,
      params,
    )
    return Object.fromEntries(rows.map((row) => [String(row.value), Number(row.n)]))
  }
  return {
    state: await count('i.state'),
    language: await count("i.input ->> '$.language'"),
    level: await count("i.input ->> '$.level'"),
    type: await count('t.value', `${FROM} JOIN ${TYPES} AS t`),
  }
}

/** Latest job first, then in order. Facets and total are counted for the first page only. */
export async function dialogPage(
  store: Store,
  query: DialogQuery,
): Promise<Page<DialogRow> & { facets: Facets }> {
  const { sql, params } = where(query)
  const [job, ordinal] = (query.after ?? '').split('.').map(Number)
  const later = query.after === undefined ? '' : 'AND (i.job < ? OR (i.job = ? AND i.ordinal > ?))'
  const laterParams = query.after === undefined ? [] : [job ?? 0, job ?? 0, ordinal ?? 0]
  const rows = await store.all(
    `SELECT ${COLUMNS} ${FROM} WHERE ${sql} ${later} ORDER BY i.job DESC, i.ordinal LIMIT ?`,
    [...params, ...laterParams, query.limit],
  )
  const total = Number((await store.get(`SELECT count(*) AS n ${FROM} WHERE ${sql}`, params))?.n ?? 0)
  const last = rows.at(-1)
  return {
    rows: rows.map(rowOf),
    total,
    facets: query.after === undefined && query.facets !== false ? await facets(store, query) : {},
    ...(last && rows.length === query.limit ? { next: `${last.job_number}.${last.ordinal}` } : {}),
  }
}

export interface StoredDialog {
  readonly row: DialogRow
  /** The setup as drawn; decoded by the stage. */
  readonly input: unknown
  readonly steps: readonly { readonly body: unknown }[]
}

async function stored(store: Store, row: Row): Promise<StoredDialog> {
  const steps = await store.all('SELECT body FROM step WHERE job = ? AND item = ? ORDER BY number', [
    Number(row.job_number),
    Number(row.ordinal),
  ])
  return {
    row: rowOf(row),
    input: readStored('dialog', String(row.input), (raw) => raw),
    steps: steps.map((step) => ({ body: readStored('dialog', String(step.body), (raw) => raw) })),
  }
}

/** @throws Failure `job.notFound` */
export async function findDialog(store: Store, job: string, key: string): Promise<StoredDialog> {
  const row = await store.get(`SELECT ${COLUMNS} ${FROM} WHERE j.id = ? AND i.key = ?`, [job, key])
  if (!row) throw new Failure('job.notFound', { id: `${job} ${key}` })
  return stored(store, row)
}

/** Finished dialogs of a job, in order, a page in memory at a time. */
export async function* finishedDialogs(store: Store, job: string): AsyncGenerator<StoredDialog> {
  const page = 200
  let after = -1
  for (;;) {
    const rows = await store.all(
      `SELECT ${COLUMNS} ${FROM} WHERE j.id = ? AND i.state = 'done' AND i.ordinal > ? ORDER BY i.ordinal LIMIT ?`,
      [job, after, page],
    )
    for (const row of rows) {
      after = Number(row.ordinal)
      yield stored(store, row)
    }
    if (rows.length < page) return
  }
}
