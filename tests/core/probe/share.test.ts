import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countsAtShare, perplexityAtShare, shareAbove } from '#core/probe/share.ts'
import { type Measure, standingsOf } from '#core/probe/standing.ts'

const BINS = 8
/** Equal steps of ln(perplexity), as a probe's view gives them. */
function binsOf(values: readonly number[]) {
  const low = Math.log(Math.min(...values))
  const step = (Math.log(Math.max(...values)) - low) / BINS || 0.1
  return Array.from({ length: BINS }, (_, at) => ({
    from: Math.exp(low + at * step),
    to: Math.exp(low + (at + 1) * step),
    count: values.filter((value) => {
      const bin = Math.min(BINS - 1, Math.floor((Math.log(value) - low) / step))
      return bin === at
    }).length,
  }))
}
const measures: fc.Arbitrary<Measure[]> = fc
  .record({
    matching: fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }),
    part: fc.nat(10),
    failed: fc.nat(10),
  })
  .map(({ matching, part, failed }) => [
    ...matching.map((n): Measure => ({ score: 1, passRate: 1, perplexity: 1 + n / 100, why: 'same' })),
    ...Array.from({ length: part }, (): Measure => ({ score: 0.5, passRate: 0.5, why: 'calls.differ' })),
    ...Array.from({ length: failed }, (): Measure => ({ score: 0, passRate: 0, why: 'calls.differ' })),
  ])
const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)

describe('moving the threshold of a probe', () => {
  it('gives at once the counts that the engine gives after scoring', () => {
    fc.assert(
      fc.property(measures, share, share, (all, from, to) => {
        const bins = binsOf(all.flatMap(({ perplexity }) => (perplexity === undefined ? [] : [perplexity])))
        const { counts } = standingsOf(all, from)
        expect(countsAtShare({ share: from, counts, bins }, to)).toEqual(standingsOf(all, to).counts)
      }),
    )
  })

  it('finds the place of a share on the axis and the share of a place', () => {
    fc.assert(
      fc.property(measures, share, (all, wanted) => {
        const bins = binsOf(all.flatMap(({ perplexity }) => (perplexity === undefined ? [] : [perplexity])))
        expect(shareAbove(bins, perplexityAtShare(bins, wanted))).toBeCloseTo(wanted)
      }),
    )
  })

  it('stays sane without a matching sample', () => {
    expect(shareAbove([], 1.2)).toBe(0)
    expect(perplexityAtShare([], 0.5)).toBe(1)
  })
})
