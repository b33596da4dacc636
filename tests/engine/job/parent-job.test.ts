/**
 * A parent job and its stages. Bugs caught here: a stage run twice or never after a kill between storing and starting
 * it, a pause that reaches only one of the two, a stop condition that a resume runs into at once, attempts that are
 * counted twice after a redo.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import { budgetOf, readReached, spentBy, tokensOf } from '#core/job/budget.ts'
import { foldEvents } from '#core/job/fold.ts'
import { countsBalance } from '#core/job/job.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import type { Players } from '#engine/job/players.ts'
import type { Statement, Store } from '#engine/project/store.ts'
import { countingKind, countingPlayers } from '#tests/fakes/counting-kind.ts'
import { CHAIN, type ChainTroubles, chainKind, chainSpec } from '#tests/fakes/parent-kind.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'

vi.setConfig({ testTimeout: 120_000 })

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

interface World {
  readonly chain?: ChainTroubles
  readonly bad?: Set<number>
  readonly players?: Players
  readonly jobChanged?: (id: string, engine: JobEngine) => void
}

function engineOn(on: Store, { chain, bad = new Set(), players, jobChanged }: World = {}): JobEngine {
  const engine: JobEngine = new JobEngine({
    store: on,
    kinds: [countingKind({ bad }), chainKind(chain)],
    findPlayers: async () => players ?? countingPlayers(),
    now: () => new Date().toISOString(),
    changed: (view) => jobChanged?.(view.spec.id, engine),
    stepped: () => undefined,
  })
  return engine
}

const CHILDREN = { items: 5, steps: 2 }

/** What the jobs that stand left behind, by stage and without times: equal for equal work. */
async function residue(on: Store, parent: string): Promise<unknown> {
  const stages = await on.all(
    `SELECT key, state FROM item WHERE job = (SELECT number FROM job WHERE id = ?) AND reason IS NULL ORDER BY ordinal`,
    [parent],
  )
  return Promise.all(
    stages.map(async ({ key, state }) => {
      const id = `${parent}.${key}`
      const work = await on.all(
        `SELECT i.key, i.state, i.reason, i.summary, (SELECT json_group_array(body) FROM step AS s
           WHERE s.job = i.job AND s.item = i.ordinal) AS steps
         FROM item AS i JOIN job AS j ON j.number = i.job WHERE j.id = ? ORDER BY i.ordinal`,
        [id],
      )
      return { stage: String(key).split('.')[0], state, work }
    }),
  )
}

/** Invariants of every job in the store. */
async function expectSound(engine: JobEngine, on: Store): Promise<void> {
  for (const view of await engine.list()) {
    expect(countsBalance(view.counts)).toBe(true)
    expect(view.counts.waiting).toBeGreaterThanOrEqual(0)
    const states = await on.all(
      'SELECT state, count(*) AS n FROM item WHERE job = (SELECT number FROM job WHERE id = ?) GROUP BY state',
      [view.spec.id],
    )
    for (const { state, n } of states)
      expect([view.spec.id, state, view.counts[state as 'done']]).toEqual([view.spec.id, state, n])
    expect(view.state.illegal).toBe(0)
  }
}

const attempts = async (on: Store, parent: string): Promise<string[]> =>
  (
    await on.all(
      `SELECT key || ' ' || state || coalesce(' ' || reason, '') AS line FROM item
       WHERE job = (SELECT number FROM job WHERE id = ?) ORDER BY ordinal`,
      [parent],
    )
  ).map((row) => String(row.line))

async function undisturbed(): Promise<unknown> {
  const other = tempFolder()
  const on = await openTestStore(other.path)
  const engine = engineOn(on)
  await engine.start(chainSpec('p', { children: CHILDREN }))
  await engine.settled('p')
  const left = await residue(on, 'p')
  await engine.close()
  await on.close()
  other.remove()
  return left
}

describe('a parent job', () => {
  it('runs its stages one after another, each as a job of its own, and sums what they spent', async () => {
    const engine = engineOn(store)
    await engine.start(chainSpec('p', { children: CHILDREN }))
    const view = await engine.settled('p')
    expect(view.state.name).toBe('done')
    expect(view.counts).toMatchObject({ planned: 3, done: 3 })
    const jobs = (await engine.list()).reverse()
    expect(jobs.map(({ spec }) => [spec.id, spec.parent, spec.title])).toEqual([
      ['p', undefined, 'Chain'],
      ...CHAIN.map((stage) => [`p.${stage}.1`, 'p', stage]),
    ])
    expect(view.counters['usage.requests']).toBe(3 * 10)
    const times = jobs.slice(1).flatMap(({ state }) => [state.startedAt ?? '', state.endedAt ?? ''])
    expect([...times].sort()).toEqual(times)
    await expectSound(engine, store)
    await engine.close()
  })

  it('does not take the place of the jobs it waits for, however many parents there are', async () => {
    const engine = engineOn(store)
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const id of ids) await engine.start(chainSpec(id, { children: CHILDREN }))
    for (const id of ids) expect((await engine.settled(id)).state.name).toBe('done')
    await engine.close()
  })

  it('pauses with its stage and resumes with it, whichever of the two is told', async () => {
    const told = new Set<string>()
    const once = (id: string, engine: JobEngine, target: string, move: 'pause'): void => {
      if (!id.startsWith('p.') || told.has(target)) return
      told.add(target)
      engine[move](target === 'child' ? id : 'p').catch(() => told.delete(target))
    }
    for (const target of ['parent', 'child']) {
      const engine = engineOn(store, { jobChanged: (id, on) => once(id, on, target, 'pause') })
      const id = target
      await engine.start(chainSpec(`p`, { children: { items: 400, steps: 2 } }, { id: 'p' }))
      const view = await engine.settled('p')
      expect([id, view.state.name, view.state.pause?.reason]).toEqual([id, 'paused', 'user'])
      const child = (await engine.list()).find(({ spec }) => spec.parent === 'p')
      expect(child?.state.name).toBe('paused')
      // Told to the stage, it is the parent that goes on.
      await engine.resume(child?.spec.id ?? '')
      expect((await engine.settled('p')).state.name).toBe('done')
      await expectSound(engine, store)
      await engine.close()
      await store.close()
      folder.remove()
      folder = tempFolder()
      store = await openTestStore(folder.path)
    }
  })

  it('cancels its stage with it, running or paused', async () => {
    let asked = false
    const engine = engineOn(store, {
      jobChanged: (id, on) => {
        if (asked || !id.startsWith('p.')) return
        asked = true
        void on.cancel('p')
      },
    })
    await engine.start(chainSpec('p', { children: { items: 400, steps: 2 } }))
    expect((await engine.settled('p')).state.name).toBe('cancelled')
    expect((await engine.get('p.one.1')).state.name).toBe('cancelled')
    await engine.start(chainSpec('q', { children: CHILDREN }))
    await engine.pause('q').catch(() => undefined)
    const stood = await engine.settled('q')
    if (stood.moves.includes('cancel')) await engine.cancel('q')
    for (const { spec, state } of await engine.list())
      if (spec.parent === 'q') expect(['cancelled', 'done']).toContain(state.name)
    await expectSound(engine, store)
    await engine.close()
  })

  it('does a stage again whose job somebody cancelled', async () => {
    let asked = false
    const engine = engineOn(store, {
      jobChanged: (id, on) => {
        if (asked || id !== 'p.two.1') return
        asked = true
        void on.cancel(id)
      },
    })
    await engine.start(chainSpec('p', { children: { items: 400, steps: 2 } }))
    expect((await engine.settled('p')).state.name).toBe('paused')
    await engine.resume('p')
    expect((await engine.settled('p')).state.name).toBe('done')
    expect(await attempts(store, 'p')).toEqual([
      'one.1 done',
      'two.1 dropped replaced',
      'three.1 dropped replaced',
      'two.2 done',
      'three.2 done',
    ])
    await expectSound(engine, store)
    await engine.close()
  })

  it('fails with the cause where a stage’s inputs are gone, and goes on from there once they are back', async () => {
    const chain: ChainTroubles = { gone: new Set(['two']), asked: [] }
    const engine = engineOn(store, { chain })
    await engine.start(chainSpec('p', { children: CHILDREN }))
    const failed = await engine.settled('p')
    expect(failed.state.name).toBe('failed')
    expect(failed.state.failure).toContain('round.inputsGone')
    chain.gone.clear()
    await engine.resume('p')
    expect((await engine.settled('p')).state.name).toBe('done')
    expect(chain.asked).toEqual(['one', 'two', 'two', 'three'])
    expect(await residue(store, 'p')).toEqual(await undisturbed())
    await engine.close()
  })
})

describe('stop conditions', () => {
  it('shares one budget among its stages; resumed as it is it asks nothing, with a higher cap it goes on', async () => {
    const players = countingPlayers()
    const engine = engineOn(store, { players })
    // A stage spends 10 requests of 15 tokens.
    await engine.start(chainSpec('p', { children: CHILDREN }, { budget: { tokens: 200 } }))
    const first = await engine.settled('p')
    expect(first.state.pause?.reason).toBe('budget')
    expect(readReached(first.state.pause?.detail ?? '')).toMatchObject({
      owner: 'round',
      cap: 'tokens',
      of: 200,
    })
    const spent = players.asked
    // What is in flight when the cap is reached still comes in.
    expect(spent * 15).toBeLessThan(200 + 2 * 15)
    await engine.resume('p')
    expect((await engine.settled('p')).state.pause?.reason).toBe('budget')
    expect(players.asked).toBe(spent)
    const [child] = (await engine.list()).filter(({ state }) => state.name === 'paused' && state.pause)
    await engine.resume(child?.spec.id ?? '', { tokens: 10_000 })
    const view = await engine.settled('p')
    expect(view.state.name).toBe('done')
    expect(budgetOf(view)).toEqual({ tokens: 10_000 })
    expect(tokensOf(spentBy(view, view.state.endedAt ?? ''))).toBe(30 * 15)
    expect(await residue(store, 'p')).toEqual(await undisturbed())
    await engine.close()
  })

  it('pauses where too many items of a stage failed, and goes on when it is resumed all the same', async () => {
    const engine = engineOn(store, { bad: new Set([1, 2]) })
    await engine.start(chainSpec('p', { children: CHILDREN, failedShare: 0.2 }))
    const reasons: string[] = []
    let view = await engine.settled('p')
    for (let i = 0; view.state.name === 'paused' && i < 10; i++) {
      reasons.push(`${view.state.pause?.reason} ${view.state.pause?.detail}`)
      await engine.resume('p')
      view = await engine.settled('p')
    }
    expect(view.state.name).toBe('done')
    expect(reasons).toEqual(CHAIN.map(() => 'failures counting: 2 of 5'))
    await expectSound(engine, store)
    await engine.close()
  })
})

describe('doing stages again', () => {
  it('makes new attempts of the stage and those after it; the others are kept, and the old ones stay', async () => {
    const engine = engineOn(store)
    await engine.start(chainSpec('p', { children: CHILDREN }))
    await engine.settled('p')
    await engine.again('p', 'two')
    const view = await engine.settled('p')
    expect(view.counts).toMatchObject({ planned: 5, done: 3, dropped: 2, waiting: 0 })
    expect(await attempts(store, 'p')).toEqual([
      'one.1 done',
      'two.1 dropped replaced',
      'three.1 dropped replaced',
      'two.2 done',
      'three.2 done',
    ])
    expect((await engine.get('p.two.1')).state.name).toBe('done')
    expect(await residue(store, 'p')).toEqual(await undisturbed())
    await expectSound(engine, store)
    await expect(engine.again('p', 'nine')).rejects.toMatchObject({ code: 'job.settings' })
    await engine.close()
  })

  it('is refused while the parent runs', async () => {
    const engine = engineOn(store)
    await engine.start(chainSpec('p', { children: CHILDREN }))
    await expect(engine.again('p', 'one')).rejects.toBeInstanceOf(Failure)
    await engine.settled('p')
    await engine.close()
  })
})

/** From the k-th write on nothing reaches the disk and nobody gets an answer: as after kill -9. */
class DyingStore implements Store {
  private readonly inner: Store
  private left: number
  private writing: Promise<unknown> = Promise.resolve()
  readonly died = Promise.withResolvers<void>()
  constructor(inner: Store, writes: number) {
    this.inner = inner
    this.left = writes
  }
  write(statements: readonly Statement[]): Promise<void> {
    if (this.left-- > 0) return this.underWay(this.inner.write(statements))
    this.died.resolve()
    return new Promise(() => undefined)
  }
  private underWay(write: Promise<void>): Promise<void> {
    const heard = write.catch(() => undefined)
    this.writing = Promise.all([this.writing, heard])
    return write
  }
  /** What had reached the system before the end is on disk once somebody else opens the file. */
  async gone(): Promise<void> {
    this.die(0)
    await this.writing
  }
  /** So many writes more. */
  die(writes: number): void {
    this.left = writes
  }
  all: Store['all'] = (sql, params) => this.inner.all(sql, params)
  get: Store['get'] = (sql, params) => this.inner.get(sql, params)
  backup = (file: string): Promise<void> => this.inner.backup(file)
  close = async (): Promise<void> => undefined
}

describe('a kill at any write', () => {
  it('between stages and inside them: nothing is lost, nothing done twice, the end is the same', async () => {
    const wanted = await undisturbed()
    let kills = 0
    for (let writes = 1; ; writes += 3) {
      const here = tempFolder()
      const real = await openTestStore(here.path)
      const dying = new DyingStore(real, writes)
      const engine = engineOn(dying)
      const started = engine.start(chainSpec('p', { children: CHILDREN }))
      const ended = started.then(() => engine.settled('p')).then(() => 'ended' as const)
      const how = await Promise.race([ended, dying.died.promise.then(() => 'killed' as const)])
      if (how === 'killed') kills++
      if (how === 'killed') await dying.gone()
      const again = engineOn(real)
      await again.recover(true)
      expect((await again.settled('p')).state.name).toBe('done')
      await expectSound(again, real)
      expect(await residue(real, 'p')).toEqual(wanted)
      expect((await again.list()).length).toBe(4)
      await again.close()
      await real.close()
      here.remove()
      if (how === 'ended') break
    }
    expect(kills).toBeGreaterThan(12)
  }, 300_000)
})

const MOVES = [
  'pause',
  'resume',
  'cancelChild',
  'again',
  'kill',
  'wait',
  'pauseChild',
  'resumeChild',
] as const

describe('anything in any order', () => {
  it('keeps the invariants, and ends as an undisturbed run does', async () => {
    const wanted = await undisturbed()
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            move: fc.constantFrom(...MOVES),
            stage: fc.constantFrom(...CHAIN),
            writes: fc.nat(12),
          }),
          {
            minLength: 1,
            maxLength: 10,
          },
        ),
        async (moves) => {
          const here = tempFolder()
          const real = await openTestStore(here.path)
          let dying = new DyingStore(real, Number.MAX_SAFE_INTEGER)
          let engine = engineOn(dying)
          await engine.start(chainSpec('p', { children: CHILDREN }))
          const refused = (error: unknown): void => {
            if (!(error instanceof Failure)) throw error
          }
          for (const { move, stage, writes } of moves) {
            const child = (await engine.list()).find(({ spec }) => spec.parent === 'p')?.spec.id ?? 'p'
            const acts: Record<(typeof MOVES)[number], () => Promise<unknown>> = {
              pause: () => engine.pause('p'),
              resume: () => engine.resume('p'),
              pauseChild: () => engine.pause(child),
              resumeChild: () => engine.resume(child),
              cancelChild: () => (child === 'p' ? Promise.resolve() : engine.cancel(child)),
              again: () => engine.again('p', stage),
              wait: () => engine.settled('p'),
              kill: async () => {
                // The next writes still go through, then the program is gone.
                dying.die(writes)
                await Promise.race([engine.settled('p'), dying.died.promise])
                // Also where nothing was left to write: two programs never have one project.
                await dying.gone()
                dying = new DyingStore(real, Number.MAX_SAFE_INTEGER)
                engine = engineOn(dying)
                await engine.recover(true)
              },
            }
            await acts[move]().catch(refused)
          }
          for (let i = 0; i < 20; i++) {
            const view = await engine.settled('p')
            if (view.state.name === 'done') break
            await engine.resume('p').catch(refused)
          }
          await Promise.all((await engine.list()).map(({ spec }) => engine.settled(spec.id)))
          const last = (await engine.get('p')).state
          expect([last.name, last.failure]).toEqual(['done', undefined])
          await expectSound(engine, real)
          expect(await residue(real, 'p')).toEqual(wanted)
          for (const { spec, state } of await engine.list())
            expect(foldEvents(await engine.events(spec.id))).toEqual(state)
          await engine.close()
          await real.close()
          here.remove()
        },
      ),
      { numRuns: Number(process.env.LOOPTOOL_MOVES ?? 25) },
    )
  }, 900_000)
})

describe('retrying what failed in a stage', () => {
  it('does again what followed it, once the stage is whole; the stages before are left alone', async () => {
    const bad = new Set([1])
    const engine = engineOn(store, { bad })
    await engine.start(chainSpec('p', { children: CHILDREN }))
    expect((await engine.settled('p')).state.name).toBe('done')
    expect((await engine.get('p.two.1')).counts.failed).toBe(1)
    bad.clear()
    await engine.retryStage('p', 'p.two.1')
    const view = await engine.settled('p')
    expect(view.state).toMatchObject({ name: 'done', illegal: 0 })
    expect((await engine.get('p.two.1')).counts).toMatchObject({ failed: 0, waiting: 0 })
    expect((await engine.get('p.one.1')).counts.failed).toBe(1)
    const stages = await store.all(`SELECT key, state, reason FROM item WHERE job = ? ORDER BY ordinal`, [
      Number((await store.get('SELECT number FROM job WHERE id = ?', ['p']))?.number),
    ])
    expect(stages.map(({ key, reason }) => [key, reason])).toEqual([
      ['one.1', null],
      ['two.1', null],
      ['three.1', 'replaced'],
      ['three.2', null],
    ])
    await expectSound(engine, store)
    await expect(engine.retryStage('p', 'p.three.1')).rejects.toMatchObject({ code: 'job.settings' })
    await engine.close()
  })
})

describe('a stage before which a person has to do something', () => {
  it('is asked for once, and not again after a restart; then a resume goes on', async () => {
    const chain = { gone: new Set<string>(), asked: [], wants: new Set(['two']) }
    const first = engineOn(store, { chain })
    await first.start(chainSpec('p', { children: CHILDREN }))
    const { state } = await first.settled('p')
    expect(state).toMatchObject({ name: 'paused', pause: { reason: 'serve', detail: 'before two' } })
    // Nothing of the stage stands yet: what it asks would be the wrong model.
    expect((await first.list()).map(({ spec }) => spec.id).sort()).toEqual(['p', 'p.one.1'])
    await first.close()
    const second = engineOn(store, { chain })
    await second.recover(true)
    expect((await second.get('p')).state.name).toBe('paused')
    await second.resume('p')
    expect((await second.settled('p')).state.name).toBe('done')
    await expectSound(second, store)
  })
})
