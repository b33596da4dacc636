/** Durable acknowledgements per second of the project's store. */
import { join } from 'node:path'
import { openStore } from '#engine/project/sqlite-store.ts'
import { tempFolder, WORKER } from '#tests/helpers/project.ts'
import type { BenchRow } from './row.ts'

const BODY = 'x'.repeat(400)

export async function benchStore(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const writers of [1, 64]) {
    const temp = tempFolder()
    const store = await openStore(WORKER, join(temp.path, 'project.sqlite'))
    const each = writers === 1 ? 2000 : 400
    const began = performance.now()
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let i = 0; i < each; i++) {
          await store.write([{ sql: 'INSERT INTO content VALUES (?, ?)', params: [`${writer} ${i}`, BODY] }])
        }
      }),
    )
    const perSecond = (writers * each * 1000) / (performance.now() - began)
    rows.push({
      name: `durable acknowledgements, ${writers} writer${writers === 1 ? '' : 's'}`,
      value: perSecond,
      unit: '/s',
      ...(writers === 64 ? { bar: '≥ 5,000' } : {}),
    })
    await store.close()
    temp.remove()
  }
  return rows
}
