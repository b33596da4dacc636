/** Opens a project's store, writes one row and holds it until killed. */
import { openStore } from '#engine/project/sqlite-store.ts'

const worker = new URL('../../main/engine/project/store-worker.ts', import.meta.url)
const store = await openStore(worker, process.argv[2] ?? '')
await store.write([{ sql: 'INSERT INTO content VALUES (?, ?)', params: ['a', 'from the killed one'] }])
process.send?.('held')
setInterval(() => undefined, 1000)
