import { describe, expect, it } from 'vitest'
import { parameterRows } from '../../renderer/parts/parameter-rows.ts'

describe('parameters as rows of a form', () => {
  it('names nested properties by path and list items by []', () => {
    const rows = parameterRows(
      JSON.stringify({
        type: 'object',
        properties: {
          address: {
            type: 'object',
            properties: { city: { type: 'string', enum: ['Oslo', 'Rome'] } },
            required: ['city'],
          },
          items: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
        },
        required: ['address'],
      }),
    )
    expect(rows.map(({ path, type, required }) => [path, type, required])).toEqual([
      ['address', 'object', true],
      ['address.city', 'string', true],
      ['items', 'object[]', false],
      ['items[].n', 'integer', false],
    ])
    expect(rows[1]?.choices).toEqual(['Oslo', 'Rome'])
  })

  it('shows a default as it was written', () => {
    const [row] = parameterRows('{"properties":{"x":{"type":"number","default":1.0}}}')
    expect(row?.fallback).toBe('1.0')
  })

  it('gives no rows for schemas it cannot read, rather than failing the page', () => {
    for (const text of ['', '[]', '{"properties":[]}', '{"properties":{"a":7}}', 'null']) {
      expect(() => parameterRows(text)).not.toThrow()
    }
    expect(parameterRows('{"properties":{"a":7}}')).toMatchObject([{ path: 'a', type: 'any' }])
  })

  it('ends on a schema nested very deeply', () => {
    let text = '{"type":"string"}'
    for (let depth = 0; depth < 100; depth++) text = `{"type":"object","properties":{"p":${text}}}`
    expect(parameterRows(text).length).toBeLessThan(20)
  })
})
