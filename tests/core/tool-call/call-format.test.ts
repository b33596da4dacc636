/** Catches a family's calls that are read as words, altered, or taken for another family's. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromPlain } from '#core/json/convert.ts'
import { printJson } from '#core/json/print.ts'
import type { ToolCall } from '#core/tool-call/call.ts'
import {
  CALL_FORMATS,
  callFormatOf,
  inHermes,
  printCallsAs,
  readAnswerAs,
} from '#core/tool-call/call-format.ts'
import { readAnswer } from '#core/tool-call/read.ts'

const cases = z
  .array(
    z.object({
      format: z.enum(CALL_FORMATS),
      what: z.string(),
      text: z.string(),
      calls: z.array(z.tuple([z.string(), z.string()])).optional(),
      prose: z.string().optional(),
      answer: z.string().optional(),
      wrong: z.string().optional(),
    }),
  )
  .parse(
    JSON.parse(readFileSync(new URL('../../fixtures/tool-call/format-cases.json', import.meta.url), 'utf8')),
  )

describe('reading a family’s answer', () => {
  it.each(cases.map((one) => [one.format, one.what, one] as const))('%s: %s', (format, _, one) => {
    const read = readAnswerAs(format, one.text)
    if (one.wrong !== undefined) return expect(read.wrong).toBe(one.wrong)
    if (one.calls === undefined) return expect(read).toEqual({ ok: { kind: 'text', text: one.answer } })
    const calls = one.calls.map(([name, args]) => ({ name, arguments: args }))
    const prose = one.prose === undefined ? {} : { prose: one.prose }
    expect(read).toEqual({ ok: { kind: 'calls', calls, ...prose } })
    // In our own notation it is the same answer.
    expect(readAnswer(inHermes(format, one.text))).toEqual(read)
  })

  it.each(
    cases.filter(({ calls }) => calls === undefined).map((one) => [one.format, one.what, one] as const),
  )('%s: %s: stays as it stands', (format, _, { text }) => expect(inHermes(format, text)).toBe(text))
})

const call = fc
  .record({
    name: fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/),
    arguments: fc.dictionary(fc.string(), fc.jsonValue()),
  })
  .map((one): ToolCall => ({ name: one.name, arguments: printJson(fromPlain(one.arguments)) }))
const calls = fc.array(call, { minLength: 1, maxLength: 4 })
const style = fc.constantFrom('compact' as const, 'python' as const)

describe.each(CALL_FORMATS)('%s', (format) => {
  it('reads back what is printed, whatever the strings hold', () => {
    fc.assert(
      fc.property(calls, style, (some, how) => {
        expect(readAnswerAs(format, printCallsAs(format, some, how))).toEqual({
          ok: { kind: 'calls', calls: some },
        })
      }),
    )
  })

  it('is the same answer in our own notation', () => {
    fc.assert(
      fc.property(calls, style, (some, how) => {
        const ours = readAnswer(inHermes(format, printCallsAs(format, some, how)))
        expect(ours).toEqual({ ok: { kind: 'calls', calls: some } })
      }),
    )
  })

  it('never throws, and what it takes for calls holds legal JSON', () => {
    fc.assert(
      fc.property(calls, fc.nat(), fc.string({ maxLength: 3 }), (some, at, put) => {
        const text = printCallsAs(format, some, 'python')
        const i = at % text.length
        const read = readAnswerAs(format, text.slice(0, i) + put + text.slice(i + 1))
        if (read.ok?.kind === 'calls')
          for (const one of read.ok.calls) expect(() => JSON.parse(one.arguments)).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['brackets', `[TOOL_CALLS] ${'['.repeat(200_000)}`],
    ['marks', '[TOOL_CALLS]'.repeat(100_000)],
    ['calls', `<|python_tag|>${'{"name":"f","parameters":{}};'.repeat(2000)}`],
    ['open strings', `{"name": "${'\\"'.repeat(200_000)}`],
    ['depth', `{"name":"f","parameters":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
  ])('ends on a flood of %s', (_, flood) => expect(() => readAnswerAs(format, flood)).not.toThrow())
})

describe('the notation that a template asks for', () => {
  const template = (name: string): string =>
    readFileSync(new URL(`../../fixtures/chat-template/${name}.jinja`, import.meta.url), 'utf8')
  it.each([
    ['qwen', 'hermes'],
    ['llama', 'llama'],
    ['mistral', 'mistral'],
    ['odd', undefined],
  ])('%s', (name, format) => expect(callFormatOf(template(name))).toBe(format))
})

it('keeps thinking, and a text that is in our notation already', () => {
  expect(inHermes('llama', '<think>a</think>{"name":"f","parameters":{}}')).toBe(
    '<think>\na\n</think>\n\n<tool_call>\n{"name":"f","arguments":{}}\n</tool_call>',
  )
  const ours = '<tool_call>\n{"name":"f","arguments":{}}\n</tool_call>'
  for (const format of CALL_FORMATS) expect(inHermes(format, ours)).toBe(ours)
})
