/** When a training counts as standing still. A wrong alarm costs a user a training that was well. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SILENT, type StallSigns, stallOf, UNKNOWN } from '#core/training/stall.ts'

const BEGAN = Date.parse('2026-11-26T10:00:00Z')
/** A run whose steps took these seconds, and which has been silent since. */
function signs(gaps: readonly number[], silent: number, more: Partial<StallSigns> = {}): StallSigns {
  let at = BEGAN
  const steps = gaps.map((seconds) => {
    at += seconds * 1000
    return { at, measured: false }
  })
  return { now: at + silent * 1000, began: [BEGAN], steps, measures: false, gpus: [], log: [], ...more }
}
const idle = (from: number, seconds: number, use = 0) =>
  Array.from({ length: Math.floor(seconds / 15) }, (_, i) => ({ at: from + (i + 1) * 15_000, use }))

describe('a stall', () => {
  it('is told with how long, how many times the usual, the GPU’s use and the last lines', () => {
    const quick = signs([40, 10, 10, 10, 10], 300, { log: ['a', '', 'waiting for rank 1'] })
    const last = quick.steps.at(-1)?.at ?? 0
    expect(stallOf({ ...quick, gpus: idle(last, 300) })).toEqual({
      ...{ since: last, seconds: 300, usual: 10, times: 30, gpu: 0 },
      lines: ['a', 'waiting for rank 1'],
    })
  })
  it('has a time of its own that stays, so that it is told once', () => {
    const at = (silent: number) => stallOf(signs([5, 5, 5, 5, 5], silent))?.since
    expect(at(200)).toBe(at(2000))
    expect(at(200)).toBeDefined()
  })
})

describe('no alarm', () => {
  it('in a slow first step: models are read and kernels are made', () => {
    expect(stallOf(signs([], UNKNOWN))).toBeUndefined()
    expect(stallOf(signs([], UNKNOWN + 1))?.usual).toBeUndefined()
  })
  it('in the first step after a resume, which is as slow as the first was', () => {
    const before = signs([900, 5, 5, 5, 5], 0)
    const again = before.now + 60_000
    const resumed = { ...before, began: [BEGAN, again] }
    expect(stallOf({ ...resumed, now: again + 1_500_000 })).toBeUndefined()
    expect(stallOf({ ...resumed, now: again + 1_900_000 })).toBeDefined()
  })
  it('in the first long measurement on held-out samples, and in later ones as long', () => {
    const first = signs([60, 5, 5, 5, 5, 5], 1200, { measures: true })
    expect(stallOf(first)).toBeUndefined()
    const known = signs([60, 5, 5, 5, 900, 5, 5, 5], 1200, { measures: true })
    const steps = known.steps.map((one, i) => ({ ...one, measured: i === 4 }))
    expect(stallOf({ ...known, steps })).toBeUndefined()
    // The same silence where nothing is measured, once the long one is known to have been a measurement.
    expect(stallOf({ ...signs([60, 5, 5, 5, 5, 5], 1200), log: [] })).toBeDefined()
  })
  it('while a GPU works through a long step', () => {
    const long = signs([20, 20, 20, 20, 20], 300)
    const last = long.steps.at(-1)?.at ?? 0
    expect(stallOf({ ...long, gpus: idle(last, 300, 97) })).toBeUndefined()
    expect(stallOf({ ...long, gpus: idle(last, 300, 0) })).toBeDefined()
  })
  it('for a GPU that hangs at full use for ever', () => {
    const long = signs([20, 20, 20, 20, 20], 4000)
    const last = long.steps.at(-1)?.at ?? 0
    expect(stallOf({ ...long, gpus: idle(last, 4000, 100) })?.gpu).toBe(100)
  })
  it('right behind a checkpoint, whose writing takes its time', () => {
    const saved = signs([5, 5, 5, 5, 5], 200)
    expect(stallOf({ ...saved, spokeAt: saved.now - 10_000 })).toBeUndefined()
  })
})

describe('any run', () => {
  const gap = fc.integer({ min: 1, max: 3600 })
  it('whose steps take at most twice what they took is never called stalled', () => {
    fc.assert(
      fc.property(
        fc.array(gap, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (gaps, k) => {
          const silent = Math.max(...(gaps.length > 1 ? gaps.slice(1) : gaps)) * Math.min(k, 2)
          expect(stallOf(signs(gaps, silent))).toBeUndefined()
        },
      ),
    )
  })
  it('is silent for three minutes at least before anything is said', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 60 }), fc.integer({ min: 0, max: 1e6 }), (gaps, silent) => {
        const stall = stallOf(signs(gaps, silent))
        if (stall) expect(stall.seconds).toBeGreaterThan(SILENT)
      }),
    )
  })
  it('that stands still for good is called so in the end, whatever its GPUs say', () => {
    fc.assert(
      fc.property(
        fc.array(gap, { maxLength: 60 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 100 }),
        (gaps, measures, use) => {
          const silent = 4 * Math.max(UNKNOWN, 8 * Math.max(0, ...gaps)) + 1
          const still = signs(gaps, silent, { measures })
          expect(stallOf({ ...still, gpus: [{ at: still.now - 1, use }] })).toBeDefined()
        },
      ),
    )
  })
  it('once stalled stays stalled until something is written', () => {
    fc.assert(
      fc.property(
        fc.array(gap, { maxLength: 30 }),
        fc.integer({ min: 0, max: 1e5 }),
        gap,
        (gaps, silent, more) => {
          if (stallOf(signs(gaps, silent))) expect(stallOf(signs(gaps, silent + more))).toBeDefined()
        },
      ),
    )
  })
})
