/** Opens a project's store, says `held` or `refused`, writes a row and holds the store until killed. */
import { openStore } from '#engine/project/sqlite-store.ts'

const worker = new URL('../../main/engine/project/store-worker.ts', import.meta.url)
try {
  const store = await openStore(worker, process.argv[2] ?? '')
  await store.write([
    { sql: 'INSERT OR REPLACE INTO content VALUES (?, ?)', params: ['a', 'from the killed one'] },
  ])
  process.send?.('held')
  setInterval(() => undefined, 1000)
} catch (error) {
  process.send?.(`refused ${(error as { why?: string }).why}`)
  process.exit(0)
}
