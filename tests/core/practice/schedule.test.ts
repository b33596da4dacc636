import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CASE_TYPES, type CaseType } from '#core/dialog/case-type.ts'
import { OVERRUN } from '#core/dialog/draw.ts'
import { SHORTEST } from '#core/practice/scene.ts'
import { further, schedule } from '#core/practice/schedule.ts'
import { Random } from '#core/random/random.ts'

const types = fc.array(fc.constantFrom(...CASE_TYPES), { minLength: 1, maxLength: 14 })
const targets = fc.integer({ min: 1, max: 30 }).map((half) => half * 2)

describe('schedule', () => {
  it('serves needs of the plan, each at most once, at a length that their scenes have', () => {
    fc.assert(
      fc.property(types, targets, fc.nat(), (needs, target, seed) => {
        const places = schedule(needs, target, new Random(seed))
        expect(places.length).toBeGreaterThan(0)
        expect(new Set(places.map((place) => place.need)).size).toBe(places.length)
        for (const { need, type, length } of places) {
          expect(type).toBe(needs[need])
          expect([SHORTEST[type], SHORTEST[type] + 2]).toContain(length)
        }
      }),
    )
  })

  it('begins no need behind the target, and ends inside the cap', () => {
    fc.assert(
      fc.property(types, targets, fc.nat(), (needs, target, seed) => {
        const lengths = schedule(needs, target, new Random(seed)).map((place) => place.length)
        const before = lengths.slice(0, -1).reduce((sum, length) => sum + length, 0)
        if (lengths.length > 1) expect(before).toBeLessThan(target)
        expect(before + (lengths.at(-1) ?? 0)).toBeLessThan(target + OVERRUN)
      }),
    )
  })

  it('leaves needs out wherever they stand: the last ones are not thinned out', () => {
    const needs: CaseType[] = [...Array<CaseType>(5).fill('sequential'), 'longContext']
    let kept = 0
    for (let seed = 0; seed < 400; seed++)
      if (schedule(needs, 20, new Random(seed)).some((place) => place.type === 'longContext')) kept++
    expect(kept).toBeGreaterThan(250)
  })

  it('fills what is left with needs of the plan that fit, and with a farewell otherwise', () => {
    const places = schedule(['single', 'longContext'], 20, new Random(1))
    expect(further(places, 12, new Random(1))).toMatchObject({ type: 'single', length: 4 })
    expect(further(places, 2, new Random(1))).toBeUndefined()
  })
})
