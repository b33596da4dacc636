import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonEqual } from '#core/json/equal.ts'
import { readJson } from '#core/json/exact.ts'
import { argumentRows, prettyJson } from '../../renderer/parts/pretty-json.ts'

describe('JSON laid out for reading', () => {
  it('shows numbers and keys as they were written, not as JavaScript would', () => {
    expect(prettyJson('{"2":1.0,"1":12345678901234567890}')).toBe('{"2":1.0,"1":12345678901234567890}')
  })

  it('breaks long values into lines that are indented by their depth', () => {
    const text = JSON.stringify({ list: [{ name: 'a'.repeat(30), other: 'b'.repeat(30) }], short: [1, 2] })
    expect(prettyJson(text)).toBe(
      `{\n  "list": [\n    {\n      "name": "${'a'.repeat(30)}",\n      "other": "${'b'.repeat(30)}"\n    }\n  ],\n  "short": [1,2]\n}`,
    )
  })

  it('gives text that is not JSON back as it is', () => {
    expect(prettyJson('<b>not json')).toBe('<b>not json')
  })

  it('never changes a value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => jsonEqual(readJson(prettyJson(text)), readJson(text))),
    )
  })
})

describe('arguments as rows', () => {
  it('keeps order, quotes no strings, and shows a key named __proto__', () => {
    expect(argumentRows('{"b":"x","__proto__":1.50,"a":[true]}')).toEqual([
      { name: 'b', value: 'x' },
      { name: '__proto__', value: '1.50' },
      { name: 'a', value: '[true]' },
    ])
  })
  it('is undefined for anything but an object, so that the text itself is shown', () => {
    expect(argumentRows('[1]')).toBeUndefined()
    expect(argumentRows('{broken')).toBeUndefined()
  })
})
