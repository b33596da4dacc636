/** Dialogs in lists: what is counted is what a filter then gives. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CASE_TYPES, type CaseType } from '#core/dialog/case-type.ts'
import { dialogPage } from '#engine/project/dialog-records.ts'
import type { Store } from '#engine/project/store.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'

let temp: ReturnType<typeof tempFolder>
let store: Store
beforeEach(async () => {
  temp = tempFolder()
  store = await openTestStore(temp.path)
  await store.write([
    { sql: "INSERT INTO job VALUES (1, 'one', 'simulate', '{}', '{}', NULL)", params: [] },
    { sql: "INSERT INTO job VALUES (2, 'two', 'prepare', '{}', '{}', NULL)", params: [] },
  ])
})
afterEach(async () => {
  await store.close()
  temp.remove()
})

async function put(
  ordinal: number,
  state: string,
  needs: CaseType[],
  came?: CaseType[],
  job = 1,
): Promise<void> {
  const input = { language: ordinal % 2 === 0 ? 'en' : 'zh', level: 'easy', needs }
  const summary = came && { messages: 4, calls: 1, unagreed: 0, types: came, opening: 'Hello.' }
  await store.write([
    {
      sql: 'INSERT INTO item (job, ordinal, key, input, state, summary) VALUES (?, ?, ?, ?, ?, ?)',
      params: [
        job,
        ordinal,
        `d${ordinal}`,
        JSON.stringify(input),
        state,
        summary ? JSON.stringify(summary) : null,
      ],
    },
  ])
}
const page = (more: Partial<Parameters<typeof dialogPage>[1]> = {}) =>
  dialogPage(store, { search: '', limit: 10, ...more })

it('counts each dialog once for each need that came out, and the drawn needs of one that has not ended', async () => {
  await put(0, 'done', ['single', 'chat'], ['single', 'single'])
  await put(1, 'done', ['chat'], ['chat', 'single'])
  await put(2, 'waiting', ['parallel', 'parallel', 'chat'])
  await put(0, 'done', ['single'], ['single'], 2)
  const { facets, total } = await page()
  expect(total).toBe(3)
  expect(facets.type).toEqual({ single: 2, chat: 2, parallel: 1 })
  expect(facets.state).toEqual({ done: 2, waiting: 1 })
  for (const type of CASE_TYPES) expect((await page({ type })).total).toBe(facets.type?.[type] ?? 0)
})

it('counts needs under the filters that are on', async () => {
  await put(0, 'done', [], ['single', 'chat'])
  await put(1, 'done', [], ['chat'])
  await put(2, 'dropped', [], ['toolError'])
  expect((await page({ language: 'en' })).facets.type).toEqual({ single: 1, chat: 1, toolError: 1 })
  expect((await page({ state: 'done', language: 'zh' })).facets.type).toEqual({ chat: 1 })
  expect((await page({ after: '1.0' })).facets).toEqual({})
  expect(await page({ facets: false })).toMatchObject({ total: 3, facets: {} })
})
