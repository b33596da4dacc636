/**
 * What jobs spend and where they stop. Bugs caught: a meter that loses or doubles what was spent, a clock that runs while
 * the program is closed, a cap of the project that one job does not feel, a pilot that is made twice or whose items are.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Price } from '#core/endpoint/price.ts'
import { budgetOf, readReached, spentBy, tokensOf } from '#core/job/budget.ts'
import { pilotItems } from '#core/job/pilot.ts'
import { JobEngine } from '#engine/job/job-engine.ts'
import type { Players } from '#engine/job/players.ts'
import type { Store } from '#engine/project/store.ts'
import { countingKind, countingPlayers, countingSpec } from '#tests/fakes/counting-kind.ts'
import { openTestStore, tempFolder } from '#tests/helpers/project.ts'

let folder: ReturnType<typeof tempFolder>
let store: Store
let now = 0
beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00.000Z')
  folder = tempFolder()
  store = await openTestStore(folder.path)
})
afterEach(async () => {
  await store.close().catch(() => undefined)
  folder.remove()
})

const engineOn = (on: Store, players: Players = countingPlayers()): JobEngine =>
  new JobEngine({
    store: on,
    kinds: [countingKind()],
    findPlayers: async () => players,
    now: () => new Date(now).toISOString(),
    changed: () => undefined,
    stepped: () => undefined,
  })

/** Each answer takes a second; what the server counts may be missing. */
function pricedPlayers(price: Price | undefined, estimated = false): Players & { asked: number } {
  const plain = countingPlayers()
  const { transport, model } = plain.of('assistant')
  return Object.defineProperty(
    {
      of: () => ({
        model,
        transport: {
          ...transport,
          chat: async (...args: Parameters<typeof transport.chat>) => {
            now += 1000
            const reply = await transport.chat(...args)
            return estimated ? { ...reply, usage: { ...reply.usage, estimated: true as const } } : reply
          },
        },
        ...(price === undefined ? {} : { price }),
      }),
      close: plain.close,
      asked: 0,
    },
    'asked',
    { get: () => plain.asked },
  )
}

const SPEC = countingSpec('a', { items: 20, steps: 2 }, { concurrency: 1 })

describe('the meter', () => {
  it('counts tokens, money by the price, and what was only estimated', async () => {
    const engine = engineOn(store, pricedPlayers({ input: 2, output: 8 }, true))
    await engine.start(SPEC)
    const view = await engine.settled('a')
    const spent = spentBy(view, view.state.endedAt ?? '')
    expect(spent).toEqual({
      ...{ read: 400, written: 200, estimated: 600, priced: 600 },
      ...{ money: (40 * (10 * 2 + 5 * 8)) / 1e6, ms: 40_000 },
    })
    expect(engine.meter.project()).toEqual(spent)
    await engine.close()
  })

  it('does not take what has no price for free', async () => {
    const engine = engineOn(store, pricedPlayers(undefined))
    await engine.start(SPEC)
    expect(spentBy(await engine.settled('a'), '2026-01-01T00:00:00.000Z')).toMatchObject({
      money: 0,
      priced: 0,
    })
    await engine.close()
  })

  it('stops at a cap on money or time, and with a higher one goes on from there', async () => {
    for (const [budget, cap] of [
      [{ money: 0.0006 }, 'money'],
      [{ seconds: 10 }, 'seconds'],
    ] as const) {
      const players = pricedPlayers({ input: 2, output: 8 })
      const engine = engineOn(store, players)
      await engine.start({ ...SPEC, id: cap, budget })
      const paused = await engine.settled(cap)
      expect(readReached(paused.state.pause?.detail ?? '')).toMatchObject({ owner: 'job', cap })
      expect(players.asked).toBe(10)
      await engine.resume(cap, { money: 1, seconds: 1000 })
      const done = await engine.settled(cap)
      expect([done.state.name, players.asked]).toEqual(['done', 40])
      expect(budgetOf(done)).toEqual({ money: 1, seconds: 1000 })
      await engine.close()
    }
  })

  it('counts no time while the program is closed, however it ended', async () => {
    const players = pricedPlayers(undefined)
    const engine = engineOn(store, players)
    await engine.start({ ...SPEC, budget: { seconds: 7 } })
    await engine.settled('a')
    await engine.resume('a', {})
    await engine.close()
    // As a crash leaves it: running, with a clock that was written with the last record.
    await store.write([
      {
        sql: `UPDATE job SET state = json_set(state, '$.name', 'running', '$.startedAt', ?)`,
        params: [new Date(now).toISOString()],
      },
    ])
    const clock = Number((await store.get('SELECT ran_ms FROM job_clock'))?.ran_ms)
    now += 30 * 24 * 3600 * 1000
    const again = engineOn(store, players)
    await again.recover(false)
    const { state } = await again.get('a')
    expect([state.name, state.ranMs]).toEqual(['queued', clock])
    expect(again.meter.project().ms).toBe(clock)
    await again.close()
  })

  it('counts what other jobs spent toward the project’s cap, also after reopening', async () => {
    const first = engineOn(store)
    await first.start(SPEC)
    await first.settled('a')
    await first.close()
    const players = countingPlayers()
    const engine = engineOn(store, players)
    engine.meter.budget = { tokens: 690 }
    await engine.recover(true)
    expect(tokensOf(engine.meter.project())).toBe(600)
    await engine.start({ ...SPEC, id: 'b' })
    const paused = await engine.settled('b')
    expect(readReached(paused.state.pause?.detail ?? '')).toEqual({
      ...{ owner: 'project', cap: 'tokens', used: 690, of: 690 },
    })
    expect(players.asked).toBe(6)
    // Started at the cap, a job asks nothing at all.
    await engine.start({ ...SPEC, id: 'c' })
    expect((await engine.settled('c')).state.pause?.reason).toBe('budget')
    expect(players.asked).toBe(6)
    engine.meter.budget = {}
    await engine.resume('b')
    expect((await engine.settled('b')).state.name).toBe('done')
    await engine.close()
  })
})

describe('a pilot', () => {
  const LARGE = countingSpec('a', { items: 60, steps: 2 }, { pilot: { items: 12, ask: 'always' } })

  const residue = async (on: Store): Promise<unknown> => ({
    items: await on.all('SELECT ordinal, key, state, reason, summary FROM item ORDER BY ordinal'),
    steps: await on.all('SELECT item, number, body FROM step ORDER BY item, number'),
    counters: await on.all('SELECT name, value FROM job_counter ORDER BY name'),
  })

  it('does some items, stands still with an interval, and the rest ends as without it, nothing done twice', async () => {
    const players = pricedPlayers({ input: 1, output: 1 })
    const engine = engineOn(store, players)
    await engine.start(LARGE)
    const { state, counts } = await engine.settled('a')
    expect(state).toMatchObject({ name: 'paused', pause: { reason: 'pilot' } })
    expect(counts).toMatchObject({ planned: 60, waiting: 48 })
    const ended = await store.all("SELECT ordinal FROM item WHERE state <> 'waiting' ORDER BY ordinal")
    expect(ended.map(({ ordinal }) => ordinal)).toEqual(pilotItems(7, 60, 12))
    const { tokens, money, items, of } = state.estimate ?? { tokens: [0, 0] as const }
    expect([items, of]).toEqual([12, 60])
    // 60 items of 2 requests of 15 tokens.
    expect(tokens[0]).toBeLessThanOrEqual(1800)
    expect(tokens[1]).toBeGreaterThanOrEqual(1800)
    expect((money?.[0] ?? 1) <= 0.0018 && (money?.[1] ?? 0) >= 0.0018).toBe(true)
    await engine.resume('a')
    expect((await engine.settled('a')).state.name).toBe('done')
    expect(players.asked).toBe(120)
    const other = tempFolder()
    const plainStore = await openTestStore(other.path)
    const plain = engineOn(plainStore, pricedPlayers({ input: 1, output: 1 }))
    const { pilot: _, ...withoutPilot } = LARGE
    await plain.start(withoutPilot)
    await plain.settled('a')
    expect(await residue(store)).toEqual(await residue(plainStore))
    await Promise.all([plain.close(), engine.close()])
    await plainStore.close()
    other.remove()
  })

  it('goes on by itself where the rest fits the caps, and asks where it may not', async () => {
    const engine = engineOn(store)
    const pilot = { items: 12, ask: 'overBudget' } as const
    await engine.start({ ...LARGE, pilot, budget: { tokens: 100_000 } })
    expect((await engine.settled('a')).state).toMatchObject({ name: 'done', estimate: { of: 60 } })
    await engine.start({ ...LARGE, id: 'b', pilot, budget: { tokens: 1800 } })
    expect((await engine.settled('b')).state.pause?.reason).toBe('pilot')
    await engine.close()
  })

  it('is not made again when it was cut off: its items that are done stay done', async () => {
    for (let cut = 1; cut < 20; cut += 6) {
      const id = `cut${cut}`
      const players = countingPlayers()
      const engine = engineOn(store, players)
      let steps = 0
      const closing = Promise.withResolvers<void>()
      const cutting = new JobEngine({
        store,
        kinds: [countingKind()],
        findPlayers: async () => players,
        now: () => new Date(now).toISOString(),
        changed: () => undefined,
        stepped: () => {
          if (++steps === cut) void cutting.close().then(closing.resolve)
        },
      })
      await cutting.start({ ...LARGE, id })
      await closing.promise
      await engine.recover(true)
      const { state, counts } = await engine.settled(id)
      expect([state.pause?.reason, counts.waiting]).toEqual(['pilot', 48])
      const costs = await store.all('SELECT count(*) AS n, sum(tokens) AS tokens FROM pilot_cost')
      expect(Number(costs[0]?.n)).toBe(12 * ((cut - 1) / 6 + 1))
      await engine.close()
    }
  })

  it('is left out of a job that is hardly larger than it', async () => {
    const engine = engineOn(store)
    await engine.start({ ...LARGE, settings: { items: 20, steps: 1 } })
    const { state } = await engine.settled('a')
    expect([state.name, state.estimate]).toEqual(['done', undefined])
    await engine.close()
  })
})
