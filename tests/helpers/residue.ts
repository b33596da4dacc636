/** What work left behind in a project, without times: equal for equal work of the same seed. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openReader } from '#engine/project/sqlite-store.ts'
import { WORKER } from './project.ts'

export interface Residue {
  /** `job ordinal step` → body, of every step that is durable. */
  readonly steps: ReadonlyMap<string, string>
  readonly items: readonly unknown[]
  readonly counters: readonly unknown[]
  readonly datasets: readonly unknown[]
  readonly folders: readonly string[]
}

export async function readResidue(folder: string): Promise<Residue> {
  const store = await openReader(WORKER, join(folder, 'project.sqlite'))
  const steps = await store.all('SELECT job, item, number, body FROM step ORDER BY job, item, number')
  const residue: Residue = {
    steps: new Map(steps.map((row) => [`${row.job} ${row.item} ${row.number}`, String(row.body)])),
    items: await store.all(
      'SELECT job, ordinal, key, state, reason, detail, summary FROM item ORDER BY job, ordinal',
    ),
    counters: await store.all(
      "SELECT job, name, value FROM job_counter WHERE name NOT LIKE 'usage.%' ORDER BY job, name",
    ),
    datasets: (await store.all('SELECT number, hash FROM dataset ORDER BY number')).map((row) => ({
      ...row,
    })),
    folders: readdirSync(join(folder, 'datasets')).sort(),
  }
  await store.close()
  return residue
}
