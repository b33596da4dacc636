/** Catches a histogram whose bars do not add up, and a prompt that is too long and not named. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { estimatingCounter } from '#core/token/estimate.ts'
import { MOST_LISTED, promptLengths } from '#core/token/prompt-length.ts'

const counted = (tokens: readonly number[]) => tokens.map((n, i) => ({ sample: `s${i}`, tokens: n }))

describe('lengths of prompts', () => {
  it('are summed up', () => {
    expect(promptLengths(counted([10, 30, 20, 500, 40]), 100)).toMatchObject({
      ...{ samples: 5, limit: 100, min: 10, median: 30, p95: 500, max: 500, tokens: 600, over: 1 },
      longest: [{ sample: 's3', tokens: 500 }],
    })
  })

  it('of nothing are nothing', () => {
    expect(promptLengths([], 10)).toMatchObject({ samples: 0, max: 0, bins: [], over: 0, longest: [] })
  })

  it('at the limit still fit', () => {
    expect(promptLengths(counted([99, 100, 101]), 100).longest).toEqual([{ sample: 's2', tokens: 101 }])
  })

  it('list the longest first, and count those that are not listed too', () => {
    const many = promptLengths(counted(Array.from({ length: 700 }, (_, i) => 200 + i)), 100)
    expect(many.over).toBe(700)
    expect(many.longest).toHaveLength(MOST_LISTED)
    expect(many.longest[0]).toEqual({ sample: 's699', tokens: 899 })
  })

  it('fall into bins that hold each once, in order and without a gap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200_000 }), { minLength: 1, maxLength: 300 }), (tokens) => {
        const { bins, samples } = promptLengths(counted(tokens), 1000)
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(samples)
        expect(bins.length).toBeLessThanOrEqual(26)
        expect(bins.reduce((sum, { over }) => sum + over, 0)).toBe(tokens.filter((n) => n > 1000).length)
        for (const [i, { from, to, count }] of bins.entries()) {
          expect(count).toBe(tokens.filter((n) => n >= from && n < to).length)
          if (i > 0) expect(from).toBe(bins[i - 1]?.to)
        }
      }),
    )
  })
})

describe('an estimate', () => {
  it('counts messages, calls and tools, and says that it is one', async () => {
    const message = { role: 'user' as const, content: 'Hello there' }
    const call = { id: 'c', name: 'book', arguments: '{"a":1}' as JsonText }
    const tool = { name: 'book', description: 'Books.', parameters: '{}' as JsonText }
    const [plain = 0, called = 0, offered = 0] = await estimatingCounter.count([
      { messages: [message] },
      { messages: [{ ...message, calls: [call] }] },
      { messages: [message], tools: [tool] },
    ])
    expect(estimatingCounter.way).toBe('estimated')
    expect(Math.min(called, offered)).toBeGreaterThan(plain)
  })
})
