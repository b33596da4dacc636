/** What a composed dataset says of each sample beside its content: why it is there. Kept in the dataset's folder. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listValue } from '@duckdb/node-api'
import { z } from 'zod'
import { POOLS, type Pool } from '#core/round/mix.ts'
import type { Candidate } from '#core/round/pick.ts'
import { withDuckDb } from './duckdb.ts'
import type { Column, ParquetSource } from './parquet.ts'

export const ROUND_NOTES = 'round.parquet'

/** `place` is the place in training order, from 0. A number that is not known is an empty text. */
const COLUMNS: readonly Column[] = [
  { name: 'place', type: 'integer' },
  { name: 'id', type: 'text' },
  { name: 'pool', type: 'text' },
  { name: 'pass_rate', type: 'text' },
  { name: 'perplexity', type: 'text' },
]

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value))

/** @param inOrder the training part, in training order */
export const roundNotes = (inOrder: readonly Candidate[]): ParquetSource => ({
  columns: COLUMNS,
  count: inOrder.length,
  row: (place) => {
    const note = inOrder[place]
    if (note === undefined) return []
    return [place, note.id, note.pool, numberText(note.passRate), numberText(note.perplexity)]
  },
})

const optionalNumber = z
  .string()
  .transform((text) => (text === '' ? undefined : Number(text)))
  .refine((value) => value === undefined || !Number.isNaN(value))

const noteSchema = z
  .object({ id: z.string(), pool: z.enum(POOLS), pass_rate: optionalNumber, perplexity: optionalNumber })
  .transform(
    ({ id, pool, pass_rate, perplexity }): Candidate => ({
      id,
      pool,
      ...(pass_rate === undefined ? {} : { passRate: pass_rate }),
      ...(perplexity === undefined ? {} : { perplexity }),
    }),
  )

/**
 * The notes of a dataset in training order; none for a dataset that was not composed.
 *
 * @param folder `datasets/<hash>`
 */
export async function readRoundNotes(folder: string): Promise<readonly Candidate[]> {
  const file = join(folder, ROUND_NOTES)
  if (!existsSync(file)) return []
  return withDuckDb(folder, async (connection) => {
    const reader = await connection.runAndReadAll(
      'SELECT id, pool, pass_rate, perplexity FROM read_parquet($file) ORDER BY place',
      { file },
    )
    return z.array(noteSchema).parse(reader.getRowObjectsJS())
  })
}

/** Pools of the named samples in a composed dataset; those that are not in its training part are left out. */
export async function poolsOf(folder: string, ids: readonly string[]): Promise<ReadonlyMap<string, Pool>> {
  const file = join(folder, ROUND_NOTES)
  if (!existsSync(file) || ids.length === 0) return new Map()
  return withDuckDb(folder, async (connection) => {
    const reader = await connection.runAndReadAll(
      'SELECT id, pool FROM read_parquet($file) WHERE list_contains($ids, id)',
      { file, ids: listValue([...ids]) },
    )
    const rows = z.array(z.object({ id: z.string(), pool: z.enum(POOLS) })).parse(reader.getRowObjectsJS())
    return new Map(rows.map(({ id, pool }) => [id, pool]))
  })
}
