/** Every parameter's gradient against central differences of the loss, along a random direction in each tensor. */
import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import {
  completionLogprobs,
  type GroupUnit,
  gradientOfGroups,
  gradientOfSequences,
} from '#engine/inference/nano/gradient.ts'
import type { Model } from '#engine/inference/nano/model.ts'
import { sizeOf, type Tensor } from '#engine/inference/nano/tensors.ts'
import { turnWords } from '#engine/inference/nano/update.ts'
import { modelHere } from './model-here.ts'
import { SMALL, someTokens } from './small.ts'

const STEP = 1e-2

/** A direction of length 1 in each tensor. */
function direction(random: Random, size: number): Float64Array {
  const out = Float64Array.from({ length: size }, () => random.next() - 0.5)
  const length = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0))
  return out.map((value) => value / length)
}

/** The loss with one tensor moved by `by` along the direction. */
function lossAt(model: Model, tensor: Tensor, along: Float64Array, by: number, loss: () => number): number {
  const at = model.weight(tensor) / 4
  const before = model.floats.slice(at, at + along.length)
  for (let i = 0; i < along.length; i++) model.floats[at + i] = before[i]! + by * along[i]!
  turnWords(model)
  const value = loss()
  model.floats.set(before, at)
  turnWords(model)
  return value
}

/** Pairs of numbers to compare, a tensor each; `loss` leaves the gradient in the first shard's region. */
function compare(model: Model, loss: () => number): { name: string; found: number; expected: number }[] {
  const random = new Random('directions')
  loss()
  const from = model.plan.gradients[0]! / 4
  const gradients = model.floats.slice(from, from + model.tensors.size)
  return model.tensors.all.map((tensor) => {
    const size = sizeOf(tensor)
    const along = direction(random, size)
    const found = along.reduce((sum, d, i) => sum + d * gradients[tensor.offset + i]!, 0)
    const up = lossAt(model, tensor, along, STEP, loss)
    const down = lossAt(model, tensor, along, -STEP, loss)
    return { name: tensor.name, found, expected: (up - down) / (2 * STEP) }
  })
}

function expectEqual(pairs: ReturnType<typeof compare>): void {
  const largest = Math.max(...pairs.map(({ expected }) => Math.abs(expected)))
  expect(largest).toBeGreaterThan(0.01)
  for (const { name, found, expected } of pairs) {
    // The step's own error and float32's: a wrong term in a gradient is off by far more.
    expect(Math.abs(found - expected), `${name}: ${found} for ${expected}`).toBeLessThan(
      0.03 * Math.abs(expected) + 0.004 * largest,
    )
  }
}

/** Two that are equal, one that is their beginning, one that leaves them half-way, one of its own. */
function likeAnswers(random: Random): Int32Array[] {
  const long = someTokens(random, 9)
  const other = someTokens(random, 4)
  return [long, long.slice(0, 4), Int32Array.of(...long.slice(0, 6), ...other), long.slice(), other]
}

describe('gradients', () => {
  it('of the supervised loss, with weights that differ by token', async () => {
    const model = await modelHere(SMALL, 3)
    const random = new Random('sequences')
    const units = [17, 9, 30].map((length) => ({
      tokens: someTokens(random, length),
      slopes: Float32Array.from({ length }, () => (random.chance(0.7) ? random.next() / 5 : 0)),
    }))
    expectEqual(compare(model, () => gradientOfSequences(model, units, model.plan.gradients[0]!).loss))
  })

  it('of the clipped loss with KL, where answers share their prompt and their beginnings', async () => {
    const model = await modelHere(SMALL, 4)
    const random = new Random('groups')
    const around = (logprobs: Float32Array, by: number): Float32Array =>
      logprobs.map((value) => value + (random.next() - 0.5) * by)
    const units: GroupUnit[] = [12, 7].map((length) => {
      const prompt = someTokens(random, length)
      return {
        prompt,
        completions: likeAnswers(random).map((tokens, i) => {
          const now = completionLogprobs(model, prompt, [tokens])[0]!
          const advantage = i - 1.7
          return {
            tokens,
            advantage,
            scale: 1,
            // Half of the tokens are past the clip, none is so near that a step crosses it.
            oldLogprobs: now.map((value, t) => value + (t % 2 ? Math.sign(advantage) * -0.6 : 0.01)),
            refLogprobs: around(now, 1),
          }
        }),
      }
    })
    const settings = { clipLow: 0.2, clipHigh: 0.3, klWeight: 0.3 }
    const loss = (): number => gradientOfGroups(model, units, settings, model.plan.gradients[0]!).loss
    const sums = gradientOfGroups(model, units, settings, model.plan.gradients[0]!)
    expect(sums.clipped).toBeGreaterThan(5)
    expect(sums.clipped).toBeLessThan(sums.tokens)
    expectEqual(compare(model, loss))
  })
})

it('an answer’s tokens are as likely beside others as alone', async () => {
  const model = await modelHere(SMALL, 4)
  const random = new Random('beside')
  const prompt = someTokens(random, 12)
  const answers = likeAnswers(random)
  const together = completionLogprobs(model, prompt, answers)
  answers.forEach((answer, i) => {
    const [alone] = completionLogprobs(model, prompt, [answer])
    expect(together[i]).toHaveLength(answer.length)
    together[i]!.forEach((value, t) => {
      expect(value).toBeCloseTo(alone![t]!, 4)
    })
  })
})
