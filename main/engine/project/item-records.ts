/** Items of any job with their steps, as a later stage reads them. */

import { z } from 'zod'
import type { Row, Store } from './store.ts'
import { readStored } from './stored.ts'

export interface StoredItem {
  readonly key: string
  readonly input: unknown
  readonly state: string
  readonly steps: readonly { readonly body: unknown }[]
}

const PAGE = 500

/** Bodies as texts: SQLite would end the whole reading where one of them is damaged. */
const stepTexts = (list: string): string[] => z.array(z.string()).parse(JSON.parse(list))

const STEPS = `(SELECT json_group_array(s.body) FROM
   (SELECT body FROM step WHERE job = i.job AND item = i.ordinal ORDER BY number) AS s) AS steps`

const itemFrom = (row: Row): StoredItem => ({
  key: String(row.key),
  input: readStored('item', String(row.input), (raw) => raw),
  state: String(row.state),
  steps: stepTexts(String(row.steps)).map((text) => ({ body: readStored('step', text, (raw) => raw) })),
})

/** One item; undefined when the job has none of that key. */
export async function itemOf(store: Store, job: string, key: string): Promise<StoredItem | undefined> {
  const row = await store.get(
    `SELECT i.key, i.input, i.state, ${STEPS} FROM item AS i JOIN job AS j ON j.number = i.job
      WHERE j.id = ? AND i.key = ?`,
    [job, key],
  )
  return row && itemFrom(row)
}

/** In the order in which they were planned, a page in memory at a time. */
export async function* itemsOf(store: Store, job: string): AsyncGenerator<StoredItem> {
  let after = -1
  for (;;) {
    const rows = await store.all(
      `SELECT i.ordinal, i.key, i.input, i.state, ${STEPS}
       FROM item AS i JOIN job AS j ON j.number = i.job WHERE j.id = ? AND i.ordinal > ? ORDER BY i.ordinal LIMIT ?`,
      [job, after, PAGE],
    )
    for (const row of rows) {
      after = Number(row.ordinal)
      yield itemFrom(row)
    }
    if (rows.length < PAGE) return
  }
}
