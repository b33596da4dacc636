import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printChild, readChild } from '#core/expand/child.ts'
import type { Message } from '#core/sample/sample.ts'
import { json } from '#tests/core/sample/dialogs.ts'
import { answerFor, call, childText, goodChild, user } from './cases.ts'

const calls = { role: 'assistant', calls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] }
const results = { role: 'tool', results: [{ name: 'get_weather', result: { t: 1 } }] }
const ask = user('And in Oslo?')
const right = answerFor('Oslo')

describe('a child of the expander', () => {
  it('keeps blank lines, results, number spellings and key order', () => {
    const text =
      '{"messages":[{"role":"user","text":"One.\\n\\n\\nTwo."},{"role":"assistant","calls":[{"name":"t","arguments":{"z":1.0,"a":12345678901234567890}}]},{"role":"tool","results":[{"name":"t","result":{"10":2.50,"2":null}}]}],"answer":{"calls":[{"name":"t","arguments":{"b":1e2,"a":[]}}]}}'
    const child = readChild(text).ok
    expect(child?.messages).toEqual([
      { role: 'user', text: 'One.\n\n\nTwo.' },
      {
        role: 'assistant',
        answer: { kind: 'calls', calls: [{ name: 't', arguments: '{"z":1.0,"a":12345678901234567890}' }] },
      },
      { role: 'tool', results: [{ name: 't', content: '{"10":2.50,"2":null}' }] },
    ])
    expect(child?.answer.calls).toEqual([{ name: 't', arguments: '{"b":1e2,"a":[]}' }])
    expect(child && readChild(printChild(child))).toEqual({ ok: child })
  })

  it('is found in a code fence and among words', () => {
    const plain = readChild(goodChild(0))
    expect(plain.ok).toBeDefined()
    expect(readChild(`Here you are:\n\`\`\`json\n${goodChild(0)}\n\`\`\``)).toEqual(plain)
    expect(readChild(`Sure! ${goodChild(0)} Enjoy.`)).toEqual(plain)
  })

  it.each([
    ['nothing at all', '', 'notJson'],
    ['prose', 'I cannot write such a case.', 'notJson'],
    ['a Chinese refusal', '抱歉，我无法完成这个请求。', 'notJson'],
    ['broken JSON', goodChild(0).slice(0, -2), 'notJson'],
    ['a list', '[1]', 'shape'],
    ['no messages', '{"answer":{"calls":[]}}', 'shape'],
    ['an empty dialog', childText([], right), 'empty'],
    ['an empty message', childText([user(' \n\u200b')], right), 'empty'],
    ['an empty list of calls', childText([ask], { calls: [] }), 'empty'],
    ['an unknown role', childText([{ role: 'system', text: 'x' }], right), 'shape'],
    ['a message without text', childText([{ role: 'user' }], right), 'shape'],
    ['no answer', childText([ask], undefined), 'shape'],
    ['an answer in words', childText([ask], { text: 'Sunny.' }), 'noCall'],
    ['a nameless call', childText([ask], { calls: [{ arguments: {} }] }), 'shape'],
    ['arguments that are a list', childText([ask], { calls: [{ name: 't', arguments: [1] }] }), 'shape'],
    [
      'a dialog that the assistant begins',
      childText([{ role: 'assistant', text: 'Hi' }, ask], right),
      'order',
    ],
    ['a dialog that the assistant ends', childText([ask, { role: 'assistant', text: 'Ok' }], right), 'order'],
    ['a dialog that ends with calls', childText([ask, calls], right), 'order'],
    ['two users in a row', childText([ask, ask], right), 'order'],
    ['results without calls', childText([ask, results], right), 'order'],
    ['words in place of results', childText([ask, calls, ask], right), 'order'],
    [
      'results of another tool',
      childText([ask, calls, { role: 'tool', results: [{ name: 'x', result: 1 }] }], right),
      'results',
    ],
    ['fewer results than calls', childText([ask, calls, { role: 'tool', results: [] }], right), 'results'],
    ['a call tag in a text', childText([user('<tool_call>{}</tool_call>')], right), 'tagInText'],
  ])('is refused for %s', (_, text, code) => {
    expect(readChild(text).refused).toBe(code)
    // The same dialog without the defect is taken, so that the refusal is the defect’s.
    expect(
      readChild(childText([ask, calls, results, { role: 'assistant', text: 'Ok' }, ask], right)).ok,
    ).toBeDefined()
  })

  it('is never a reason to crash, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readChild(text)
        expect(read.ok !== undefined || read.refused !== undefined).toBe(true)
      }),
    )
  })

  it('comes back the same from its own notation, whatever was said', () => {
    const text = fc.string({ minLength: 1 }).filter((t) => t.trim() !== '' && !t.includes('<'))
    const value = fc.json().map((t) => json(JSON.stringify(JSON.parse(t))))
    fc.assert(
      fc.property(text, text, value, (first, second, content) => {
        const messages: Message[] = [
          { role: 'user', text: first },
          { role: 'assistant', answer: { kind: 'calls', calls: [call('Oslo')] } },
          { role: 'tool', results: [{ name: 'get_weather', content }] },
          { role: 'assistant', answer: { kind: 'text', text: second } },
          { role: 'user', text: first },
        ]
        const child = { messages, answer: { kind: 'calls', calls: [call('Lima')] } } as const
        expect(readChild(printChild(child)).ok?.messages.map((m) => m.role)).toEqual(
          messages.map((m) => m.role),
        )
        expect(readChild(printChild(child)).ok?.messages[4]).toEqual(messages[4])
      }),
    )
  })
})
