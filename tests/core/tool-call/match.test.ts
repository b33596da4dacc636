import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain } from '#core/json/convert.ts'
import { jsonEqual } from '#core/json/equal.ts'
import { type JsonText, readJson } from '#core/json/exact.ts'
import { printJson } from '#core/json/print.ts'
import type { Tool } from '#core/tool/tool.ts'
import type { ToolCall } from '#core/tool-call/call.ts'
import { sameAnswer, sameCalls } from '#core/tool-call/match.ts'

type Pair = readonly [name: string, args: string]
interface MatchCases {
  readonly tools: readonly { readonly name: string; readonly parameters: unknown }[]
  readonly cases: readonly { what: string; a: readonly Pair[]; b: readonly Pair[]; same: boolean }[]
}
const file: MatchCases = JSON.parse(
  readFileSync(new URL('../../fixtures/tool-call/match-cases.json', import.meta.url), 'utf8'),
)
const tools = new Map<string, Tool>(
  file.tools.map((tool) => [
    tool.name,
    { name: tool.name, description: '', parameters: printJson(fromPlain(tool.parameters)) },
  ]),
)
const calls = (pairs: readonly Pair[]): ToolCall[] =>
  pairs.map(([name, args]) => ({ name, arguments: args as JsonText }))

describe('the strict match', () => {
  it.each(file.cases.map((one) => [one.what, one] as const))('%s', (_, { a, b, same }) => {
    expect(sameCalls(calls(a), calls(b), tools)).toBe(same)
    expect(sameCalls(calls(b), calls(a), tools)).toBe(same)
  })

  it('knows no defaults without the tools, and forgets none between two sets of tools', () => {
    const [a, b] = [calls([['f', '{"unit":"C"}']]), calls([['f', '{}']])]
    expect(sameCalls(a, b)).toBe(false)
    expect(sameCalls(a, b, tools)).toBe(true)
    expect(sameCalls(a, b)).toBe(false)
  })

  it('two texts agree, a text and a call do not', () => {
    const text = { kind: 'text', text: 'a' } as const
    const call = { kind: 'calls', calls: calls([['f', '{}']]) } as const
    expect(sameAnswer(text, { kind: 'text', text: 'b' })).toBe(true)
    expect(sameAnswer(text, call)).toBe(false)
    expect(sameAnswer(call, text)).toBe(false)
    expect(sameAnswer(call, { ...call, prose: 'Let me see.' })).toBe(true)
  })

  const value = fc.jsonValue({ maxDepth: 3 })
  const args = fc.dictionary(fc.constantFrom('a', 'b', '1', '__proto__'), value, { noNullPrototype: true })

  it('agrees with deep equality on any two arguments', () => {
    fc.assert(
      fc.property(args, args, (x, y) => {
        const [a, b] = [printJson(fromPlain(x)), printJson(fromPlain(y))]
        expect(sameCalls(calls([['g', a]]), calls([['g', b]]))).toBe(jsonEqual(readJson(a), readJson(b)))
      }),
      { numRuns: 500 },
    )
  })

  it('does not see the order of calls nor of keys', () => {
    fc.assert(
      fc.property(fc.array(args, { maxLength: 5 }), (list) => {
        const a = list.map((one): Pair => ['g', printJson(fromPlain(one))])
        const b = list
          .map(
            (one): Pair => ['g', printJson(new Map([...(fromPlain(one) as Map<string, never>)].reverse()))],
          )
          .reverse()
        expect(sameCalls(calls(a), calls(b))).toBe(true)
      }),
    )
  })
})
