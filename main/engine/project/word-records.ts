/** A person's words on verdicts, in the database: rows are added, none is ever changed. */
import { decodeOverrule, type Overrule, standingWord } from '#core/judge/overrule.ts'
import type { Row, Statement, Store } from './store.ts'
import { readStored } from './stored.ts'

type Reader = Pick<Store, 'all' | 'get'>

const wordOf = (row: Row): Overrule =>
  readStored('word', String(row.body), (raw) => decodeOverrule(String(row.at), raw))

/** @param job id of the judge job; @param sample its item's key */
export const insertWord = (job: string, sample: string, { at, ...body }: Overrule): Statement => ({
  sql: 'INSERT INTO word (job, sample, at, body) SELECT number, ?, ?, ? FROM job WHERE id = ?',
  params: [sample, at, JSON.stringify(body), job],
})

/** All words on one verdict, oldest first. */
export async function wordsOn(store: Reader, job: string, sample: string): Promise<Overrule[]> {
  const rows = await store.all(
    'SELECT w.at, w.body FROM word AS w JOIN job AS j ON j.number = w.job WHERE j.id = ? AND w.sample = ? ORDER BY w.number',
    [job, sample],
  )
  return rows.map(wordOf)
}

/** The word that counts for every sample of a judge job that a person spoke of and did not take all of it back. */
export async function standingWords(store: Reader, job: string): Promise<ReadonlyMap<string, Overrule>> {
  const rows = await store.all(
    'SELECT w.sample, w.at, w.body FROM word AS w JOIN job AS j ON j.number = w.job WHERE j.id = ? ORDER BY w.number',
    [job],
  )
  const words = new Map<string, Overrule[]>()
  for (const row of rows) {
    const sample = String(row.sample)
    words.set(sample, [...(words.get(sample) ?? []), wordOf(row)])
  }
  const standing = new Map<string, Overrule>()
  for (const [sample, given] of words) {
    const word = standingWord(given)
    if (word !== undefined) standing.set(sample, word)
  }
  return standing
}

/** Grows with every word: what was read before is still true while it stays. */
export const wordCount = async (store: Reader): Promise<number> =>
  Number((await store.get('SELECT coalesce(max(number), 0) AS n FROM word'))?.n ?? 0)
