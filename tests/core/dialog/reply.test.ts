import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOT_JSON, readPlan, readResults, readUser } from '#core/dialog/reply.ts'
import { findJson } from '#core/json/find.ts'
import { printJson } from '#core/json/print.ts'
import type { ToolCall } from '#core/tool-call/call.ts'
import { calls } from './talk-parts.ts'

const reasonOf = (reply: object) => ('wrong' in reply ? reply.wrong : 'ok')
const found = (text: string) => {
  const json = findJson(text)
  return 'value' in json ? printJson(json.value) : json.problem
}

describe('JSON in an answer', () => {
  it.each([
    ['alone', ' {"a":1.0} ', '{"a":1.0}'],
    ['in a fence', 'Here:\n```json\n{"a":[1]}\n```\nDone.', '{"a":[1]}'],
    ['in a fence without a name', '```\n{"a":1}\n```', '{"a":1}'],
    ['with words around it', 'Sure! {"a":"}"} Anything else?', '{"a":"}"}'],
    [
      'behind a brace that opens nothing',
      'Set {x} is {"a":12345678901234567890}',
      '{"a":12345678901234567890}',
    ],
    ['with a fence inside a string', '{"a":"```js\\nx\\n```"}', '{"a":"```js\\nx\\n```"}'],
  ])('is found %s', (_, text, expected) => expect(found(text)).toBe(expected))

  it.each(['', 'no', '{"a":', "{'a':1}", '```json\n{"a":1,}\n```'])('is not found in %j', (text) => {
    expect(findJson(text)).toHaveProperty('problem')
  })

  it('never throws and never hangs', () => {
    const pieces = fc.array(fc.constantFrom('{', '}', '"', '[', ']', '\\', '```', '\n', 'a', ':', '1'), {
      maxLength: 60,
    })
    fc.assert(fc.property(pieces, (list) => void findJson(list.join(''))))
    expect(findJson('{'.repeat(200_000))).toHaveProperty('problem')
  })
})

describe('a plan', () => {
  const types = ['single', 'chat'] as const
  const read = (value: unknown) => readPlan(JSON.stringify(value), [...types], ['get_weather', 'go'])
  const good = {
    needs: [
      { type: 'single', text: ' Know the weather. ' },
      { type: 'chat', text: 'Go on talking.' },
    ],
  }

  it('is taken with texts trimmed', () => {
    expect(read(good)).toEqual({
      ok: {
        needs: [
          { type: 'single', text: 'Know the weather.' },
          { type: 'chat', text: 'Go on talking.' },
        ],
      },
    })
  })

  it.each([
    ['plan.shape', {}],
    ['plan.shape', { needs: [{ type: 'single' }, good.needs[1]] }],
    ['plan.shape', { needs: ['x', 'y'] }],
    ['plan.count', { needs: good.needs.slice(1) }],
    ['plan.type', { needs: [...good.needs].reverse() }],
    ['plan.namesTool', { needs: [{ type: 'single', text: 'Use get_weather.' }, good.needs[1]] }],
  ])('is refused: %s', (reason, value) => expect(reasonOf(read(value))).toBe(reason))

  it('that is no JSON can be repaired', () => {
    expect(reasonOf(readPlan('{"needs": [', [...types], []))).toBe(NOT_JSON)
  })
})

describe("the user's answer", () => {
  const read = (value: unknown) => readUser(JSON.stringify(value), 2)
  it.each([
    [
      { finished: [0], need: 1, message: ' Hi <|im_end|> ' },
      { from: 'user', text: 'Hi <|im_end|>', need: 1 },
    ],
    [{ message: 'Hi' }, { from: 'user', text: 'Hi' }],
    [
      { need: null, message: 'Hi' },
      { from: 'user', text: 'Hi' },
    ],
  ])('%j is taken', (value, turn) => expect(read(value)).toEqual({ ok: turn }))
  it.each([
    ['user.shape', { need: 0 }],
    ['user.shape', { need: 0, message: ' ' }],
    ['user.shape', []],
    ['user.need', { need: 2, message: 'Hi' }],
    ['user.need', { need: -1, message: 'Hi' }],
    ['user.need', { need: 0.5, message: 'Hi' }],
    ['user.need', { need: '1', message: 'Hi' }],
  ])('is refused: %s %j', (reason, value) => expect(reasonOf(read(value))).toBe(reason))
})

describe('results', () => {
  const both = calls(['find', {}], ['book', {}])
  const two: readonly ToolCall[] = both.kind === 'calls' ? both.calls : []
  const read = (text: string) => readResults(text, two)
  it('keep their numbers and their order of keys', () => {
    const text =
      '{"results":[{"name":"find","result":{"b":1.0,"a":12345678901234567890}},{"name":"book","result":null}]}'
    expect(read(text)).toEqual({
      ok: [
        { name: 'find', content: '{"b":1.0,"a":12345678901234567890}' },
        { name: 'book', content: 'null' },
      ],
    })
  })
  it.each([
    ['results.shape', '{}'],
    ['results.shape', '{"results":[{"name":"find"},{"name":"book","result":1}]}'],
    ['results.count', '{"results":[{"name":"find","result":1}]}'],
    ['results.name', '{"results":[{"name":"book","result":1},{"name":"find","result":1}]}'],
    [NOT_JSON, 'sorry'],
  ])('are refused: %s', (reason, text) => expect(reasonOf(read(text))).toBe(reason))
})
