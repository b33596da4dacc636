/** Stop conditions. Bug caught: a resumed round that stops again at once, or one that no longer stops at all. */
import { describe, expect, it } from 'vitest'
import { FailureStops } from '#core/job/stops.ts'
import type { JobView } from '#core/job/view.ts'

const child = (counts: Partial<JobView['counts']>): JobView =>
  ({
    spec: { kind: 'probe' },
    state: { planComplete: true },
    counts: { planned: 100, waiting: 0, done: 0, dropped: 0, failed: 0, ...counts },
    counters: {},
  }) as unknown as JobView
const stop = (kind: string, item = 0) => ({ item, body: { stop: kind } })

describe('stop conditions', () => {
  it('look at failures once enough items have ended, or all, and forgive the stage that was let go on', () => {
    const reached = (stops: FailureStops, counts: Partial<JobView['counts']>, item = 0) =>
      stops.reached(0.2, item, child(counts)) !== undefined
    const fresh = new FailureStops([])
    expect(reached(fresh, { failed: 5, waiting: 95 })).toBe(false)
    expect(reached(fresh, { failed: 11, done: 39, waiting: 50 })).toBe(true)
    expect(reached(fresh, { failed: 10, done: 40, waiting: 50 })).toBe(false)
    expect(reached(fresh, { failed: 1, done: 3 })).toBe(true)
    const forgiven = new FailureStops([stop('failures', 2)])
    expect(reached(forgiven, { failed: 50, done: 50 }, 2)).toBe(false)
    expect(reached(forgiven, { failed: 50, done: 50 }, 3)).toBe(true)
    expect(forgiven.of(2)).toBe(1)
  })

  it('read stops of caps, which earlier programs wrote, and forgive no failures for them', () => {
    const stops = new FailureStops([stop('tokens', 1)])
    expect(stops.of(1)).toBe(1)
    expect(stops.reached(0.2, 1, child({ failed: 50, done: 50 }))).toBe('probe: 50 of 100')
  })

  it('refuse steps that say no stop', () => {
    expect(() => new FailureStops([{ item: 0, body: { stop: 'tired' } }])).toThrow()
  })
})
