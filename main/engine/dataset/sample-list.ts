/** Columns of a dataset without its samples: what lists need of many rows at once. */
import { join } from 'node:path'
import { listValue } from '@duckdb/node-api'
import { z } from 'zod'
import { CASE_TYPES, LANGUAGES } from '#core/dialog/case-type.ts'
import { parentsSchema } from '#core/sample/decode.ts'
import type { Parent } from '#core/sample/sample.ts'
import { FILES } from './dataset-files.ts'
import { withDuckDb } from './duckdb.ts'

const lineSchema = z.object({ id: z.string(), kind: z.enum(CASE_TYPES), language: z.enum(LANGUAGES) })
export type SampleLine = z.infer<typeof lineSchema>

/** Every sample of a part, in order. @param folder of the dataset */
export function listSamples(folder: string, part: 'train' | 'test'): Promise<SampleLine[]> {
  return withDuckDb(folder, async (connection) => {
    const found = await connection.runAndReadAll(
      'SELECT id, kind, language FROM read_parquet($file) WHERE split = $part ORDER BY ordinal',
      { file: join(folder, FILES.samples), part },
    )
    return z.array(lineSchema).parse(found.getRowObjectsJS())
  })
}

/** Ids of the samples in which a text was said, upper or lower case. */
export function samplesSaying(folder: string, text: string): Promise<ReadonlySet<string>> {
  return withDuckDb(folder, async (connection) => {
    const found = await connection.runAndReadAll(
      'SELECT id FROM read_parquet($file) WHERE contains(search, $text)',
      { file: join(folder, FILES.samples), text: text.trim().toLowerCase() },
    )
    const rows = z.array(z.object({ id: z.string() })).parse(found.getRowObjectsJS())
    return new Set(rows.map(({ id }) => id))
  })
}

/** Last user messages of some samples, cut, by id. */
export function promptsOf(folder: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return Promise.resolve(new Map())
  return withDuckDb(folder, async (connection) => {
    const found = await connection.runAndReadAll(
      'SELECT id, prompt FROM read_parquet($file) WHERE list_contains($ids, id)',
      { file: join(folder, FILES.samples), ids: listValue([...ids]) },
    )
    const rows = z.array(z.object({ id: z.string(), prompt: z.string() })).parse(found.getRowObjectsJS())
    return new Map(rows.map(({ id, prompt }) => [id, prompt]))
  })
}

const childSchema = z.object({ id: z.string(), pool: z.string(), body: z.string() })

const standsSchema = z.object({
  id: z.string(),
  split: z.enum(['train', 'test']),
  prompt: z.string(),
  body: z.string(),
})
const bodySchema = z.object({ parents: parentsSchema })

/** Where a sample comes from and what it opens with. */
export interface Standing {
  readonly id: string
  readonly split: 'train' | 'test'
  readonly prompt: string
  readonly parents: readonly Parent[]
}

/** Those of the ids that stand in a dataset. @param folder of the dataset */
export function samplesNamed(folder: string, ids: readonly string[]): Promise<Standing[]> {
  if (ids.length === 0) return Promise.resolve([])
  return withDuckDb(folder, async (connection) => {
    const found = await connection.runAndReadAll(
      'SELECT id, split, prompt, body FROM read_parquet($file) WHERE list_contains($ids, id)',
      { file: join(folder, FILES.samples), ids: listValue([...ids]) },
    )
    return z
      .array(standsSchema)
      .parse(found.getRowObjectsJS())
      .map(({ body, ...row }) => ({ ...row, parents: bodySchema.parse(JSON.parse(body)).parents }))
  })
}

/** A sample of a round's set that stands for another one: the same case with a corrected label. */
export interface Relabelled {
  readonly id: string
  readonly pool: string
  readonly parents: readonly string[]
}

/**
 * Samples of a composed set, other than variations and fresh ones, that do not stand in the set before.
 *
 * @param datasetsFolder holds both; @param hash of the set; @param before of the set before it
 */
export function relabelledIn(
  datasetsFolder: string,
  { hash, notes, before }: { readonly hash: string; readonly notes: string; readonly before: string },
): Promise<Relabelled[]> {
  return withDuckDb(datasetsFolder, async (connection) => {
    const found = await connection.runAndReadAll(
      `SELECT n.id, n.pool, s.body FROM read_parquet($notes) AS n JOIN read_parquet($samples) AS s USING (id)
       WHERE n.pool IN ('errorSeed', 'highPerplexity') AND n.id NOT IN (SELECT id FROM read_parquet($before))`,
      {
        notes: join(datasetsFolder, hash, notes),
        samples: join(datasetsFolder, hash, FILES.samples),
        before: join(datasetsFolder, before, FILES.samples),
      },
    )
    return z
      .array(childSchema)
      .parse(found.getRowObjectsJS())
      .map(({ id, pool, body }) => ({
        id,
        pool,
        parents: bodySchema
          .parse(JSON.parse(body))
          .parents.flatMap((parent) => (parent.from === 'sample' ? parent.sample : [])),
      }))
  })
}
