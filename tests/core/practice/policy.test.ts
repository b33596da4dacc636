import { describe, expect, it } from 'vitest'
import type { ChatChoice } from '#core/endpoint/transport.ts'
import { type PolicyAsked, type PracticePolicy, policyChoices } from '#core/practice/policy.ts'
import { isRightText, type Truth, truthOf } from '#core/practice/truth.ts'
import { playedSamples } from './played.ts'

const truths = playedSamples(150).map((one) => truthOf(one))
const greedy = (truth: Truth): PolicyAsked => ({
  truth,
  seed: 3,
  first: 0,
  count: 1,
  temperature: 0.001,
  logprobs: true,
  thinking: false,
})
const answer = (truth: Truth, policy: PracticePolicy): ChatChoice => policyChoices(greedy(truth), policy)[0]
const rightOf = (list: readonly Truth[], policy: PracticePolicy) =>
  list.filter((truth) => isRightText(answer(truth, policy).text, truth)).length / list.length

const perplexity = ({ logprobs = [] }: ChatChoice): number =>
  Math.exp(-logprobs.reduce((sum, { logprob }) => sum + logprob, 0) / logprobs.length)
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('the practice policy', () => {
  it('is right as often as it is told to be, over real samples in both languages', () => {
    expect(truths.length).toBeGreaterThan(1000)
    for (const accuracy of [0, 0.3, 0.7, 1]) {
      const share = rightOf(truths, { accuracy })
      expect(Math.abs(share - accuracy)).toBeLessThan(accuracy === 0 || accuracy === 1 ? 0.001 : 0.04)
    }
  })

  it('can be better at one kind than at another', () => {
    const policy = { accuracy: 0.9, byKind: { parallel: 0.1 } }
    expect(
      rightOf(
        truths.filter(({ sample }) => sample.kind === 'parallel'),
        policy,
      ),
    ).toBeLessThan(0.25)
    expect(
      rightOf(
        truths.filter(({ sample }) => sample.kind === 'single'),
        policy,
      ),
    ).toBeGreaterThan(0.8)
  })

  it('never gets worse at a sample when it gets better as a whole', () => {
    const known = (accuracy: number) =>
      truths.map((truth) => isRightText(answer(truth, { accuracy }).text, truth))
    const [before, after] = [known(0.4), known(0.6)]
    expect(before.every((right, i) => !right || after[i])).toBe(true)
  })

  it('is less sure of what is wrong, and of what it hardly knows', () => {
    const policy = { accuracy: 0.6 }
    const said = truths.map((truth) => {
      const choice = answer(truth, policy)
      return { right: isRightText(choice.text, truth), perplexity: perplexity(choice), choice }
    })
    const of = (right: boolean) =>
      said.filter((one) => one.right === right && one.choice.text !== '').map((one) => one.perplexity)
    expect(mean(of(false))).toBeGreaterThan(mean(of(true)) * 1.2)
    const sorted = [...of(true)].sort((a, b) => a - b)
    expect(sorted.at(-1)! / sorted[0]!).toBeGreaterThan(1.15)
    expect(sorted[0]).toBeGreaterThan(1)
    for (const { choice } of said) {
      expect(choice.logprobs?.every(({ logprob }) => logprob <= 0)).toBe(true)
      expect(choice.logprobs?.map(({ token }) => token).join('')).toBe(choice.text)
    }
  })

  it('draws answers that differ on samples near the line, at the same accuracy on average', () => {
    const drawn = truths.slice(0, 400).map((truth) => {
      const choices = policyChoices({ ...greedy(truth), temperature: 1, count: 8 }, { accuracy: 0.5 })
      expect(choices).toHaveLength(8)
      return mean(choices.map(({ text }) => (isRightText(text, truth) ? 1 : 0)))
    })
    expect(Math.abs(mean(drawn) - 0.5)).toBeLessThan(0.06)
    expect(drawn.filter((rate) => rate > 0 && rate < 1).length).toBeGreaterThan(40)
    expect(drawn.filter((rate) => rate === 0 || rate === 1).length).toBeGreaterThan(200)
  })

  it('says the same to the same question', () => {
    for (const truth of truths.slice(0, 50))
      expect(answer(truth, { accuracy: 0.5 })).toEqual(answer(truth, { accuracy: 0.5 }))
  })

  it('keeps its thinking apart from the answer', () => {
    const [truth] = truths
    if (!truth) throw new Error('no sample')
    const [choice] = policyChoices({ ...greedy(truth), thinking: true, logprobs: false }, { accuracy: 1 })
    expect(choice.thinking).not.toBe('')
    expect(choice.text).toBe(answer(truth, { accuracy: 1 }).text)
    expect(choice.logprobs).toBeUndefined()
  })
})
