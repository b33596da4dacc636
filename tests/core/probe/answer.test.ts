import { describe, expect, it } from 'vitest'
import type { ChatChoice } from '#core/endpoint/transport.ts'
import { predictedAnswer } from '#core/probe/answer.ts'
import { readAnswer } from '#core/tool-call/read.ts'
import { json } from './made-samples.ts'

const STOP = ['<|im_end|>']
const said = (text: string, more: Partial<ChatChoice> = {}): ChatChoice => ({ text, finish: 'stop', ...more })
const logprobs = (...values: number[]) => values.map((logprob) => ({ token: 't', logprob }))

describe('an answer of the policy', () => {
  it('keeps thinking apart, and counts its tokens in the perplexity', () => {
    const answer = predictedAnswer(said('Hello', { thinking: 'hm', logprobs: logprobs(-1, -2, -3) }), STOP)
    expect(answer).toEqual({ text: 'Hello', thinking: 'hm', logprobSum: -6, tokens: 3, finish: 'stop' })
  })

  it('ends at the stop mark that a server left in', () => {
    expect(predictedAnswer(said('Hello<|im_end|>\n<|im_start|>user'), STOP).text).toBe('Hello')
    expect(readAnswer(predictedAnswer(said('<|im_end|>'), STOP).text).wrong).toBe('empty')
  })

  it('has calls that a server parsed by itself back in their tags', () => {
    const calls = [{ name: 'get_weather', arguments: json({ city: 'Lima' }) }]
    const { text } = predictedAnswer(said('', { calls, finish: 'tool_calls' }), STOP)
    expect(readAnswer(text).ok).toEqual({ kind: 'calls', calls })
    expect(predictedAnswer(said('Sure.\n', { calls }), STOP).text.startsWith('Sure.\n<tool_call>')).toBe(true)
  })

  it('needs no log-probabilities, and is not spoilt by strange ones', () => {
    expect(predictedAnswer(said('a'), STOP)).toEqual({ text: 'a', finish: 'stop' })
    expect(predictedAnswer(said('a', { logprobs: [] }), STOP)).toEqual({ text: 'a', finish: 'stop' })
    expect(
      predictedAnswer(said('a', { logprobs: logprobs(Number.NEGATIVE_INFINITY) }), STOP).logprobSum,
    ).toBe(-Number.MAX_VALUE)
    expect(predictedAnswer(said('a', { logprobs: logprobs(0.0001) }), STOP).logprobSum).toBe(0)
  })
})
