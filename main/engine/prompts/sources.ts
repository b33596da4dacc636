/** Where the dialogs and samples that prompts are looked at with come from: the open project's tables and files. */
import { join } from 'node:path'
import type { DialogLanguage } from '#core/dialog/case-type.ts'
import type { ToolSet } from '#core/tool/tool.ts'
import { sampleOf, samplePage } from '../dataset/pages.ts'
import type { LoopSource } from '../loop-records.ts'
import { listDatasets } from '../project/dataset-records.ts'
import { dialogPage, findDialog } from '../project/dialog-records.ts'
import { readStored } from '../project/stored.ts'
import { predictionFromSteps } from '../stage/probe/kind.ts'
import type { Prompts } from '../stage/prompts.ts'
import { dialogFromSteps } from '../stage/simulate/record.ts'
import type { ExampleSources, Found, FoundDialog, FoundSample } from './examples.ts'

export interface ProjectSource extends LoopSource {
  /** The tool set that a simulate job used. */
  toolSetOf(job: string): Promise<ToolSet>
  readonly prompts: Pick<Prompts, 'inForce'>
}

/** With the language first, then whatever there is: a look in another language is better than none. */
async function firstOf<T>(
  language: DialogLanguage,
  find: (language: DialogLanguage | undefined) => Promise<T | undefined>,
): Promise<T | undefined> {
  return (await find(language)) ?? find(undefined)
}

async function dialogAt(
  source: ProjectSource,
  language: DialogLanguage | undefined,
  at: number,
  most: number,
): Promise<Found<FoundDialog> | undefined> {
  const query = { search: '', state: 'done', language, facets: false, limit: most }
  const { rows } = await dialogPage(source.store, query)
  const row = rows[Math.min(at, rows.length - 1)]
  if (row === undefined) return undefined
  const stored = await findDialog(source.store, row.job, row.key)
  const dialog = dialogFromSteps(stored.input, stored.steps)
  const { tools } = await source.toolSetOf(row.job)
  const offered = tools.filter(({ name }) => dialog.setup.tools.includes(name))
  return { count: rows.length, one: { job: row.job, key: row.key, dialog, tools: offered } }
}

/** What the latest probe of a dataset heard of a sample. */
async function predictionFor(
  { store }: ProjectSource,
  dataset: string,
  sample: string,
): Promise<string | undefined> {
  const rows = await store.all(
    `SELECT s.body FROM job AS j JOIN item AS i ON i.job = j.number
     JOIN step AS s ON s.job = i.job AND s.item = i.ordinal
     WHERE j.kind = 'probe' AND j.spec ->> '$.inputs.dataset' = ? AND i.key = ? ORDER BY j.number DESC, s.number LIMIT 1`,
    [dataset, sample],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const body = readStored('prediction', String(row.body), (raw) => raw)
  return predictionFromSteps(sample, [{ body }])?.answers[0]?.text
}

async function sampleAt(
  source: ProjectSource,
  language: DialogLanguage | undefined,
  at: number,
  most: number,
): Promise<Found<FoundSample> | undefined> {
  const [dataset] = await listDatasets(source.store)
  if (dataset === undefined) return undefined
  const folder = join(source.datasetsFolder, dataset.hash)
  const { rows } = await samplePage(folder, { search: '', language, limit: most })
  const row = rows[Math.min(at, rows.length - 1)]
  if (row === undefined) return undefined
  const { sample } = await sampleOf(folder, row.id)
  const prediction = await predictionFor(source, dataset.id, row.id)
  return { count: rows.length, one: { dataset, sample, ...(prediction === undefined ? {} : { prediction }) } }
}

export const exampleSources = (source: ProjectSource): ExampleSources => ({
  dialog: (language, at, most) => firstOf(language, (one) => dialogAt(source, one, at, most)),
  sample: (language, at, most) => firstOf(language, (one) => sampleAt(source, one, at, most)),
  shelf: () => source.prompts.inForce(),
})
