/**
 * Pilots. Bugs caught: an interval that promises more than it holds, a pilot of the first items only, an estimate that
 * leaves out what the pilot itself spent.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateFrom, hasPilot, mayExceed, pilotItems, totalOf } from '#core/job/pilot.ts'
import { Random } from '#core/random/random.ts'

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())

/** Costs as jobs have them: alike, skewed, with tries that multiply, with items that end at once or take long. */
const FAMILIES: Readonly<Record<string, (random: Random) => number>> = {
  alike: (random) => 1000 + 200 * normal(random),
  even: (random) => 500 + 1000 * random.next(),
  waiting: (random) => -1000 * Math.log(1 - random.next()),
  skewed: (random) => 1000 * Math.exp(0.5 * normal(random)),
  'very skewed': (random) => 1000 * Math.exp(0.8 * normal(random)),
  'a tenth ends at once': (random) => (random.chance(0.1) ? 100 : 1000 + 100 * normal(random)),
  'a fifth takes four times as much': (random) => (random.chance(0.2) ? 3200 : 800 + 100 * normal(random)),
  tries: (random) => {
    let tries = 1
    while (tries < 3 && random.chance(0.4)) tries++
    return 700 * tries + 100 * normal(random)
  },
}

const WORLDS = 600

describe('the interval of a pilot', () => {
  for (const [name, draw] of Object.entries(FAMILIES))
    for (const k of [12, 20, 40])
      it(`holds in at least 90 % of pilots of ${k}: ${name}`, () => {
        const random = new Random('coverage', name, k)
        let held = 0
        for (let world = 0; world < WORLDS; world++) {
          const of = random.pick([2 * k, 200, 1500])
          const all = Array.from({ length: Math.max(of, 2 * k) }, () => Math.max(0, draw(random)))
          const [low, high] = totalOf(all.slice(0, k), all.length)
          const total = all.reduce((sum, value) => sum + value, 0)
          if (low <= total && total <= high) held++
        }
        expect(held / WORLDS).toBeGreaterThanOrEqual(0.9)
      })

  it('holds what is spent, goes with the scale, and is a point where nothing is left', () => {
    const values = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 5, maxLength: 60 })
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 5000 }), (known, more) => {
        const spent = known.reduce((sum, value) => sum + value, 0)
        const [low, high] = totalOf(known, known.length + more)
        expect(low).toBeGreaterThanOrEqual(spent)
        expect(high).toBeGreaterThanOrEqual(low)
        if (more === 0) expect([low, high]).toEqual([spent, spent])
        const doubled = totalOf(
          known.map((value) => 2 * value),
          known.length + more,
        )
        expect(doubled[0]).toBeCloseTo(2 * low, 3)
        expect(doubled[1]).toBeCloseTo(2 * high, 3)
      }),
    )
    expect(totalOf(Array(12).fill(0), 1000)).toEqual([0, 0])
  })
})

describe('a pilot', () => {
  it('draws items evenly from all, the same ones each time, and none twice', () => {
    const chosen = pilotItems(7, 1000, 200)
    expect(new Set(chosen).size).toBe(200)
    expect(pilotItems(7, 1000, 200)).toEqual(chosen)
    expect(pilotItems(8, 1000, 200)).not.toEqual(chosen)
    expect([...chosen].sort((a, b) => a - b)).toEqual(chosen)
    const early = chosen.filter((ordinal) => ordinal < 500).length
    expect(early).toBeGreaterThan(75)
    expect(early).toBeLessThan(125)
    expect(pilotItems(7, 3, 12)).toEqual([0, 1, 2])
  })

  it('is made only where it leaves as much as it takes', () => {
    const pilot = { items: 12, ask: 'always' } as const
    expect([hasPilot(undefined, 1000), hasPilot(pilot, 23), hasPilot(pilot, 24)]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('counts time by the places: at best all of them, at worst as few as were seen', () => {
    const costs = Array.from({ length: 12 }, () => ({ tokens: 100, money: 0, ms: 1000 }))
    // 12 s of work in 3 s: four side by side.
    const { seconds, tokens, money } = estimateFrom(costs, { of: 1200, ranMs: 3000, concurrency: 16 })
    expect(money).toBeUndefined()
    expect(tokens[0]).toBeLessThan(120_000)
    expect(tokens[1]).toBeGreaterThan(120_000)
    expect(seconds[0]).toBeLessThan(1200 / 16)
    expect(seconds[1]).toBeGreaterThan(1200 / 4)
  })

  it('asks where the rest may be more than the caps leave', () => {
    const estimate = { items: 10, of: 100, tokens: [900, 1000], seconds: [10, 20] } as const
    expect(mayExceed(estimate, {})).toBe(false)
    expect(mayExceed(estimate, { tokens: 900 })).toBe(false)
    expect(mayExceed(estimate, { tokens: 899 })).toBe(true)
    expect(mayExceed(estimate, { money: 1 })).toBe(false)
    expect(mayExceed(estimate, { tokens: 5000, seconds: 1 })).toBe(true)
  })
})
