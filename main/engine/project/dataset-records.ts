/** Datasets in the database: one row each; the samples stand in files named by hash. */
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import type { Dataset } from '#core/sample/dataset.ts'
import type { Row, Statement, Store } from './store.ts'
import { readStored } from './stored.ts'

const parent = z.object({
  job: z.string().optional(),
  dataset: z.string().optional(),
  file: z.string().optional(),
})
const datasetRecord = z.object({
  id: z.string(),
  number: z.number().int(),
  name: z.string(),
  hash: z.string().regex(/^[0-9a-f]{8,64}$/),
  counts: z.object({ train: z.number(), test: z.number(), refused: z.record(z.string(), z.number()) }),
  parents: z.array(parent),
  createdAt: z.string(),
  job: z.string(),
})

const datasetOf = (row: Row): Dataset =>
  readStored('dataset', String(row.record), (raw) => datasetRecord.parse(raw) as Dataset)

/** A second row with the same id changes nothing: a stage that is run again records its dataset once. */
export const insertDataset = (dataset: Dataset): Statement => ({
  sql: 'INSERT OR IGNORE INTO dataset VALUES (?, ?, ?, ?)',
  params: [dataset.number, dataset.id, dataset.hash, JSON.stringify(dataset)],
})

/** Latest first. */
export const listDatasets = async (store: Store): Promise<Dataset[]> =>
  (await store.all('SELECT record FROM dataset ORDER BY number DESC')).map(datasetOf)

export const nextDatasetNumber = async (store: Store): Promise<number> =>
  Number((await store.get('SELECT coalesce(max(number), 0) + 1 AS n FROM dataset'))?.n ?? 1)

/** @throws Failure `dataset.notFound` */
export async function findDataset(store: Store, id: string): Promise<Dataset> {
  const row = await store.get('SELECT record FROM dataset WHERE id = ?', [id])
  if (!row) throw new Failure('dataset.notFound', { id })
  return datasetOf(row)
}
