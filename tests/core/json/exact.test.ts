import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain, toPlain } from '#core/json/convert.ts'
import { jsonEqual } from '#core/json/equal.ts'
import { JsonError, readJson } from '#core/json/exact.ts'
import { checkJsonText, printJson } from '#core/json/print.ts'

const same = (a: string, b: string) => jsonEqual(readJson(a), readJson(b))

describe('exact JSON', () => {
  it.each([
    ['{"b":1,"a":2,"2":3,"1":4}'],
    ['[1.0,-0,0.10,1e5,1E-07,12345678901234567890]'],
    ['{"__proto__":{"x":1},"constructor":null}'],
    ['"\\u0000\\ud800 \\"quoted\\" 中文"'],
    ['[]'],
    ['{}'],
  ])('keeps %s as it is', (text) => {
    expect(printJson(readJson(text))).toBe(text)
  })

  it('prints as Python does', () => {
    expect(checkJsonText('{"a":[1.0,"é中😀"],"b":{}}', 'python')).toBe(
      '{"a": [1.0, "\\u00e9\\u4e2d\\ud83d\\ude00"], "b": {}}',
    )
  })

  it.each([
    '',
    '{',
    '[1,]',
    '{"a":}',
    '01',
    '1.',
    '.5',
    '+1',
    'NaN',
    'tru',
    '"a',
    '"\n"',
    '"\\x"',
    '{"a":1}x',
    "{'a':1}",
  ])('refuses %j', (text) => expect(() => readJson(text)).toThrow(JsonError))

  it('refuses depth instead of overflowing the stack', () => {
    expect(() => readJson('['.repeat(100_000))).toThrow(/deeper/)
  })

  it('agrees with JSON.parse on every value JavaScript can hold', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false } as never), (text) => {
        expect(JSON.stringify(toPlain(readJson(text)))).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })

  it('refuses exactly what JSON.parse refuses, on mutated texts', () => {
    const legal = (text: string) => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, at, put) => {
        const i = at % (text.length + 1)
        const mutated = text.slice(0, i) + put + text.slice(i + 1)
        let read = true
        try {
          readJson(mutated)
        } catch {
          read = false
        }
        expect(read).toBe(legal(mutated))
      }),
      { numRuns: 2000 },
    )
  })

  it('survives plain and back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readJson(JSON.stringify(value))).toEqual(fromPlain(JSON.parse(JSON.stringify(value))))
      }),
    )
  })
})

describe('equality', () => {
  it.each([
    ['1', '1.0', true],
    ['1', '1e0', true],
    ['100', '1E2', true],
    ['0', '-0.0', true],
    ['12345678901234567890', '12345678901234567891', false],
    ['0.1', '0.10', true],
    ['1e400', '1e401', false],
    ['true', '1', false],
    ['"1"', '1', false],
    ['[1,2]', '[2,1]', false],
    ['[1,1]', '[1]', false],
    ['{"a":1,"b":2}', '{"b":2,"a":1}', true],
    ['{"a":null}', '{}', false],
    ['{}', '[]', false],
    ['"é"', '"e\u0301"', false],
  ])('%s ≡ %s: %s', (a, b, expected) => expect(same(a, b)).toBe(expected))
})
