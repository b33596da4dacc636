import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CASE_TYPES, LANGUAGES, LEVELS } from '#core/dialog/case-type.ts'
import { createDraw, dialogKey, drawSetup, ordinalOf, planKeys, previewSimulate } from '#core/dialog/draw.ts'
import { offers, possibleTypes, requirementsOf } from '#core/dialog/possible.ts'
import { apportion, placeIn } from '#core/dialog/quota.ts'
import { DEFAULT_SIMULATE, type SimulateSettings } from '#core/dialog/settings.ts'
import { STYLES } from '#core/dialog/style.ts'
import { Failure } from '#core/failure/failure.ts'
import { permutation } from '#core/random/permutation.ts'
import type { Tool } from '#core/tool/tool.ts'
import { madeTools, toolOf } from './made-tools.ts'

const settings = (more: Partial<SimulateSettings> = {}): SimulateSettings => ({
  ...DEFAULT_SIMULATE,
  toolSetId: 't',
  ...more,
})
const setupsOf = (wanted: SimulateSettings, tools: readonly Tool[]) => {
  const draw = createDraw(wanted, { tools })
  return Array.from({ length: wanted.count }, (_, i) => draw.setup(i))
}
const share = (count: number, total: number) => (100 * count) / total

describe('the quotas of a job', () => {
  const mixes = fc.record({
    seed: fc.nat(1_000_000),
    count: fc.integer({ min: 200, max: 700 }),
    mix: fc
      .array(fc.integer({ min: 0, max: 30 }), { minLength: 9, maxLength: 9 })
      .filter((shares) => shares.some((s) => s > 0)),
    en: fc.integer({ min: 1, max: 9 }),
    levels: fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
    ),
  })

  it('keep types, languages and levels within one point of what was asked, whatever the seed', () => {
    fc.assert(
      fc.property(mixes, ({ seed, count, mix, en, levels: [easy, medium, hard] }) => {
        const wanted = settings({
          seed,
          count,
          mix: Object.fromEntries(CASE_TYPES.map((type, i) => [type, mix[i]])),
          languages: { en, zh: 10 - en },
          levels: { easy, medium, hard },
        })
        const setups = setupsOf(wanted, madeTools(60))
        const needs = setups.flatMap((setup) => setup.needs)
        const asked = mix.reduce((a, b) => a + b, 0)
        for (const [i, type] of CASE_TYPES.entries()) {
          const got = needs.filter((t) => t === type).length
          expect(Math.abs(share(got, needs.length) - share(mix[i]!, asked))).toBeLessThanOrEqual(1)
        }
        for (const language of LANGUAGES) {
          const got = setups.filter((s) => s.language === language).length
          expect(Math.abs(share(got, count) - 10 * wanted.languages[language])).toBeLessThanOrEqual(1)
        }
        for (const level of LEVELS) {
          const got = setups.filter((s) => s.level === level).length
          const wish = share(wanted.levels[level], easy + medium + hard)
          expect(Math.abs(share(got, count) - wish)).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('are what the preview says', () => {
    const wanted = settings({ count: 300 })
    const tools = madeTools(80)
    const setups = setupsOf(wanted, tools)
    const preview = previewSimulate(wanted, { tools })
    const needs = setups.flatMap((s) => s.needs)
    expect(preview.needs).toBe(needs.length)
    for (const type of CASE_TYPES) {
      expect(preview.byType[type] ?? 0).toBe(needs.filter((t) => t === type).length)
    }
    const messages = setups.reduce((sum, s) => sum + s.target, 0)
    expect(preview.requests[0]).toBe(300 + 1.5 * messages)
    expect(preview.requests[1]).toBeGreaterThan(preview.requests[0])
  })

  it('mix the languages inside each level instead of dealing them in step', () => {
    const setups = setupsOf(settings({ count: 400, levels: { easy: 1, medium: 0, hard: 1 } }), madeTools(40))
    const easyEnglish = setups.filter((s) => s.level === 'easy' && s.language === 'en').length
    expect(easyEnglish).toBeGreaterThan(70)
    expect(easyEnglish).toBeLessThan(130)
  })
})

describe('one setup', () => {
  const wanted = settings({ count: 120 })
  const tools = madeTools(120)

  it('has no tool twice, and a target, needs, date and style as the level and the method want them', () => {
    for (const setup of setupsOf(wanted, tools)) {
      const range = wanted.ranges[setup.level]
      expect(new Set(setup.tools).size).toBe(setup.tools.length)
      expect(setup.tools.length).toBeGreaterThanOrEqual(range.tools[0])
      expect(setup.tools.length).toBeLessThanOrEqual(range.tools[1])
      expect(setup.target % 2).toBe(0)
      expect(setup.target).toBeGreaterThanOrEqual(range.messages[0])
      expect(setup.target).toBeLessThanOrEqual(range.messages[1])
      expect(setup.needs.length).toBe(Math.max(1, Math.floor(setup.target / 4)))
      if (setup.level === 'medium') {
        expect(setup.needs.length).toBeGreaterThanOrEqual(5)
        expect(setup.needs.length).toBeLessThanOrEqual(9)
      }
      expect(STYLES).toContain(setup.style)
      const [date, weekday] = setup.date.split(', ')
      expect(date! >= '2020-01-01' && date! <= '2026-12-31').toBe(true)
      expect(
        new Date(`${date}T00:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }),
      ).toBe(weekday)
    }
  })

  it('is the same for the same seed and key, alone or among others, and another for another seed', () => {
    const draw = createDraw(wanted, { tools })
    for (const ordinal of [119, 0, 57])
      expect(drawSetup(wanted, { tools }, ordinal)).toEqual(draw.setup(ordinal))
    expect(drawSetup({ ...wanted, seed: 2 }, { tools }, 5)).not.toEqual(draw.setup(5))
  })

  it('is pinned: a change of the draw would change what a stored job means', () => {
    expect(drawSetup(settings({ count: 200, seed: 7 }), { tools: madeTools(12) }, 3)).toMatchSnapshot()
  })

  it('offers a suitable tool for every need, also where such tools are rare', () => {
    const rare = [
      ...Array.from({ length: 300 }, (_, i) => toolOf(`plain_${i}`, {}, [], `c${i % 10}`)),
      toolOf('closed', { on: { type: 'boolean' } }, [], 'c1'),
      toolOf('open', { text: { type: 'string' } }, [], 'c2'),
      toolOf('needed', { kind: { type: 'string', enum: ['a', 'b'] } }, ['kind'], 'c3'),
    ]
    const byName = new Map(rare.map((tool) => [tool.name, tool]))
    for (const setup of setupsOf(settings({ count: 200 }), rare)) {
      expect(new Set(setup.tools).size).toBe(setup.tools.length)
      const offered = setup.tools.map((name) => offers(byName.get(name)!))
      for (const requirement of requirementsOf(setup.needs)) {
        expect(offered.some((set) => set.has(requirement))).toBe(true)
      }
    }
  })

  it('never opens with a reference to what was said before, where there is another need', () => {
    for (const { needs } of setupsOf(settings({ count: 200, mix: { longContext: 1, single: 1 } }), tools)) {
      if (needs.includes('single')) expect(needs[0]).toBe('single')
    }
  })

  it('takes every tool of a set that is smaller than the level wants', () => {
    const few = madeTools(3)
    const setup = drawSetup(settings(), { tools: few }, 0)
    expect([...setup.tools].sort()).toEqual(few.map((tool) => tool.name).sort())
  })

  it('draws large categories more often, yet small ones too', () => {
    const uneven = [
      ...Array.from({ length: 400 }, (_, i) => toolOf(`big_${i}`, {}, [], 'big')),
      ...Array.from({ length: 60 }, (_, i) => toolOf(`small_${i}`, {}, [], `small${i % 30}`)),
    ]
    const names = setupsOf(settings({ count: 200, mix: { chat: 1 } }), uneven).flatMap((s) => s.tools)
    const small = names.filter((name) => name.startsWith('small')).length
    expect(small).toBeGreaterThan(0)
    expect(small).toBeLessThan(names.length / 2)
  })
})

describe('what a tool set cannot offer', () => {
  it.each([
    ['no tools', [], ['chat', 'missingTool']],
    [
      'tools without parameters',
      [toolOf('a', {}, [])],
      ['single', 'missingTool', 'chat', 'toolError', 'longContext'],
    ],
    [
      'optional switches only',
      [toolOf('a', { on: { type: 'boolean' } }, [])],
      ['single', 'parallel', 'multiTurn', 'missingTool', 'chat', 'toolError', 'longContext'],
    ],
    ['a required text', [toolOf('a', { q: { type: 'string' } }, ['q'])], [...CASE_TYPES]],
    [
      'a required text with a default',
      [toolOf('a', { q: { type: 'string', default: 'x' } }, ['q'])],
      CASE_TYPES.filter((t) => t !== 'missingParameter'),
    ],
  ])('with %s is told, each type with a reason', (_, tools, possible) => {
    const found = possibleTypes(tools as Tool[])
    expect([...found.possible].sort()).toEqual([...possible].sort())
    expect(found.possible.length + found.impossible.length).toBe(CASE_TYPES.length)
  })

  it('is left out of the mix, and its share goes to the rest', () => {
    const preview = previewSimulate(settings(), { tools: [toolOf('a', {}, [])] })
    expect(preview.byType.parallel).toBeUndefined()
    expect(Object.values(preview.byType).reduce((a, b) => a + b, 0)).toBe(preview.needs)
    expect(preview.impossible).toContainEqual({ type: 'parallel', why: 'tools.noParameter' })
  })

  it.each([
    ['mix', { mix: {} }],
    ['mix that these tools cannot make', { mix: { parallel: 1 } }],
    ['languages', { languages: { en: 0, zh: 0 } }],
    ['levels', { levels: { easy: 0, medium: 0, hard: 0 } }],
  ])('an empty %s is refused before anything is stored', (_, more) => {
    expect(() => createDraw(settings(more), { tools: [toolOf('a', {}, [])] })).toThrow(Failure)
  })
})

describe('keys', () => {
  it('are stable and read back', () => {
    expect([...planKeys({ count: 3 })]).toEqual(['d000001', 'd000002', 'd000003'])
    fc.assert(fc.property(fc.nat(5_000_000), (n) => ordinalOf(dialogKey(n)) === n))
    for (const bad of ['', 'd1', 'd000000', 'x000001', 'd0000001']) expect(ordinalOf(bad)).toBeUndefined()
  })
})

describe('permutation', () => {
  it('meets every place once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), (size, seed) => {
        const at = permutation(size, seed)
        expect(new Set(Array.from({ length: size }, (_, i) => at(i))).size).toBe(size)
        expect(at(0)).toBeLessThan(size)
      }),
      { numRuns: 60 },
    )
  })

  it('is random enough: neighbours do not stay together', () => {
    const at = permutation(1000, 1)
    const close = Array.from({ length: 999 }, (_, i) => Math.abs(at(i) - at(i + 1))).filter((d) => d < 10)
    expect(close.length).toBeLessThan(60)
  })
})

describe('apportion', () => {
  it('gives every part within one of its exact share, and all of it', () => {
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.array(fc.nat(50), { minLength: 1, maxLength: 9 }).filter((s) => s.some((v) => v > 0)),
        (total, shares) => {
          const parts = apportion(total, shares)
          const sum = shares.reduce((a, b) => a + b, 0)
          expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
          for (const [i, part] of parts.entries()) {
            expect(Math.abs(part - (total * shares[i]!) / sum)).toBeLessThan(1)
          }
          const seen = shares.map(() => 0)
          for (let place = 0; place < total; place++) seen[placeIn(parts, place).part]!++
          expect(seen).toEqual(parts)
        },
      ),
      { numRuns: 50 },
    )
  })
})
