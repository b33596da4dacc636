/** Caps. Bugs caught: a cap that never holds, a raise that leaves no room, a reason that cannot be read back. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  budgetReached,
  CAP_OWNERS,
  CAPS,
  raised,
  readReached,
  roomLeft,
  sayReached,
  spentIn,
  USAGE,
} from '#core/job/budget.ts'

const spent = (tokens: number, money = 0, ms = 0) =>
  spentIn(
    { [USAGE.read]: tokens, [USAGE.micros]: money * 1e6, [USAGE.priced]: tokens, [USAGE.estimated]: 0 },
    ms,
  )

describe('a budget', () => {
  it('is reached at its cap, each by itself, and says which and whose', () => {
    expect(budgetReached('job', {}, spent(1e9, 1e6, 1e9))).toBeUndefined()
    expect(budgetReached('job', { tokens: 100 }, spent(99))).toBeUndefined()
    expect(budgetReached('round', { tokens: 100 }, spent(100))).toEqual({
      owner: 'round',
      cap: 'tokens',
      used: 100,
      of: 100,
    })
    expect(budgetReached('project', { money: 2.5 }, spent(0, 2.5))).toMatchObject({ cap: 'money', used: 2.5 })
    expect(budgetReached('job', { seconds: 60 }, spent(0, 0, 59_999))).toBeUndefined()
    expect(budgetReached('job', { seconds: 60 }, spent(0, 0, 60_000))).toMatchObject({ cap: 'seconds' })
  })

  it('says its reason so that it can be read back', () => {
    const of = fc.record({
      owner: fc.constantFrom(...CAP_OWNERS),
      cap: fc.constantFrom(...CAPS),
      used: fc.integer({ min: 0, max: 1e9 }).map((n) => n / 1000),
      of: fc.integer({ min: 1, max: 1e9 }).map((n) => n / 1000),
    })
    fc.assert(
      fc.property(of, (reached) => {
        expect(readReached(sayReached(reached))).toEqual(reached)
      }),
    )
    for (const other of ['', 'probe: 3 of 9', 'job apples 3 of 4', 'endpoint.auth: tokens 3 of 4'])
      expect(readReached(other)).toBeUndefined()
  })

  it('is raised to what a pilot said the whole will take, where that is more', () => {
    const estimate = { items: 12, of: 60, tokens: [5000, 7600], seconds: [3, 8] } as const
    expect(raised({ tokens: 1000 }, spent(1010), estimate)).toEqual({ tokens: 7600 })
    expect(raised({ tokens: 5000 }, spent(5010), estimate)).toEqual({ tokens: 11_000 })
  })

  it('is raised past what is spent, and only where it was reached', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 0, max: 2e9 }),
        fc.integer({ min: 1, max: 1e6 }),
        (tokens, used, seconds) => {
          const budget = { tokens, seconds }
          const next = raised(budget, spent(used))
          expect(budgetReached('job', next, spent(used))).toBeUndefined()
          expect(next.seconds).toBe(seconds)
          if (used < tokens) expect(next).toEqual(budget)
          else expect(roomLeft(next, spent(used)).tokens).toBeGreaterThanOrEqual(tokens * 0.999)
        },
      ),
    )
  })
})
