import { expect, it } from 'vitest'
import type { TokenCounter } from '#core/token/counter.ts'
import { estimatingCounter } from '#core/token/estimate.ts'
import { countedUsage } from '#core/token/usage.ts'

const byLetter: TokenCounter = {
  way: 'exact',
  count: async (prompts) =>
    prompts.map(
      ({ messages, tools = [] }) => JSON.stringify([messages, tools.map(({ name }) => name)]).length,
    ),
}
const prompt = {
  messages: [{ role: 'user' as const, content: 'How is the weather in Bonn?' }],
  tools: [{ name: 'f', description: 'does', parameters: '{}' as never }],
}

it('counts all that goes out and all that comes back: tools, calls, thinking, every answer', async () => {
  const one = await countedUsage(byLetter, prompt, [{ text: 'xy', finish: 'stop' }])
  const thought = await countedUsage(byLetter, prompt, [{ text: 'xy', thinking: 'hm', finish: 'stop' }])
  const call = { name: 'f', arguments: '{"a":1}' as never }
  const called = await countedUsage(byLetter, prompt, [{ text: '', calls: [call], finish: 'tool_calls' }])
  const two = await countedUsage(byLetter, prompt, [
    { text: 'xy', finish: 'stop' },
    { text: 'xy', finish: 'stop' },
  ])
  expect(one.estimated).toBe(true)
  expect(thought.completionTokens).toBeGreaterThan(one.completionTokens)
  expect(called.completionTokens).toBeGreaterThan(one.completionTokens)
  expect(two.completionTokens).toBe(2 * one.completionTokens)
  expect(two.promptTokens).toBe(one.promptTokens)
})

it('is an estimate where nothing counts', async () => {
  const { promptTokens, completionTokens } = await countedUsage(estimatingCounter, prompt, [
    { text: 'It is warm there.', finish: 'stop' },
  ])
  expect(promptTokens).toBeGreaterThan(10)
  expect(completionTokens).toBeGreaterThan(3)
})
