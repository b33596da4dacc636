import { expect, it } from 'vitest'
import { countUsage, estimateTokens } from '#core/endpoint/count-tokens.ts'

it('estimates tokens by sign for Chinese and by four letters for Latin', () => {
  const of = (text: string) => estimateTokens('any', text)
  expect(['', 'abcdefgh', '天气怎么样', '查 Oslo'].map(of)).toEqual([0, 2, 5, 3])
})

it('counts all that goes out and all that comes back: tools, calls, thinking, every choice', () => {
  const count = (_: string, text: string) => text.length
  const call = { name: 'f', arguments: '{}' as never }
  const usage = countUsage(
    count,
    {
      model: 'm',
      messages: [
        { role: 'user', content: 'abc' },
        { role: 'assistant', content: '', calls: [{ ...call, id: '1' }] },
      ],
      tools: [{ name: 'f', description: 'does', parameters: '{}' as never }],
    },
    [
      { text: 'xy', thinking: 'hm', finish: 'stop' },
      { text: '', calls: [call], finish: 'tool_calls' },
    ],
  )
  expect(usage).toEqual({ promptTokens: 4 + 3 + 4 + 4 + 'f does {}'.length, completionTokens: 2 + 2 + 4 })
})
