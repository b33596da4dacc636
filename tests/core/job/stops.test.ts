/** Stop conditions. Bug caught: a resumed round that stops again at once, or one that no longer stops at all. */
import { describe, expect, it } from 'vitest'
import { Stops } from '#core/job/stops.ts'
import type { JobView } from '#core/job/view.ts'

const child = (counts: Partial<JobView['counts']>): JobView =>
  ({
    spec: { kind: 'probe' },
    state: { planComplete: true },
    counts: { planned: 100, waiting: 0, done: 0, dropped: 0, failed: 0, ...counts },
    counters: {},
  }) as unknown as JobView
const NOTHING = { tokens: 0, ms: 0 }
const stop = (kind: string, item = 0) => ({ item, body: { stop: kind } })

describe('stop conditions', () => {
  it('allow as much again with every resume, each for itself', () => {
    const most = { tokens: 100, seconds: 10, failedShare: 1 }
    const reached = (stops: Stops, tokens: number, ms = 0) =>
      stops.reached(most, 0, child({ waiting: 100 }), { tokens, ms })?.stop
    const fresh = new Stops([])
    expect(reached(fresh, 99)).toBeUndefined()
    expect(reached(fresh, 100)).toBe('tokens')
    expect(reached(fresh, 0, 10_000)).toBe('seconds')
    const once = new Stops([stop('tokens')])
    expect(reached(once, 199)).toBeUndefined()
    expect(reached(once, 200)).toBe('tokens')
    expect(reached(once, 0, 10_000)).toBe('seconds')
  })

  it('look at failures once enough items have ended, or all, and forgive the stage that was let go on', () => {
    const most = { failedShare: 0.2 }
    const reached = (stops: Stops, counts: Partial<JobView['counts']>, item = 0) =>
      stops.reached(most, item, child(counts), NOTHING)?.stop
    const fresh = new Stops([])
    expect(reached(fresh, { failed: 5, waiting: 95 })).toBeUndefined()
    expect(reached(fresh, { failed: 11, done: 39, waiting: 50 })).toBe('failures')
    expect(reached(fresh, { failed: 10, done: 40, waiting: 50 })).toBeUndefined()
    expect(reached(fresh, { failed: 1, done: 3 })).toBe('failures')
    const forgiven = new Stops([stop('failures', 2)])
    expect(reached(forgiven, { failed: 50, done: 50 }, 2)).toBeUndefined()
    expect(reached(forgiven, { failed: 50, done: 50 }, 3)).toBe('failures')
    expect(forgiven.of(2)).toBe(1)
  })

  it('refuse steps that say no stop', () => {
    expect(() => new Stops([{ item: 0, body: { stop: 'tired' } }])).toThrow()
  })
})
