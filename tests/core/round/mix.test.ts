import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FILL_ORDER, type MixRequest, POOLS, planMix, scheduledFresh } from '#core/round/mix.ts'

const SIZE = 18_304
const mix = (round: number, available: Partial<MixRequest['available']>, more: Partial<MixRequest> = {}) =>
  planMix({
    round,
    size: SIZE,
    available: { fresh: 0, errorSeed: 0, expansion: 0, highPerplexity: 0, ...available },
    ...more,
  })

describe('the mix of a round', () => {
  it('has the fresh samples of the paper in every round, and of any size in proportion', () => {
    expect([1, 2, 3, 4].map((round) => scheduledFresh(round, SIZE))).toEqual([18_304, 5632, 2816, 1408])
    expect([1, 2, 3, 4].map((round) => scheduledFresh(round, 1300))).toEqual([1300, 400, 200, 100])
  })

  it.each([
    [1, 0, 0, 0, 18_304],
    [2, 1919, 6566, 4187, 5632],
    [3, 3386, 8066, 4036, 2816],
    [4, 3731, 8169, 4996, 1408],
  ])('is the paper’s own in round %i', (round, errorSeed, expansion, highPerplexity, fresh) => {
    const plan = mix(round, { fresh: 20_000, errorSeed, expansion, highPerplexity: 9000 })
    expect(plan.take).toEqual({ errorSeed, expansion, highPerplexity, fresh })
    expect(plan).toMatchObject({ short: [], cut: [], filled: [], missing: 0 })
  })

  it('fills from high perplexity, then from fresh, and says what was short and who filled', () => {
    const plan = mix(
      2,
      { fresh: 20_000, errorSeed: 100, expansion: 200, highPerplexity: 300 },
      { size: 1300 },
    )
    // 400 fresh, 100 + 200, so 600 of high perplexity are wanted and 300 are there.
    expect(plan.take).toEqual({ fresh: 700, errorSeed: 100, expansion: 200, highPerplexity: 300 })
    expect(plan.short).toEqual([{ pool: 'highPerplexity', wanted: 600, available: 300 }])
    expect(plan.filled).toEqual([{ pool: 'fresh', count: 300 }])
    const noFresh = mix(2, { errorSeed: 100, expansion: 200, highPerplexity: 2000 }, { size: 1300 })
    expect(noFresh.take.highPerplexity).toBe(1000)
    expect(noFresh.filled).toEqual([{ pool: 'highPerplexity', count: 400 }])
  })

  it('is smaller, and says by how much, when there is no more', () => {
    const plan = mix(2, { fresh: 10, errorSeed: 5 }, { size: 100 })
    expect(plan.take).toEqual({ fresh: 10, errorSeed: 5, expansion: 0, highPerplexity: 0 })
    expect(plan.missing).toBe(85)
  })

  it('cuts the later claims when error seeds and children are more than there is room', () => {
    const plan = mix(2, { fresh: 1000, errorSeed: 700, expansion: 900, highPerplexity: 50 }, { size: 1300 })
    expect(plan.take).toEqual({ fresh: 400, errorSeed: 700, expansion: 200, highPerplexity: 0 })
    expect(plan.cut).toEqual([{ pool: 'expansion', wanted: 900, taken: 200 }])
  })

  it('keeps exact counts, and never fills from a pool that has one', () => {
    const wanted = { expansion: 0, highPerplexity: 7 }
    const plan = mix(
      2,
      { fresh: 50, errorSeed: 10, expansion: 90, highPerplexity: 90 },
      { size: 100, wanted },
    )
    expect(plan.take).toEqual({ fresh: 50, errorSeed: 10, expansion: 0, highPerplexity: 7 })
    expect(plan.missing).toBe(33)
  })

  it('balances and takes nothing that is not there, whatever is asked', () => {
    const count = fc.integer({ min: 0, max: 60 })
    const four = fc.record({ fresh: count, errorSeed: count, expansion: count, highPerplexity: count })
    const exact = fc.record(
      { fresh: count, errorSeed: count, expansion: count, highPerplexity: count },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), count, four, exact, (round, size, available, wanted) => {
        const plan = planMix({ round, size, available, wanted })
        const taken = POOLS.reduce((sum, pool) => sum + plan.take[pool], 0)
        expect(taken + plan.missing).toBe(size)
        for (const pool of POOLS) {
          expect(plan.take[pool]).toBeLessThanOrEqual(available[pool])
          expect(plan.take[pool]).toBeGreaterThanOrEqual(0)
          expect(plan.take[pool]).toBeLessThanOrEqual(wanted[pool] ?? size)
        }
        const open = FILL_ORDER.filter((pool) => wanted[pool] === undefined)
        if (plan.missing > 0) for (const pool of open) expect(plan.take[pool]).toBe(available[pool])
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
