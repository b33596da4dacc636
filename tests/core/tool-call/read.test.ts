import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain } from '#core/json/convert.ts'
import { printJson } from '#core/json/print.ts'
import type { Answer, ToolCall } from '#core/tool-call/call.ts'
import { printCalls } from '#core/tool-call/print.ts'
import { READ_PROBLEMS, readAnswer, splitThinking } from '#core/tool-call/read.ts'

interface ReadCase {
  readonly what: string
  readonly text: string
  readonly answer?: string
  readonly calls?: readonly (readonly [string, string])[]
  readonly prose?: string
  readonly wrong?: string
}
const cases: readonly ReadCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/tool-call/read-cases.json', import.meta.url), 'utf8'),
)

const expected = (one: ReadCase): Answer =>
  one.calls
    ? {
        kind: 'calls',
        calls: one.calls.map(([name, args]) => ({ name, arguments: args }) as ToolCall),
        ...(one.prose === undefined ? {} : { prose: one.prose }),
      }
    : { kind: 'text', text: one.answer ?? '' }

describe('reading an answer', () => {
  it.each(cases.map((one) => [one.what, one] as const))('%s', (_, one) => {
    const read = readAnswer(one.text)
    if (one.wrong) expect(read.wrong).toBe(one.wrong)
    else expect(read).toEqual({ ok: expected(one) })
  })

  it('has a case for every way to be wrong', () => {
    expect(new Set(cases.flatMap((one) => one.wrong ?? []))).toEqual(new Set(READ_PROBLEMS))
  })

  it('refuses depth instead of overflowing the stack', () => {
    const deep = `{"name":"f","arguments":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`
    expect(readAnswer(`<tool_call>${deep}</tool_call>`).wrong).toBe('notJson')
  })

  it.each([
    ['open tags', '<tool_call>'.repeat(200_000)],
    ['escaped quotes', `<tool_call>"${'\\"'.repeat(1_000_000)}`],
    ['think tags', '<think></think>'.repeat(500_000)],
  ])('ends on a flood of %s', (_, text) => expect(readAnswer(text).wrong).toBeDefined())

  const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)
  const call = fc
    .record({ name, arguments: fc.dictionary(fc.string(), fc.jsonValue()) })
    .map((one): ToolCall => ({ name: one.name, arguments: printJson(fromPlain(one.arguments)) }))
  const tagged = fc.array(call, { minLength: 1, maxLength: 4 })

  it('reads back what is printed, in both styles, whatever the strings hold', () => {
    fc.assert(
      fc.property(tagged, fc.constantFrom('compact' as const, 'python' as const), (calls, style) => {
        expect(readAnswer(printCalls(calls, style))).toEqual({ ok: { kind: 'calls', calls } })
      }),
    )
  })

  it('never throws, and what it takes for calls holds legal JSON', () => {
    fc.assert(
      fc.property(tagged, fc.nat(), fc.string({ maxLength: 3 }), (calls, at, put) => {
        const text = printCalls(calls, 'python')
        const i = at % text.length
        const read = readAnswer(text.slice(0, i) + put + text.slice(i + 1))
        if (read.ok?.kind === 'calls')
          for (const one of read.ok.calls) expect(() => JSON.parse(one.arguments)).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })
})

describe('parting thinking', () => {
  it.each([
    ['<think>a</think>b', 'a', 'b'],
    ['<think>a</think>\n\nb ', 'a', 'b '],
    ['a</think>b', 'a', 'b'],
    ['a</think><think>c</think>b', 'a\nc', 'b'],
    ['<think>a', 'a', ''],
    ['well <think>a</think>b', 'a', 'well b'],
    ['<think>\n</think>\n\nb', undefined, 'b'],
    [' b ', undefined, ' b '],
    ['<tool_call><think>a</think>', undefined, '<tool_call><think>a</think>'],
  ])('%j', (raw, thinking, text) => {
    expect(splitThinking(raw)).toEqual({ text, ...(thinking === undefined ? {} : { thinking }) })
  })
})
