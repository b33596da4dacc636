/** Runs held against each other: at which step, in which numbers, who is ahead, and what they were asked for. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapOf, wilson } from '#core/judge/wilson.ts'
import { MOST_COMPARED, whoIsAhead } from '#core/training/ahead.ts'
import { compareCurves } from '#core/training/compare.ts'
import { recipeSchema } from '#core/training/recipe.ts'
import { Series } from '#core/training/series.ts'
import { type RunSettings, settingDifferences } from '#core/training/setting-differences.ts'
import { summaryOf } from '#core/training/summary.ts'
import { ALGORITHMS, trlConfig, trlRecipeSchema, withAlgorithm } from '#core/training/trl-recipe.ts'
import { readTrlSettings } from '#core/training/trl-settings.ts'

describe('curves at their last common step', () => {
  const curve = (values: number[], from = 1) => ({
    steps: Float64Array.from(values, (_, i) => from + i),
    values: Float64Array.from(values),
  })
  it('are never held against steps that only some have', () => {
    expect(compareCurves([curve([0.1, 0.2, 0.3, 0.9]), curve([0.1, 0.1, 0.1])], true)).toEqual({
      step: 3,
      values: [0.3, 0.1],
    })
  })
  it('look past what was not measured; a run that measured nothing holds the others up for nothing', () => {
    const found = compareCurves([curve([0.5, Number.NaN]), curve([Number.NaN]), curve([0.4, 0.4])], true)
    expect(found).toEqual({ step: 1, values: [0.5, undefined, 0.4] })
    expect(compareCurves([curve([Number.NaN]), curve([0.4])])).toBeUndefined()
    expect(compareCurves([curve([1], 1), curve([1], 5)])).toBeUndefined()
  })
  it('are averaged over the last steps, so that one lucky batch decides nothing', () => {
    const lucky = curve([...new Array<number>(19).fill(0), 1])
    expect(compareCurves([lucky, lucky])?.values[0]).toBeCloseTo(0.1)
  })
})

/** A run that measured held-out accuracy at some steps. */
function run(heldOut: Readonly<Record<number, number>>, count?: number, last = 20): Series {
  const series = new Series()
  for (let step = 0; step <= last; step++)
    series.add({
      step,
      values: {
        ...(step > 0 ? { 'reward/mean': 0.5 + step / 100, 'time/step': step % 2 ? 1 : 3, tokens: 100 } : {}),
        ...(heldOut[step] === undefined ? {} : { 'heldOut/accuracy': heldOut[step] }),
        ...(heldOut[step] === undefined || count === undefined ? {} : { 'heldOut/count': count }),
      },
    })
  return series
}

describe('a run in numbers', () => {
  it('has its last and best held-out measurement with their intervals, the mean time of a step, all tokens', () => {
    const summary = summaryOf(run({ 0: 0.5, 10: 0.7, 15: 0.7, 20: 0.6 }, 100))
    expect(summary).toMatchObject({ step: 20, secondsAStep: 2, tokens: 2000 })
    expect(summary.best).toMatchObject({ step: 10, value: 0.7, measure: 'accuracy' })
    expect(summary.last?.rate).toEqual(wilson(60, 100))
  })
  it('has no interval where it is not known how many were asked, and nothing for what was not measured', () => {
    expect(summaryOf(run({ 10: 0.7 })).last).toEqual({ step: 10, value: 0.7, measure: 'accuracy' })
    expect(summaryOf(new Series())).toEqual({})
  })
})

describe('who is ahead', () => {
  it('is sure where the difference is more than its interval, and not where it is less', () => {
    const [good, bad, close] = [run({ 20: 0.8 }, 400), run({ 20: 0.6 }, 400), run({ 20: 0.78 }, 400)]
    expect(whoIsAhead([bad, good], 0)).toMatchObject({ code: 'surely', leader: 1, other: 0, step: 20 })
    expect(whoIsAhead([close, good], 0)).toMatchObject({ code: 'perhaps', leader: 1, other: 0 })
    expect(whoIsAhead([good, good], 1)).toMatchObject({ code: 'even' })
  })
  it('holds the leader against the baseline; a baseline that leads, against the next best', () => {
    const runs = [run({ 20: 0.5 }, 400), run({ 20: 0.9 }, 400), run({ 20: 0.7 }, 400)]
    expect(whoIsAhead(runs, 0)).toMatchObject({ leader: 1, other: 0, compared: 2 })
    expect(whoIsAhead(runs, 1)).toMatchObject({ leader: 1, other: 2 })
  })
  it('is less sure of the best of six than of one of two by the same numbers', () => {
    const [base, best] = [run({ 20: 0.6 }, 200), run({ 20: 0.7 }, 200)]
    const six = [base, best, ...Array.from({ length: MOST_COMPARED - 2 }, () => run({ 20: 0.6 }, 200))]
    expect(whoIsAhead([base, best], 0).code).toBe('surely')
    expect(whoIsAhead(six, 0).code).toBe('perhaps')
  })
  it('compares measurements of the last step that all reached', () => {
    const ahead = whoIsAhead([run({ 10: 0.5, 20: 0.99 }, 400), run({ 10: 0.6 }, 400, 12)], 0)
    expect(ahead).toMatchObject({ step: 10, leader: 1, mine: { right: 240 }, base: { right: 200 } })
  })
  it('without counts, or by reward alone, says no interval', () => {
    expect(whoIsAhead([run({ 20: 0.8 }), run({ 20: 0.6 })], 0)).toMatchObject({
      code: 'uncounted',
      metric: 'heldOut/accuracy',
    })
    expect(whoIsAhead([run({}), run({}, 1, 10)], 0)).toMatchObject({
      code: 'uncounted',
      metric: 'reward/mean',
      step: 10,
    })
    expect(whoIsAhead([run({}), new Series()], 0)).toEqual({ code: 'none' })
  })
})

describe('the interval of a difference', () => {
  it('is Newcombe’s (1998, table II: 56/70 against 48/80)', () => {
    const gap = gapOf(wilson(56, 70), wilson(48, 80))
    expect([gap.difference, gap.low, gap.high].map((value) => value.toFixed(4))).toEqual([
      '0.2000',
      '0.0524',
      '0.3339',
    ])
  })
  it('holds the difference, turns with its sides, and covers everything where nothing was asked', () => {
    const rate = fc
      .tuple(fc.nat(50), fc.integer({ min: 50, max: 99 }))
      .map(([right, total]) => wilson(right, total))
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const [gap, back] = [gapOf(a, b), gapOf(b, a)]
        expect(gap.low).toBeLessThanOrEqual(gap.difference)
        expect(gap.high).toBeGreaterThanOrEqual(gap.difference)
        expect(back.low).toBeCloseTo(-gap.high, 12)
      }),
    )
    expect(gapOf(wilson(0, 0), wilson(1, 2))).toEqual({ difference: 0, low: -1, high: 1 })
  })
})

describe('in what settings runs differ', () => {
  const asked = (
    trainer: RunSettings['trainer'],
    settings: unknown,
    beside: RunSettings['beside'] = {},
  ): RunSettings => ({ trainer, settings: JSON.stringify(settings), beside })
  const nano = recipeSchema.parse({ lr: 3e-4, group: 4 })

  it('only what differs is told, what stands beside the settings first', () => {
    const rows = settingDifferences([
      asked('nano', { ...nano, seed: 1 }, { dataset: 'Notes 1', steps: 50 }),
      asked('nano', { ...nano, seed: 2, group: 8 }, { dataset: 'Notes 2', steps: 50 }),
    ])
    expect(rows.map(({ field, values }) => [field, ...values])).toEqual([
      ['dataset', 'Notes 1', 'Notes 2'],
      ['seed', '1', '2'],
      ['group', '4', '8'],
    ])
  })
  it('the small policy’s trainer and TRL meet in one row, each with the flag it knows', () => {
    const trl = trlConfig(trlRecipeSchema.parse({ lr: 1e-5, group: 4, temperature: 1 }))
    const rows = settingDifferences([asked('nano', nano), asked('trl', trl)])
    const row = (field: string) => rows.find((one) => one.field === field)
    expect(row('lr')).toEqual({
      ...{ field: 'lr', known: true, flags: ['lr', 'learning_rate'] },
      values: ['0.0003', '0.00001'],
    })
    expect(row('prompts')?.values).toEqual(['16', '8'])
    expect(row('algorithm')).toMatchObject({ values: [undefined, 'dapo'] })
    for (const same of ['group', 'temperature', 'reward', 'mix']) expect(row(same), same).toBeUndefined()
  })
  it('what nobody knows stays under its own name, laid flat, and what is no JSON says nothing', () => {
    const rows = settingDifferences([
      asked('verl', { actor: { optim: { lr: 1 } }, __proto__x: [1, 2] }),
      { trainer: 'verl', settings: '{"actor": {"optim"', beside: {} },
    ])
    expect(rows.map(({ field, known, values }) => [field, known, ...values])).toEqual([
      ['__proto__x', false, '[1,2]', undefined],
      ['actor.optim.lr', false, '1', undefined],
    ])
    const polluted = {
      trainer: 'nano',
      settings: '{"__proto__": {"a": 1}, "constructor": 2}',
      beside: {},
    } as const
    expect(settingDifferences([polluted, asked('nano', {})]).map(({ field }) => field)).toEqual([
      '__proto__.a',
      'constructor',
    ])
  })
  it('of any JSON at all gives rows, and none for a run beside itself', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), fc.constantFrom('nano', 'trl', 'verl'), (a, b, trainer) => {
        const runs = [a, b].map((settings) => ({ trainer, settings, beside: {} }) as const)
        for (const { values } of settingDifferences(runs)) expect(values).toHaveLength(2)
        const [one] = runs
        if (one) expect(settingDifferences([one, one])).toEqual([])
      }),
    )
  })
  it('a recipe for TRL that stands there itself is read as it is', () => {
    const recipe = trlRecipeSchema.parse({ method: 'full', reward: 'partial' })
    expect(Object.fromEntries(readTrlSettings(recipe))).toEqual(recipe)
  })
  it('a recipe for TRL is read back from the config that it became', () => {
    for (const algorithm of ALGORITHMS)
      for (const method of ['lora', 'full'] as const)
        for (const warmSteps of [0, 20]) {
          const recipe = withAlgorithm(
            trlRecipeSchema.parse({ method, warmSteps, group: 4, microBatch: 2 }),
            algorithm,
          )
          const read = readTrlSettings(JSON.parse(JSON.stringify(trlConfig(recipe))))
          const { rank, alpha, warmBelow, warmLr, warmSteps: _, ...always } = recipe
          expect(Object.fromEntries(read)).toEqual({
            ...always,
            ...(method === 'lora' ? { rank, alpha } : {}),
            ...(warmSteps > 0 ? { warmBelow, warmLr, warmSteps } : {}),
          })
        }
  })
})
