/** Recipes for TRL: presets, flags, contradictions, YAML. Catches: a flag that TRL does not know, a value lost on the way. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '#core/failure/failure.ts'
import { readRecipeYaml, recipeYaml } from '#core/training/recipe-yaml.ts'
import {
  ALGORITHMS,
  differences,
  FLAGS,
  presetRecipe,
  recipeProblems,
  TRL_PRESETS,
  type TrlRecipe,
  trlConfig,
  trlRecipeSchema,
  withAlgorithm,
} from '#core/training/trl-recipe.ts'

const usual = presetRecipe('smallGpuLora')

describe('presets', () => {
  it.each(TRL_PRESETS)('%s contradicts itself nowhere', (preset) => {
    const red = recipeProblems(presetRecipe(preset)).filter(({ code }) => code === 'microBatch')
    expect(red).toEqual([])
  })

  it('differ by what is shown', () => {
    expect(differences(usual, presetRecipe('smallGpuFull'))).toEqual([
      { field: 'method', from: 'lora', to: 'full' },
      { field: 'microBatch', from: 8, to: 4 },
      { field: 'rolloutBatch', from: 32, to: 16 },
      { field: 'lr', from: 1e-5, to: 1e-6 },
    ])
    expect(differences(usual, usual)).toEqual([])
  })
})

describe('flags', () => {
  it.each([
    ['grpo', 'grpo', 'group', 'token', 0.2],
    ['drGrpo', 'dr_grpo', 'none', 'token', 0.2],
    ['dapo', 'dapo', 'group', 'token', 0.28],
    ['gspo', 'grpo', 'group', 'sequence', 4e-4],
  ] as const)('of %s', (algorithm, loss_type, scale_rewards, importance_sampling_level, epsilon_high) => {
    const { trl } = trlConfig(withAlgorithm(usual, algorithm))
    expect(trl).toMatchObject({ loss_type, scale_rewards, importance_sampling_level, epsilon_high })
  })

  it('make a step of all its answers, whatever the micro-batch', () => {
    for (const microBatch of [1, 2, 4, 8, 16, 32, 64]) {
      const { trl } = trlConfig({ ...usual, microBatch })
      expect(Number(trl.per_device_train_batch_size) * Number(trl.gradient_accumulation_steps)).toBe(64)
    }
  })

  it('are each named to the user', () => {
    const named = Object.values(FLAGS).flatMap((flag) => flag.split(/, |\./))
    const { trl, lora = {} } = trlConfig(usual)
    for (const flag of [...Object.keys(trl), ...Object.keys(lora)]) expect(named).toContain(flag)
  })

  it('have adapters and a warm start only where they are wanted', () => {
    expect(trlConfig(presetRecipe('smallGpuFull')).lora).toBeUndefined()
    expect(trlConfig(usual).warmStart).toBeUndefined()
    expect(trlConfig({ ...usual, warmSteps: 40 }).warmStart).toEqual({
      below: 0.02,
      steps: 40,
      learningRate: 1e-4,
    })
  })
})

describe('contradictions', () => {
  it('a micro-batch that does not divide the answers', () => {
    expect(recipeProblems({ ...usual, microBatch: 7 })[0]).toEqual({
      code: 'microBatch',
      answers: 64,
      microBatch: 7,
    })
  })
  it('a clip that can do nothing', () => {
    const codes = (recipe: TrlRecipe) => recipeProblems(recipe).map(({ code }) => code)
    expect(codes(usual)).toContain('clipIdle')
    expect(codes({ ...usual, updates: 2 })).not.toContain('clipIdle')
  })
})

const recipes = fc
  .record({
    algorithm: fc.constantFrom(...ALGORITHMS),
    steps: fc.integer({ min: 1, max: 100_000 }),
    lr: fc.double({ min: 1e-8, max: 1e-2, noNaN: true }),
    dropCut: fc.boolean(),
    klWeight: fc.double({ min: 0, max: 1, noNaN: true }),
    prompts: fc.integer({ min: 1, max: 1024 }),
  })
  .map((some) => trlRecipeSchema.parse(some))

describe('YAML', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        expect(readRecipeYaml(recipeYaml(recipe))).toEqual(recipe)
      }),
    )
  })

  it('names the flag beside each field', () => {
    expect(recipeYaml(usual)).toContain('lr: 0.00001 # learning_rate\n')
  })

  it('fills in what is left out, nothing included', () => {
    expect(readRecipeYaml('steps: 7\n')).toEqual({ ...usual, steps: 7 })
    expect(readRecipeYaml('')).toEqual(usual)
  })

  it.each([
    ['an unknown field', 'stepz: 7', 'recipe.field', 'stepz'],
    ['a value out of range', 'group: 1', 'recipe.field', 'group'],
    ['a text for a number', 'lr: high', 'recipe.field', 'lr'],
    ['a list', '- 1', 'recipe.unreadable', undefined],
    ['broken YAML', 'a: [', 'recipe.unreadable', undefined],
    ['an alias bomb', 'a: &a [x,x]\nb: [*a,*a,*a]', undefined, undefined],
    ['far too much', `# ${'x'.repeat(200_000)}`, 'recipe.unreadable', undefined],
  ])('refuses %s', (_, text, code, field) => {
    try {
      readRecipeYaml(text)
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (code !== undefined) expect(error.code).toBe(code)
      if (field !== undefined) expect(error.values.field).toBe(field)
    }
  })

  it('never fails otherwise, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          readRecipeYaml(text)
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
        }
      }),
    )
  })
})
