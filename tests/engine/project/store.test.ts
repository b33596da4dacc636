import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, StoreRefused } from '#engine/project/sqlite-store.ts'

const worker = new URL('../../../main/engine/project/store-worker.ts', import.meta.url)
const insert = (hash: string, body: string) => ({
  sql: 'INSERT INTO content VALUES (?, ?)',
  params: [hash, body],
})
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  file = join(folder, 'project.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('store', () => {
  it('keeps all of a unit or none, and its neighbours whatever happens to it', async () => {
    const store = await openStore(worker, file)
    const answers = await Promise.allSettled([
      store.write([insert('a', '1'), insert('b', '2')]),
      store.write([insert('c', '3'), insert('a', 'again')]),
      store.write([insert('d', '4')]),
    ])
    expect(answers.map((a) => a.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await store.all('SELECT hash FROM content ORDER BY hash')).map((r) => r.hash)).toEqual([
      'a',
      'b',
      'd',
    ])
    await store.close()
  })

  it('says disk.full, keeps what was acknowledged, and goes on once there is room', async () => {
    const store = await openStore(worker, file, 60)
    let acknowledged = 0
    let failure: unknown
    for (let i = 0; i < 200 && !failure; i++) {
      try {
        await store.write([insert(`k${i}`, 'x'.repeat(4000))])
        acknowledged++
      } catch (error) {
        failure = error
      }
    }
    expect(failure).toMatchObject({ code: 'disk.full' })
    await store.close()
    const again = await openStore(worker, file)
    expect((await again.get('SELECT count(*) AS n FROM content'))?.n).toBe(acknowledged)
    await again.write([insert('later', 'y')])
    await again.close()
  })

  it('refuses a second opener and lets it in the moment the first is gone', async () => {
    const first = await openStore(worker, file)
    await expect(openStore(worker, file)).rejects.toMatchObject({ why: 'locked' })
    await first.close()
    const second = await openStore(worker, file)
    await second.close()
  })

  it('takes over from a killed process at once', async () => {
    const child = fork(new URL('../../helpers/hold-store.ts', import.meta.url), [file], { stdio: 'inherit' })
    await new Promise((resolve) => child.once('message', resolve))
    await expect(openStore(worker, file)).rejects.toMatchObject({ why: 'locked' })
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const store = await openStore(worker, file)
    expect(await store.get('SELECT body FROM content')).toEqual({ body: 'from the killed one' })
    await store.close()
  })

  it.each([
    ['damaged', 'x'.repeat(5000)],
    ['damaged', 'SQLite format 3\0'.padEnd(8192, 'y')],
  ])('calls a file that is no database %s', async (why, bytes) => {
    writeFileSync(file, bytes)
    await expect(openStore(worker, file)).rejects.toSatisfy((e) => e instanceof StoreRefused && e.why === why)
  })

  it('refuses a newer format without touching it', async () => {
    const store = await openStore(worker, file)
    await store.close()
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(file)
    db.exec('PRAGMA user_version = 99')
    db.close()
    await expect(openStore(worker, file)).rejects.toMatchObject({ why: 'newer', found: 99 })
  })

  it('shares commits between writers that wait together', async () => {
    const store = await openStore(worker, file)
    await Promise.all(Array.from({ length: 500 }, (_, i) => store.write([insert(`g${i}`, 'z')])))
    expect((await store.get('SELECT count(*) AS n FROM content'))?.n).toBe(500)
    await store.close()
  })
})
