/** What a training draws and what it makes of rewards: a resumed run must draw the same, a dead group teach nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupAdvantages, isDead } from '#core/training/advantage.ts'
import { batches } from '#core/training/batch.ts'
import {
  checkpointName,
  paceAt,
  readCheckpointName,
  recipeSchema,
  trainSettingsSchema,
} from '#core/training/recipe.ts'

const rewards = fc.array(fc.double({ min: -3, max: 4, noNaN: true }), { minLength: 2, maxLength: 16 })
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

describe('advantages', () => {
  it('are GRPO’s: distance from the mean in standard deviations of the group', () => {
    const got = groupAdvantages([1, 0, 0, 1], 'scaled')
    const unit = 0.5 / Math.sqrt(1 / 3)
    expect(got.map((a) => Number(a.toFixed(4)))).toEqual(
      [unit, -unit, -unit, unit].map((a) => Number(a.toFixed(4))),
    )
  })

  it('are Dr. GRPO’s without the division', () => {
    expect(groupAdvantages([1, 0, 0, 0], 'centred')).toEqual([0.75, -0.25, -0.25, -0.25])
  })

  it('are all zero for a group of equal rewards, also where floats blur them', () => {
    expect(groupAdvantages([0.1 + 0.2, 0.3, 0.3], 'scaled')).toEqual([0, 0, 0])
    expect(isDead([1, 1, 1])).toBe(true)
    expect(isDead([1, 0, 1])).toBe(false)
  })

  it('add up to zero and keep the order of the rewards', () => {
    fc.assert(
      fc.property(rewards, fc.constantFrom('scaled' as const, 'centred' as const), (group, form) => {
        const got = groupAdvantages(group, form)
        expect(Math.abs(sum(got))).toBeLessThan(1e-6 * group.length)
        group.forEach((r, i) => {
          group.forEach((other, j) => {
            if (r > other) expect(got[i]!).toBeGreaterThanOrEqual(got[j]!)
          })
        })
      }),
    )
  })
})

describe('batches', () => {
  const kinds = [...Array(9).fill('single'), ...Array(3).fill('parallel')] as string[]

  it('depend on the seed and the step alone, not on what was asked before', () => {
    const plan = { kinds, size: 4, mix: 'soft' as const, seed: 3 }
    const steps = Array.from({ length: 30 }, (_, i) => i + 1)
    const forward = steps.map((step) => batches(plan)!.of(step))
    const one = batches(plan)!
    const backward = [...steps].reverse().map((step) => one.of(step))
    expect(backward.reverse()).toEqual(forward)
    expect(batches({ ...plan, seed: 4 })!.of(1)).not.toEqual(forward[0])
  })

  it.each([
    ['even', 1 / 2],
    ['soft', Math.sqrt(3) / (Math.sqrt(3) + 3)],
    ['natural', 1 / 4],
  ] as const)('hold the case types in the shares of the mix: %s', (mix, share) => {
    const draw = batches({ kinds, size: 4, mix, seed: 1 })!
    let parallel = 0
    for (let step = 1; step <= 40; step++) {
      parallel += draw.of(step).filter((place) => kinds[place] === 'parallel').length
      expect(Math.abs(parallel - share * step * 4)).toBeLessThanOrEqual(1)
    }
  })

  it('take every sample once before any comes twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(1000),
        (count, size, seed) => {
          const draw = batches({ kinds: Array(count).fill('single'), size, mix: 'natural', seed })!
          const drawn = Array.from({ length: Math.ceil((3 * count) / size) }, (_, i) => draw.of(i + 1)).flat()
          for (let epoch = 0; (epoch + 1) * count <= drawn.length; epoch++) {
            expect(new Set(drawn.slice(epoch * count, (epoch + 1) * count)).size).toBe(count)
          }
        },
      ),
    )
  })

  it('offer spares of the slot’s own case type, the same whenever they are asked for', () => {
    const draw = batches({ kinds, size: 4, mix: 'natural', seed: 1 })!
    const spares = Array.from({ length: 12 }, (_, slot) => draw.spares(1 + (slot >> 2), slot & 3, 2))
    spares.forEach((places, slot) => {
      const own = draw.of(1 + (slot >> 2))[slot & 3]!
      expect(places.map((place) => kinds[place])).toEqual([kinds[own], kinds[own]])
    })
    expect(draw.spares(1, 0, 2)).toEqual(spares[0])
    // Slots of one case type do not all get the same two.
    expect(new Set(spares.map(String)).size).toBeGreaterThan(spares.length / 2)
  })

  it('are none where there is nothing to draw from', () => {
    expect(batches({ kinds: [], size: 4, mix: 'even', seed: 1 })).toBeUndefined()
  })
})

describe('the recipe', () => {
  it('has the values that worked, and rises to its rate in the warm-up', () => {
    const recipe = recipeSchema.parse({})
    expect(recipe).toMatchObject({ steps: 50, prompts: 16, group: 8, clipLow: 0.2, clipHigh: 0.28 })
    const rates = [1, 2, 5, 6, 50].map((step) => 6 * paceAt({ warmUp: 5, coolDown: 0, steps: 50 }, step))
    expect(rates).toEqual([1, 2, 5, 6, 6])
    const cooled = [1, 35, 36, 41, 45].map(
      (step) => 10 * paceAt({ warmUp: 0, coolDown: 0.2, steps: 45 }, step),
    )
    expect(cooled).toEqual([10, 10, 10, 5, 1])
  })

  it('refuses what cannot be trained with', () => {
    const settings = { dataset: 'd' }
    expect(trainSettingsSchema.safeParse(settings).success).toBe(true)
    for (const recipe of [{ group: 1 }, { lr: 0 }, { steps: 0 }, { temperature: 0 }, { reward: 'release' }])
      expect(trainSettingsSchema.safeParse({ ...settings, recipe }).success).toBe(false)
  })

  it('names checkpoints in one word that can be read back', () => {
    expect(readCheckpointName(checkpointName('base'))).toBe('base')
    const start = { run: 'a:b', step: 12 }
    expect(readCheckpointName(checkpointName(start))).toEqual(start)
    for (const name of ['', 'x', 'x:', 'x:0', 'x:1.5', ':3']) expect(readCheckpointName(name)).toBeUndefined()
  })
})
