/** What work left behind in a project, without times: equal for equal work of the same seed. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openReader } from '#engine/project/sqlite-store.ts'
import { WORKER } from './project.ts'

export interface Residue {
  /** `job ordinal step` → body, of every step that is durable. */
  readonly steps: ReadonlyMap<string, string>
  readonly items: readonly unknown[]
  readonly counters: readonly unknown[]
  /** What was asked for and spent; equal as long as runs end by kills, which take what they had not recorded with them. */
  readonly usage: readonly unknown[]
  /** Hashes of the training and test files of every dataset folder; ids of jobs are not in them. */
  readonly rows: readonly string[]
  /** Dataset rows in the project. */
  readonly datasets: number
}

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

const rowFiles = (folder: string): string[] =>
  readdirSync(folder)
    // What a killed run was building; the next opening sweeps it away.
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      ['train.parquet', 'test.parquet'].map((file) => `${file} ${hashOf(join(folder, name, file))}`),
    )
    .sort()

/** Every dataset folder and the names of its files; what a killed run was building counts too. */
export const datasetFiles = (
  folder: string,
): { readonly name: string; readonly files: readonly string[] }[] =>
  readdirSync(join(folder, 'datasets'))
    .sort()
    .map((name) => ({ name, files: readdirSync(join(folder, 'datasets', name)).sort() }))

export async function readResidue(folder: string): Promise<Residue> {
  const store = await openReader(WORKER, join(folder, 'project.sqlite'))
  const steps = await store.all('SELECT job, item, number, body FROM step ORDER BY job, item, number')
  const residue: Residue = {
    steps: new Map(steps.map((row) => [`${row.job} ${row.item} ${row.number}`, String(row.body)])),
    items: await store.all(
      "SELECT job, ordinal, key, state, reason, detail, iif(key = 'dataset', '', summary) AS summary FROM item ORDER BY job, ordinal",
    ),
    counters: await store.all(
      "SELECT job, name, value FROM job_counter WHERE name NOT LIKE 'usage.%' ORDER BY job, name",
    ),
    usage: await store.all(
      "SELECT job, name, value FROM job_counter WHERE name LIKE 'usage.%' ORDER BY job, name",
    ),
    rows: rowFiles(join(folder, 'datasets')),
    datasets: Number((await store.get('SELECT count(*) AS n FROM dataset'))?.n),
  }
  await store.close()
  return residue
}
