/** Each rule of a curve's health with a curve that breaks it, and a healthy one that breaks none. */
import { describe, expect, it } from 'vitest'
import { Digest, WINDOW } from '#core/training/digest.ts'
import { HEALTH_CODES, type HealthCode, healthOf } from '#core/training/health.ts'
import type { Point } from '#core/training/point.ts'

type Values = Record<string, number | null>
const between = (from: number, to: number, share: number): number => from + (to - from) * share

/** A run that learns: reward and held-out accuracy rise, entropy falls a little. */
function healthy(step: number, steps: number): Values {
  const share = step / steps
  return {
    'reward/mean': between(0.4, 0.8, share),
    'grad/norm': 1 + (step % 3) / 10,
    entropy: between(0.9, 0.6, share),
    kl: between(0, 0.05, share),
    loss: 0.01,
    'groups/dead': 0.3,
    'response/length': 40,
    'response/clipShare': 0.02,
    'time/step': 2,
    ...(step % 10 === 0 ? { 'heldOut/accuracy': between(0.5, 0.7, share), 'heldOut/count': 400 } : {}),
  }
}

function digestOf(change: (step: number, share: number) => Values, steps = 60): Digest {
  const digest = new Digest()
  for (let step = 0; step <= steps; step++)
    digest.add({ step, values: { ...healthy(step, steps), ...change(step, step / steps) } })
  return digest
}

const CASES: readonly (readonly [HealthCode, 'watch' | 'stop', (step: number, share: number) => Values])[] = [
  ['notFinite', 'stop', (step) => (step === 58 ? { loss: null } : {})],
  ['entropyGone', 'stop', (_, share) => ({ entropy: share < 0.6 ? 1 : 0.02 })],
  ['entropyLow', 'watch', (_, share) => ({ entropy: between(1, 0.12, share) })],
  ['deadGroups', 'watch', (_, share) => ({ 'groups/dead': between(0.2, 0.9, share) })],
  ['allRight', 'stop', () => ({ 'groups/dead': 0.99, 'reward/mean': 0.99 })],
  ['allWrong', 'stop', () => ({ 'groups/dead': 1, 'reward/mean': 0 })],
  [
    'lengthBlewUp',
    'stop',
    (_, share) => ({ 'response/length': between(30, 200, share), 'response/clipShare': share }),
  ],
  ['lengthGrows', 'watch', (_, share) => ({ 'response/length': between(30, 90, share) })],
  ['cutOff', 'watch', () => ({ 'response/clipShare': 0.8 })],
  ['klHigh', 'stop', (_, share) => ({ kl: between(0, 3, share) })],
  ['klRises', 'watch', (_, share) => ({ kl: between(0, 0.5, share) })],
  ['heldOutFlat', 'watch', (step) => (step % 10 === 0 ? { 'heldOut/accuracy': 0.5 } : {})],
  ['heldOutFell', 'stop', (step) => (step % 10 === 0 ? { 'heldOut/accuracy': step < 40 ? 0.7 : 0.5 } : {})],
  ['rewardFell', 'watch', (_, share) => ({ 'reward/mean': between(0.8, 0.5, share) })],
  ['gradientSpike', 'watch', (step) => (step === 60 ? { 'grad/norm': 80 } : {})],
]

describe('health', () => {
  it('of a curve that learns is healthy, and names what rose', () => {
    const health = healthOf(digestOf(() => ({})))
    expect(health).toMatchObject({ level: 'healthy', code: 'healthy' })
    expect(health.values.rewardTo).toBeGreaterThan(health.values.rewardFrom ?? 1)
    expect(health.values.to).toBeGreaterThan(health.values.from ?? 1)
  })
  it.each(CASES)('%s: %s', (code, level, change) => {
    expect(healthOf(digestOf(change))).toMatchObject({ code, level })
  })
  it('says that it stands still before all but a lost number, as the job says it', () => {
    const stall = { since: 0, seconds: 200, usual: 10, times: 20, gpu: 0, lines: [] }
    expect(
      healthOf(
        digestOf(() => ({})),
        stall,
      ),
    ).toEqual({
      ...{ level: 'watch', code: 'stalled' },
      values: { seconds: 200, usual: 10, times: 20, gpu: 0 },
    })
    const began = { since: 0, seconds: 4000, lines: [] }
    expect(healthOf(new Digest(), began)).toMatchObject({ code: 'neverBegan', values: { seconds: 4000 } })
  })
  it('says nothing of the first steps but that it is early, unless a number was lost', () => {
    expect(healthOf(digestOf(() => ({}), 3))).toMatchObject({ level: 'early', code: 'early' })
    expect(healthOf(digestOf(() => ({ loss: null }), 1)).code).toBe('notFinite')
    expect(healthOf(new Digest()).code).toBe('early')
  })
  it('does not call chance a loss: one low held-out measurement among 30 samples', () => {
    const change = (step: number): Values =>
      step % 10 === 0
        ? { 'heldOut/accuracy': step === 60 ? 0.55 : 0.6 + step / 1000, 'heldOut/count': 30 }
        : {}
    expect(healthOf(digestOf(change)).level).not.toBe('stop')
  })
  it('a policy that is nearly always right may be certain', () => {
    const sure = (_: number, share: number): Values => ({
      entropy: between(1, 0.01, share),
      'reward/mean': 0.97,
    })
    expect(healthOf(digestOf(sure)).code).not.toBe('entropyGone')
  })
  it('has a case for every code', () => {
    const tested = [...CASES.map(([code]) => code), 'early', 'healthy', 'stalled', 'neverBegan']
    expect([...HEALTH_CODES].sort()).toEqual(tested.sort())
  })
})

describe('what is kept of a run', () => {
  const point = (step: number): Point => ({ step, values: { 'reward/mean': step, 'heldOut/accuracy': 0.5 } })
  it('does not grow with the run', () => {
    const digest = new Digest()
    for (let step = 0; step < 5000; step++) digest.add(point(step))
    expect([digest.first.length, digest.recent.length]).toEqual([WINDOW, WINDOW])
    expect(digest.validations.length).toBeLessThanOrEqual(400)
    expect([digest.validations[0]?.step, digest.validations.at(-1)?.step]).toEqual([0, 4999])
  })
  it('forgets what an attempt wrote behind the checkpoint that the next one started from', () => {
    const digest = new Digest()
    for (const step of [1, 2, 3, 4, 5, 3]) digest.add(point(step))
    expect(digest.recent.map(({ step }) => step)).toEqual([1, 2, 3])
    expect(digest.validations.map(({ step }) => step)).toEqual([1, 2, 3])
  })
  it('joins the training and the evaluation of a step where a log writes two records', () => {
    const digest = new Digest()
    digest.add({ step: 20, values: { 'reward/mean': 0.5 } }, true)
    digest.add({ step: 20, values: { 'heldOut/reward': 0.4 } }, true)
    expect(digest.last?.values).toEqual({ 'reward/mean': 0.5, 'heldOut/reward': 0.4 })
    expect(digest.validations).toEqual([{ step: 20, value: 0.4, measure: 'reward' }])
  })
})
