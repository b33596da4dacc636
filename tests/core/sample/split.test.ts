import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitSamples } from '#core/sample/split.ts'

describe('split', () => {
  it('puts every sample in exactly one part, and none of the parts is empty without a reason', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (count, share) => {
          const { train, test, empty } = splitSamples(count, share, 2025)
          expect([...train, ...test].sort((a, b) => a - b)).toEqual(
            Array.from({ length: count }, (_, i) => i),
          )
          expect(train.length === 0 || test.length === 0).toBe(empty !== undefined)
        },
      ),
    )
  })

  it('keeps a training row below 50 samples and takes 2 % above', () => {
    expect(splitSamples(49, 0.02, 2025)).toMatchObject({ train: { length: 48 }, test: { length: 1 } })
    expect(splitSamples(1000, 0.02, 2025)).toMatchObject({ train: { length: 980 }, test: { length: 20 } })
    expect(splitSamples(1, 0.02, 2025)).toMatchObject({ train: { length: 1 }, empty: 'oneSample' })
  })

  it('shuffles by the seed alone', () => {
    expect(splitSamples(500, 0.1, 1)).toEqual(splitSamples(500, 0.1, 1))
    expect([...splitSamples(500, 0.1, 1).train]).not.toEqual([...splitSamples(500, 0.1, 2).train])
  })
})
