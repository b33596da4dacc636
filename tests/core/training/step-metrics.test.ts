/** The numbers of a step: a dead group, a clipped answer or a case type that is miscounted would mislead a reader. */
import { expect, it } from 'vitest'
import { rewardOf } from '#core/training/reward.ts'
import { heldOutMetrics, stepMetrics } from '#core/training/step-metrics.ts'
import { sampleOf, tags, weather } from '../probe/made-samples.ts'

const answer = (reward: number, tokens: number, finish: 'stop' | 'length' = 'stop') => ({
  reward,
  tokens,
  finish,
})
const update = { loss: -0.1, entropy: 0.7, kl: 0.01, clipShare: 0.25, gradNorm: 3, lr: 2e-4 }

it('counts rewards by case type, dead groups, clipped answers and tokens', () => {
  const groups = [
    { kind: 'single', answers: [answer(1, 10), answer(0, 20)] },
    { kind: 'parallel', answers: [answer(0, 30, 'length'), answer(0, 40)] },
  ]
  const times = { rollout: 1, reward: 0.1, update: 2, step: 3.1 }
  expect(stepMetrics(groups, update, times)).toEqual({
    'reward/mean': 0.25,
    'reward/std': Math.sqrt(0.1875),
    'reward/min': 0,
    'reward/max': 1,
    'reward/single': 0.5,
    'reward/parallel': 0,
    'response/length': 25,
    'response/clipShare': 0.25,
    entropy: 0.7,
    kl: 0.01,
    'clip/share': 0.25,
    'grad/norm': 3,
    'groups/dead': 0.5,
    lr: 2e-4,
    loss: -0.1,
    'time/rollout': 1,
    'time/reward': 0.1,
    'time/update': 2,
    'time/step': 3.1,
    tokens: 100,
  })
})

it('says nothing of held-out samples where there are none', () => {
  expect(heldOutMetrics({ right: 0, total: 0 })).toEqual({})
  expect(heldOutMetrics({ right: 3, total: 4 })).toEqual({ 'heldOut/accuracy': 0.75, 'heldOut/count': 4 })
})

it('rewards the strict match, and with partial credit keeps it beside the parts', () => {
  const sample = sampleOf([weather({ city: 'Lima', days: 3 })], { id: 's' })
  const right = tags(['get_weather', { city: 'Lima', days: 3 }])
  const near = tags(['get_weather', { city: 'Lima', days: 4 }])
  expect(rewardOf(sample, right, 'strict')).toEqual({ reward: 1, parts: { match: 1 } })
  expect(rewardOf(sample, near, 'strict')).toEqual({ reward: 0, parts: { match: 0 } })
  const partial = rewardOf(sample, near, 'partial')
  expect(partial.reward).toBeGreaterThan(0.5)
  expect(partial.reward).toBeLessThan(1)
  expect(partial.parts).toMatchObject({ match: 0, format: 1, names: 1 })
})
