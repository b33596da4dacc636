/** The KL term against a reference policy: a wrong sign, direction or estimator is off by far more than rounding. */
import { afterEach, describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { recipeSchema } from '#core/training/recipe.ts'
import type { NanoEngine } from '#engine/inference/nano/engine.ts'
import { completionLogprobs, type GroupUnit, gradientOfGroups } from '#engine/inference/nano/gradient.ts'
import type { Model } from '#engine/inference/nano/model.ts'
import { turnWords } from '#engine/inference/nano/update.ts'
import type { Policy } from '#engine/inference/small-policy/policy.ts'
import { trainStep } from '#engine/inference/small-policy/train-step.ts'
import { sampleOf, weather } from '../../core/probe/made-samples.ts'
import { modelHere } from './model-here.ts'
import { openSmall, SMALL, someTokens } from './small.ts'

const PROMPT = someTokens(new Random('prompt'), 9)
const WORDS = Array.from({ length: SMALL.vocab }, (_, token) => Int32Array.of(token))
const STEP = 2e-3
const ONLY_KL = { clipLow: 0.2, clipHigh: 0.28, klWeight: 1 }

/** Log-probabilities of every token there is, after the prompt. */
const wholeRow = (model: Model): number[] =>
  completionLogprobs(model, PROMPT, WORDS).map(([logprob]) => logprob!)

/** A reference that is far from a fresh policy. */
function farReference(): number[] {
  const random = new Random('reference')
  const logits = WORDS.map(() => 3 * random.next())
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0))
  return logits.map((logit) => logit - total)
}

/** All answers of one token, each weighted by its probability: sums over them are expectations. */
function expectation(now: readonly number[], reference: readonly number[]): GroupUnit {
  const completions = WORDS.map((tokens, i) => ({
    tokens,
    advantage: 0,
    oldLogprobs: Float32Array.of(now[i]!),
    refLogprobs: Float32Array.of(reference[i]!),
    scale: Math.exp(now[i]!),
  }))
  return { prompt: PROMPT, completions }
}

const divergence = (of: readonly number[], from: readonly number[]): number =>
  of.reduce((sum, logprob, i) => sum + Math.exp(logprob) * (logprob - from[i]!), 0)

const lossOf = (model: Model, unit: GroupUnit): number =>
  gradientOfGroups(model, [unit], ONLY_KL, model.plan.gradients[0]!).loss

const pools: NanoEngine[] = []
const opened = async (seed: number): Promise<NanoEngine> => {
  const pool = await openSmall(1, seed)
  pools.push(pool)
  return pool
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

describe('the KL term', () => {
  it('is on average the divergence of the policy from its reference', async () => {
    const model = await modelHere(SMALL, 4)
    const [now, reference] = [wholeRow(model), farReference()]
    const wanted = divergence(now, reference)
    expect(wanted).toBeGreaterThan(0.1)
    // The other direction is another number, or this test could not tell them apart.
    expect(Math.abs(divergence(reference, now) - wanted)).toBeGreaterThan(0.01)
    expect(lossOf(model, expectation(now, reference))).toBeCloseTo(wanted, 4)
    expect(lossOf(model, expectation(now, now))).toBeCloseTo(0, 6)
  })

  /** The slope of k3 averaged over the policy's own draws is that of KL(reference ‖ policy). */
  it('has the slope that finite differences of the divergence have', async () => {
    const model = await modelHere(SMALL, 4)
    const reference = farReference()
    lossOf(model, expectation(wholeRow(model), reference))
    const region = model.plan.gradients[0]! / 4
    const gradient = model.floats.slice(region, region + model.tensors.size)
    const random = new Random('directions')
    const pairs = model.tensors.all.map(({ name, offset, rows, columns }) => {
      // Along what was found, with some noise: a random direction would hardly change anything.
      const along = Float64Array.from({ length: rows * columns }, (_, i) => gradient[offset + i]!)
      const norm = Math.sqrt(along.reduce((sum, d) => sum + d * d, 0))
      for (let i = 0; i < along.length; i++)
        along[i]! += ((random.next() - 0.5) * (norm + 1e-3)) / Math.sqrt(along.length)
      const length = Math.sqrt(along.reduce((sum, d) => sum + d * d, 0))
      const at = model.plan.weights / 4 + offset
      const before = model.floats.slice(at, at + along.length)
      const moved = (by: number): number => {
        for (let i = 0; i < along.length; i++) model.floats[at + i] = before[i]! + (by * along[i]!) / length
        turnWords(model)
        return divergence(reference, wholeRow(model))
      }
      const expected = (moved(STEP) - moved(-STEP)) / (2 * STEP)
      moved(0)
      const found = along.reduce((sum, d, i) => sum + (d * gradient[offset + i]!) / length, 0)
      return { name, found, expected }
    })
    const largest = Math.max(...pairs.map(({ expected }) => Math.abs(expected)))
    expect(largest).toBeGreaterThan(0.02)
    for (const { name, found, expected } of pairs)
      expect(Math.abs(found - expected), name).toBeLessThan(0.03 * Math.abs(expected) + 0.01 * largest)
  })

  it('alone leads a policy back to its reference', async () => {
    const [pool, reference] = [await opened(1), await opened(2)]
    const settings = { lr: 3e-3, gradClip: 1, weightDecay: 0, clipLow: 0.2, clipHigh: 0.28 }
    const away: number[] = []
    for (let step = 0; step < 30; step++) {
      const options = { count: 32, temperature: 1, maxTokens: 6, stopTokens: [1], seed: step }
      const [drawn = []] = await pool.generate([PROMPT], options)
      const all = drawn.map(({ tokens }) => tokens)
      const refLogprobs = await reference.logprobs(PROMPT, all)
      const completions = drawn.map(({ tokens, logprobs: oldLogprobs }, i) => ({
        ...{ tokens, oldLogprobs, advantage: 0, refLogprobs: refLogprobs[i]! },
      }))
      const groups = [{ prompt: PROMPT, completions }]
      away.push((await pool.grpoStep(groups, { ...settings, klWeight: 1, aggregation: 'token' })).kl)
    }
    expect(away.at(-1)).toBeLessThan(away[0]! / 2)
  })

  it('of a step is 0 where the reference is the policy itself, whichever answer it is asked of', async () => {
    const engine = await opened(1)
    const policy = { engine, stopTokens: [1], textOf: () => 'nothing' } as unknown as Policy
    const prompts = [9, 14].map((length, i) => ({
      sample: sampleOf([weather({ city: 'Lima', days: i })], { id: `s${i}` }),
      text: '',
      tokens: someTokens(new Random(length), length),
    }))
    const recipe = recipeSchema.parse({ klWeight: 0.1, group: 8, maxTokens: 8 })
    const parts = { policy, reference: engine, recipe, seed: 1, clock: () => 0 }
    const { metrics, rollouts } = await trainStep(1, { prompts, spares: [[], []] }, parts)
    expect(new Set(rollouts.map(({ tokens }) => tokens)).size).toBeGreaterThan(1)
    expect(metrics.kl).toBeCloseTo(0, 6)
  })
})
