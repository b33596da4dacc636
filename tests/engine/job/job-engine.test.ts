import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TransportError } from '#core/endpoint/transport.ts'
import { Failure } from '#core/failure/failure.ts'
import { foldEvents } from '#core/job/fold.ts'
import { countsBalance } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import type { Players } from '#engine/job/players.ts'
import type { Statement, Store } from '#engine/project/store.ts'
import { countingKind, countingPlayers, countingSpec } from '#tests/fakes/counting-kind.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'

let folder: ReturnType<typeof tempFolder>
let store: Store
beforeEach(async () => {
  folder = tempFolder()
  store = await openTestStore(folder.path)
})
afterEach(async () => {
  await store.close().catch(() => undefined)
  folder.remove()
})

const engineOn = (
  on: Store,
  players: Players = countingPlayers(),
  kind = countingKind(),
  changed: (view: JobView) => void = () => undefined,
): JobEngine =>
  new JobEngine({
    store: on,
    kinds: [kind],
    findPlayers: async () => players,
    now: () => new Date().toISOString(),
    changed,
    stepped: () => undefined,
  })

/** What a job left behind, without times: equal for equal work. */
async function residue(on: Store): Promise<unknown> {
  return {
    items: await on.all('SELECT ordinal, key, state, reason, summary FROM item ORDER BY job, ordinal'),
    steps: await on.all('SELECT item, number, body FROM step ORDER BY job, item, number'),
    counters: await on.all("SELECT name, value FROM job_counter WHERE name NOT LIKE 'usage.%' ORDER BY name"),
  }
}

async function expectTrue(engine: JobEngine, on: Store, id: string): Promise<JobView> {
  const view = await engine.get(id)
  const states = await on.all('SELECT state, count(*) AS n FROM item GROUP BY state')
  const counted = Object.fromEntries(states.map((row) => [row.state, row.n]))
  expect(countsBalance(view.counts)).toBe(true)
  expect(view.counts).toMatchObject({
    planned: states.reduce((sum, row) => sum + Number(row.n), 0),
    waiting: counted.waiting ?? 0,
    done: counted.done ?? 0,
    dropped: counted.dropped ?? 0,
    failed: counted.failed ?? 0,
  })
  const steps = (await on.get('SELECT count(*) AS n FROM step'))?.n
  expect(view.counters['step.made'] ?? 0).toBe(steps)
  const events = await engine.events(id)
  expect(foldEvents(events)).toEqual(view.state)
  expect(view.state.illegal).toBe(0)
  return view
}

describe('job engine', () => {
  it('runs every item to its end once and counts what is there', async () => {
    const engine = engineOn(store)
    await engine.start(countingSpec('a', { items: 60, steps: 3 }))
    await engine.settled('a')
    const view = await expectTrue(engine, store, 'a')
    expect(view.state.name).toBe('done')
    expect(view.counts.done + view.counts.dropped).toBe(60)
    expect(view.counters['usage.requests']).toBe(180)
    await engine.close()
  })

  it('records a failed item with its boundary, and retries only what failed', async () => {
    const troubles = { bad: new Set([3, 5]) }
    const engine = engineOn(store, countingPlayers(), countingKind(troubles))
    await engine.start(countingSpec('a', { items: 10, steps: 2 }))
    await engine.settled('a')
    expect((await expectTrue(engine, store, 'a')).counts.failed).toBe(2)
    expect(await engine.outcomes('a')).toContainEqual({
      state: 'failed',
      boundary: 'check',
      reason: 'bad.item',
      count: 2,
      example: { key: 'i3', detail: 'item 5' },
    })
    troubles.bad.clear()
    await engine.retry('a', 'bad.item')
    await engine.settled('a')
    expect((await expectTrue(engine, store, 'a')).counts).toMatchObject({ failed: 0, waiting: 0 })
    await engine.close()
  })

  it('pauses on a budget and goes on where it stopped', async () => {
    const undisturbed = tempFolder()
    const other = await openTestStore(undisturbed.path)
    const plain = engineOn(other)
    await plain.start(countingSpec('a', { items: 20, steps: 4 }))
    await plain.settled('a')

    const engine = engineOn(store)
    await engine.start(countingSpec('a', { items: 20, steps: 4 }, { budget: { tokens: 300 } }))
    const paused = await engine.settled('a')
    expect(paused.state).toMatchObject({ name: 'paused', pause: { reason: 'budget' } })
    await expectTrue(engine, store, 'a')
    await engine.close()
    await store.write([{ sql: "UPDATE job SET spec = json_set(spec, '$.budget', json('{}'))", params: [] }])
    const again = engineOn(store)
    await again.resume('a')
    await again.settled('a')
    expect((await expectTrue(again, store, 'a')).state.name).toBe('done')
    expect(await residue(store)).toEqual(await residue(other))
    await again.close()
    await plain.close()
    await other.close()
    undisturbed.remove()
  })

  it.each([
    ['endpoint.auth', 'key', 'job'],
    ['endpoint.model', 'endpoint', 'job'],
    ['endpoint.key', 'key', 'job'],
  ] as const)('stands still on %s instead of failing item after item', async (code, reason, scope) => {
    const players = countingPlayers(() => new TransportError(scope, code, 'no'))
    const engine = engineOn(store, players)
    await engine.start(countingSpec('a', { items: 100, steps: 1 }, { concurrency: 4 }))
    const view = await engine.settled('a')
    expect(view.state).toMatchObject({ name: 'paused', pause: { reason } })
    expect(players.asked).toBeLessThanOrEqual(5)
    expect(view.counts).toMatchObject({ planned: 100, waiting: 100, failed: 0 })
    await engine.close()
  })

  it('pauses when an endpoint fails ten items in a row', async () => {
    const engine = engineOn(
      store,
      countingPlayers(() => new TransportError('passing', 'endpoint.serverError', '500')),
    )
    await engine.start(countingSpec('a', { items: 100, steps: 1 }, { concurrency: 1 }))
    const view = await engine.settled('a')
    expect(view.state).toMatchObject({ name: 'paused', pause: { reason: 'endpoint' } })
    expect(view.counts.failed).toBe(10)
    await engine.close()
  })

  it('refuses a move that the state does not allow', async () => {
    const engine = engineOn(store)
    await engine.start(countingSpec('a', { items: 1, steps: 1 }))
    await engine.settled('a')
    await expect(engine.pause('a')).rejects.toMatchObject({ code: 'job.move' })
    await expect(engine.get('b')).rejects.toMatchObject({ code: 'job.notFound' })
    await engine.close()
  })

  it('goes on after the project was closed in the middle, as if nothing had been', async () => {
    const undisturbed = tempFolder()
    const other = await openTestStore(undisturbed.path)
    const plain = engineOn(other)
    await plain.start(countingSpec('a', { items: 300, steps: 5 }))
    await plain.settled('a')
    const first = engineOn(store)
    await first.start(countingSpec('a', { items: 300, steps: 5 }))
    await expect.poll(async () => (await first.get('a')).counters['step.made'] ?? 0).toBeGreaterThan(20)
    await first.close()
    const second = engineOn(store)
    await second.recover(true)
    await second.settled('a')
    expect((await expectTrue(second, store, 'a')).state.name).toBe('done')
    expect(await residue(store)).toEqual(await residue(other))
    await second.close()
    await plain.close()
    await other.close()
    undisturbed.remove()
  })
})

/** Lets the k-th write fail, and all before it pass. */
class FailingStore implements Store {
  writes = 0
  private readonly inner: Store
  private readonly failAt: number
  private readonly forGood: boolean
  constructor(inner: Store, failAt: number, forGood: boolean) {
    this.inner = inner
    this.failAt = failAt
    this.forGood = forGood
  }
  write(statements: readonly Statement[]): Promise<void> {
    this.writes++
    const fails = this.forGood ? this.writes >= this.failAt : this.writes === this.failAt
    return fails ? Promise.reject(new Failure('disk.full', {}, 'planted')) : this.inner.write(statements)
  }
  all(...args: Parameters<Store['all']>): ReturnType<Store['all']> {
    return this.inner.all(...args)
  }
  get(...args: Parameters<Store['get']>): ReturnType<Store['get']> {
    return this.inner.get(...args)
  }
  backup(file: string): Promise<void> {
    return this.inner.backup(file)
  }
  async close(): Promise<void> {}
}

describe('a disk that refuses', () => {
  it('leaves before-or-after for every write it may refuse, pauses, and the work ends the same', async () => {
    const wanted = tempFolder()
    const other = await openTestStore(wanted.path)
    const plain = engineOn(other)
    await plain.start(countingSpec('a', { items: 6, steps: 2 }, { concurrency: 2 }))
    await plain.settled('a')
    const expected = await residue(other)
    for (let k = 2; k <= 24; k++) {
      for (const forGood of [false, true]) {
        const here = tempFolder()
        const real = await openTestStore(here.path)
        const failing = new FailingStore(real, k, forGood)
        const engine = engineOn(failing)
        await engine.start(countingSpec('a', { items: 6, steps: 2 }, { concurrency: 2 }))
        const view = await engine.settled('a')
        expect(['paused', 'done']).toContain(view.state.name)
        if (view.state.name === 'paused') expect(view.state.pause?.reason).toBe('disk')
        await engine.close()
        // The program ends here; what is on disk is all that the next one knows.
        const again = engineOn(real)
        await again.recover(true)
        if ((await again.get('a')).moves.includes('resume')) await again.resume('a')
        await again.settled('a')
        expect((await expectTrue(again, real, 'a')).state.name).toBe('done')
        expect(await residue(real)).toEqual(expected)
        await again.close()
        await real.close()
        here.remove()
      }
    }
    await plain.close()
    await other.close()
    wanted.remove()
  }, 120_000)

  it('shows a job that it could not even call interrupted as paused, and resumes it once there is room', async () => {
    const first = engineOn(store)
    await first.start(countingSpec('a', { items: 5, steps: 2 }))
    await first.settled('a')
    // As a kill in the middle leaves it.
    await store.write([
      { sql: "UPDATE job SET state = json_set(state, '$.name', 'running')", params: [] },
      { sql: "UPDATE item SET state = 'waiting' WHERE ordinal = 4", params: [] },
      {
        sql: "UPDATE job_counter SET value = value - 1 WHERE name = (SELECT 'item.' || iif(reason IS NULL, 'done', 'dropped') FROM item WHERE ordinal = 4)",
        params: [],
      },
    ])
    await first.close()
    const failing = new FailingStore(store, 1, true)
    const engine = engineOn(failing)
    await engine.recover(true)
    expect((await engine.get('a')).state).toMatchObject({ name: 'paused', pause: { reason: 'disk' } })
    await expect(engine.resume('a')).rejects.toMatchObject({ code: 'disk.full' })
    await engine.close()
    const roomy = engineOn(store)
    await roomy.resume('a')
    const view = await roomy.settled('a')
    expect(view.state.name).toBe('done')
    expect(view.counts).toMatchObject({ planned: 5, waiting: 0 })
    await roomy.close()
  })

  it('can be resumed in the same run of the program once there is room', async () => {
    let full = true
    const fussy: Store = {
      ...store,
      write: (statements) =>
        full && statements.some((s) => s.sql.includes('INTO step'))
          ? Promise.reject(new Failure('disk.full', {}, 'planted'))
          : store.write(statements),
      all: (...args) => store.all(...args),
      get: (...args) => store.get(...args),
      backup: (file) => store.backup(file),
      close: async () => undefined,
    }
    const engine = engineOn(fussy)
    await engine.start(countingSpec('a', { items: 5, steps: 2 }))
    expect((await engine.settled('a')).state).toMatchObject({ name: 'paused', pause: { reason: 'disk' } })
    full = false
    await engine.resume('a')
    expect((await engine.settled('a')).state.name).toBe('done')
    await expectTrue(engine, store, 'a')
    await engine.close()
  })
})

describe('random pause, resume, cancel, retry, close', () => {
  it('keeps its invariants', async () => {
    const move = fc.constantFrom('pause', 'resume', 'cancel', 'retry', 'reopen', 'wait')
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 12 }), async (moves) => {
        const here = tempFolder()
        const real = await openTestStore(here.path)
        let engine = engineOn(real)
        try {
          await engine.start(countingSpec('a', { items: 12, steps: 3 }, { concurrency: 3 }))
          for (const next of moves) {
            if (next === 'wait') await new Promise((resolve) => setImmediate(resolve))
            else if (next === 'reopen') {
              await engine.close()
              engine = engineOn(real)
              await engine.recover(true)
            } else {
              await engine[next]('a').catch((error: unknown) => {
                if (!(error instanceof Failure && error.code === 'job.move')) throw error
              })
            }
          }
          let view = await engine.settled('a')
          await expectTrue(engine, real, 'a')
          if (view.moves.includes('resume')) {
            await engine.resume('a')
            view = await engine.settled('a')
            await expectTrue(engine, real, 'a')
          }
          expect(['done', 'cancelled']).toContain(view.state.name)
          if (view.state.name === 'done') expect(view.counts.waiting).toBe(0)
        } finally {
          await engine.close()
          await real.close()
          here.remove()
        }
      }),
      { numRuns: Number(process.env.LOOPTOOL_MOVES ?? 25) },
    )
  }, 600_000)
})
