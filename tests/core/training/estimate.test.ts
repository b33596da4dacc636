/** Estimates of time and cost. Catches: one that falls when there is more to do, one made up where nobody can know. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EstimateWish, estimateTraining, type MeasuredRun } from '#core/training/estimate.ts'
import { KNOWN_SHAPES, SMALL_SHAPE } from '#core/training/model-shape.ts'
import { presetRecipe, type TrlRecipe, trlRecipeSchema } from '#core/training/trl-recipe.ts'

const usual = presetRecipe('smallGpuLora')
const shape = KNOWN_SHAPES['Qwen3-0.6B']!
const ON_GPU: EstimateWish = { recipe: usual, shape, gpu: 'NVIDIA H200', runs: [], heldOut: 100 }

const run = (recipe: TrlRecipe, rollout = 8, update = 2, steps = 30): MeasuredRun => ({
  recipe,
  steps: Array.from({ length: steps }, () => ({ rollout, update })),
})

const recipes = fc
  .record({
    method: fc.constantFrom('lora', 'full'),
    steps: fc.integer({ min: 1, max: 5000 }),
    prompts: fc.integer({ min: 1, max: 64 }),
    group: fc.integer({ min: 2, max: 16 }),
    rolloutBatch: fc.integer({ min: 1, max: 256 }),
    updates: fc.integer({ min: 1, max: 4 }),
    maxTokens: fc.integer({ min: 8, max: 2048 }),
    maxPromptTokens: fc.integer({ min: 16, max: 8192 }),
    recompute: fc.boolean(),
    validateEvery: fc.integer({ min: 0, max: 50 }),
  })
  .map((some) => trlRecipeSchema.parse(some))

/** On a known GPU, on one of which nothing is known, and behind an earlier run. */
const wishes = fc
  .tuple(recipes, fc.constantFrom('NVIDIA H200', 'Tesla T4', 'Some GPU'), fc.option(recipes))
  .map(
    ([recipe, gpu, before]): EstimateWish => ({
      ...ON_GPU,
      ...{ recipe, gpu, pricePerHour: 2 },
      runs: before ? [run(before)] : [],
    }),
  )

function expectMore(wish: EstimateWish, change: Partial<TrlRecipe>): void {
  const [less, more] = [
    estimateTraining(wish),
    estimateTraining({ ...wish, recipe: { ...wish.recipe, ...change } }),
  ]
  for (const end of [0, 1] as const) {
    expect(more.total?.[end] ?? 0).toBeGreaterThanOrEqual((less.total?.[end] ?? 0) * (1 - 1e-9))
    expect(more.micros?.[end] ?? 0).toBeGreaterThanOrEqual((less.micros?.[end] ?? 0) - 1)
  }
}

describe('an estimate', () => {
  it('never falls when steps are added', () => {
    fc.assert(
      fc.property(wishes, fc.integer({ min: 1, max: 1000 }), (wish, added) =>
        expectMore(wish, { steps: wish.recipe.steps + added }),
      ),
    )
  })

  it('never falls when answers or prompts get longer', () => {
    fc.assert(
      fc.property(wishes, fc.integer({ min: 1, max: 2000 }), (wish, added) => {
        expectMore(wish, { maxTokens: wish.recipe.maxTokens + added })
        expectMore(wish, { maxPromptTokens: wish.recipe.maxPromptTokens + added })
      }),
    )
  })

  it('is an interval of finite numbers above 0, and costs what its hours cost', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const { step = [0, 0], total = [0, 0], micros = [0, 0] } = estimateTraining(wish)
        for (const [low, high] of [step, total]) {
          expect(low).toBeGreaterThan(0)
          expect(high).toBeGreaterThan(low)
          expect(Number.isFinite(high)).toBe(true)
        }
        expect(micros[1]).toBe(Math.round((total[1] * 2e6) / 3600))
      }),
    )
  })

  it.each([
    // docs/evidence/host-kit.txt: seconds of a step on an H200, 32 answers.
    ['full, recomputed', { method: 'full', recompute: true, maxTokens: 256 }, 11.7],
    ['LoRA, kept', { method: 'lora', recompute: false, maxTokens: 256 }, 16.8],
    ['LoRA, recomputed', { method: 'lora', recompute: true, maxTokens: 256 }, 21.7],
    ['full, kept', { method: 'full', recompute: false, maxTokens: 96 }, 9.2],
  ] as const)('without an earlier run holds what was measured: %s', (_, change, seconds) => {
    const recipe = { ...usual, prompts: 4, group: 8, maxPromptTokens: 1078, ...change }
    const [low = 0, high = 0] = estimateTraining({ ...ON_GPU, recipe }).step ?? []
    expect(low).toBeLessThan(seconds)
    expect(high).toBeGreaterThan(seconds)
  })

  it('holds what the small policy took there', () => {
    const recipe = { ...presetRecipe('thisComputer'), prompts: 8 }
    const [low = 0, high = 0] = estimateTraining({ ...ON_GPU, shape: SMALL_SHAPE, recipe }).step ?? []
    expect([low < 1.1, high > 1.1]).toEqual([true, true])
  })

  it('rests on the earlier run that is nearest, and is narrower than the model of the work', () => {
    const far = run({ ...usual, maxTokens: 64 }, 100, 100)
    const same = estimateTraining({ ...ON_GPU, runs: [far, run(usual)] })
    expect(same).toMatchObject({ on: 'runs', measured: 30 })
    const [low = 0, high = 0] = same.step ?? []
    expect(low).toBeCloseTo(8)
    expect(high).toBeCloseTo(12.5)
    const [modelLow = 0, modelHigh = 0] = estimateTraining(ON_GPU).step ?? []
    expect(high / low).toBeLessThan(modelHigh / modelLow)
  })

  it('draws once for all updates that share the answers', () => {
    const steps = Array.from({ length: 30 }, (_, i) => ({ rollout: i % 2 === 0 ? 8 : 0, update: 2 }))
    const recipe = { ...usual, updates: 2 }
    const [low = 0, high = 0] = estimateTraining({ ...ON_GPU, recipe, runs: [{ recipe, steps }] }).step ?? []
    expect([low < 6, high > 6]).toEqual([true, true])
  })

  it.each([
    ['on a CPU for the first time', { runs: [] }],
    ['of a model that is no plain decoder', { gpu: 'NVIDIA H200', runs: [] }],
    ['behind a run that ended before its first step', { runs: [run(usual, 8, 2, 0)] }],
  ])('is not made up %s', (_, change) => {
    const { recipe, heldOut } = ON_GPU
    expect(estimateTraining({ recipe, heldOut, pricePerHour: 3, ...change })).toEqual({
      on: 'none',
      measured: 0,
    })
  })
})
