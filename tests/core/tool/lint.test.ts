import { describe, expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { lintTools } from '#core/tool/lint.ts'
import { nearPairs } from '#core/tool/near-duplicates.ts'
import type { Tool } from '#core/tool/tool.ts'

const tool = (
  name: string,
  description: string,
  names: readonly string[] = ['a'],
  described = true,
): Tool => ({
  name,
  description,
  parameters: JSON.stringify({
    type: 'object',
    properties: Object.fromEntries(
      names.map((n) => [n, described ? { type: 'string', description: 'd' } : {}]),
    ),
  }) as JsonText,
})
const words = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `w${i + from}`).join(' ')
const codes = (tools: readonly Tool[]): string[] =>
  lintTools(tools).map((f) => `${f.tool} ${f.code} ${f.detail ?? ''}`.trim())

describe('findings', () => {
  it.each([
    ['nothing to say', tool('t', 'Says something.'), []],
    ['no description', tool('t', ' '), ['t description.none']],
    ['a long one', tool('t', 'x'.repeat(1025)), ['t description.long 1025']],
    ['no parameters', tool('t', 'Says.', []), ['t parameters.none']],
    [
      'many',
      tool(
        't',
        'Says.',
        Array.from({ length: 21 }, (_, i) => `p${i}`),
      ),
      ['t parameters.many 21'],
    ],
    ['unexplained', tool('t', 'Says.', ['x', 'y'], false), ['t parameter.unexplained x, y']],
    ['odd names', tool('t', 'Says.', ['array[]', 'ok']), ['t parameter.oddName array[]']],
  ])('%s', (_, one, expected) => expect(codes([one])).toEqual(expected))

  it('finds a near-duplicate and names the earlier tool', () => {
    const found = codes([
      tool('one', words(30)),
      tool('other', 'quite different'),
      tool('two', `${words(29)} w29`),
    ])
    expect(found).toEqual(['two tool.nearDuplicate one'])
  })

  it('finds Chinese near-duplicates, and lets different ones be', () => {
    const text = '查询指定城市未来七天的天气预报，返回温度、湿度和风力等级'
    const found = codes([
      tool('a', text),
      tool('a2', `${text}。`),
      tool('b', '在指定日期预订从一个城市到另一个城市的火车票'),
    ])
    expect(found).toEqual(['a2 tool.nearDuplicate a'])
  })
})

describe('near pairs', () => {
  it('equals comparing all with all', () => {
    let state = 1
    const next = (n: number): number => {
      state = (state * 48271) % 2147483647
      return state % n
    }
    const sets = Array.from(
      { length: 200 },
      () => new Set(Array.from({ length: 3 + next(6) }, () => `t${next(12)}`)),
    )
    const jaccard = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
      a.intersection(b).size / a.union(b).size
    const expected = sets.flatMap((set, second) => {
      const best = Math.max(0, ...sets.slice(0, second).map((other) => jaccard(set, other)))
      return best >= 0.7 ? [{ second, similarity: best }] : []
    })
    const found = nearPairs(sets, 0.7).map(({ second, similarity }) => ({ second, similarity }))
    expect(expected.length).toBeGreaterThan(20)
    expect(found).toEqual(expected)
  })

  it('handles 12,000 alike tools without comparing all with all', () => {
    const tools = Array.from({ length: 12_000 }, (_, i) =>
      tool(`get_users_${i % 6000}`, `Gets users of shop ${i}. ${words(20)}`),
    )
    expect(lintTools(tools).length).toBe(lintTools(tools).length)
    expect(lintTools(tools).filter((f) => f.code === 'tool.nearDuplicate').length).toBeGreaterThan(0)
  })
})
