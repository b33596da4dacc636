import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { importTools } from '#core/tool/import.ts'
import { IMPORT_CODES } from '#core/tool/import-words.ts'
import { TOOL_NAME } from '#core/tool/tool.ts'

const REAL = join(import.meta.dirname, '../../fixtures/import/real')
const seeds = readdirSync(REAL, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'NOTICE')
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .filter((text) => text.length < 12_000)

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  'null',
  '1e999',
  '"$ref":"#"',
  '\n',
  '\t',
  '&a',
  '*a',
  '{}',
  '[]',
  '"type":"x"',
  '\ud800',
  '- ',
  '__proto__',
]
const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 40 }), put: fc.constantFrom(...PIECES, '') })
const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([seed, edits]) =>
    edits.reduce((text, { at, cut, put }) => {
      const i = at % (text.length + 1)
      return text.slice(0, i) + put + text.slice(i + cut)
    }, seed),
  )

const codes = new Set<string>(IMPORT_CODES)

it('takes or refuses any of 1,500 mutated files, never throws, and every code has words', () => {
  let taken = 0
  let refused = 0
  fc.assert(
    fc.property(mutated, (text) => {
      const { report, tools } = importTools('f', text)
      taken += tools.length
      refused += report.refused.length
      expect(tools.length + report.refused.length).toBeGreaterThan(0)
      expect(report.tools).toEqual(tools.map((tool) => tool.name))
      expect(new Set(report.tools).size).toBe(tools.length)
      for (const name of report.tools) expect(name).toMatch(TOOL_NAME)
      for (const { what, tool } of report.changed) {
        expect(codes).toContain(what)
        expect(report.tools).toContain(tool)
      }
      for (const { why } of report.refused) expect(codes).toContain(why)
    }),
    { numRuns: 1500, seed: 7 },
  )
  // The mutations must leave enough whole and break enough for the property to say something.
  expect(taken).toBeGreaterThan(1000)
  expect(refused).toBeGreaterThan(300)
})

const jsonTree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      '',
      'x',
      'string',
      'object',
      '#',
      '#/x',
      'http://a/b',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'type',
        'properties',
        'required',
        'items',
        'enum',
        '$ref',
        'allOf',
        'anyOf',
        'name',
        'parameters',
        'description',
        'function',
        'default',
        'nullable',
        '__proto__',
        'pattern',
        'additionalProperties',
        'if',
        'const',
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value

it('gives each entry of a list of nonsense a place among the tools or the refused', () => {
  const entry = fc.oneof(jsonTree, fc.record({ name: fc.string({ maxLength: 5 }), parameters: jsonTree }))
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
      const control = { name: 'control', description: 'c', parameters: { type: 'object', properties: {} } }
      const { report, tools } = importTools('f', JSON.stringify([control, ...entries]))
      const more = report.refused.some((r) => r.where === '')
      if (!more && report.format !== 'mcp')
        expect(tools.length + report.refused.length).toBe(entries.length + 1)
    }),
    { numRuns: 1500, seed: 11 },
  )
})

const operations = fc.dictionary(
  fc.constantFrom('/a', '/b/{c}', '/', 'x', '/é'),
  fc.dictionary(
    fc.constantFrom('get', 'post', 'put', 'delete'),
    fc.record(
      {
        operationId: fc.string({ maxLength: 4 }),
        parameters: jsonTree,
        requestBody: jsonTree,
        responses: jsonTree,
      },
      { requiredKeys: [] },
    ),
  ),
)

it('gives each operation of an OpenAPI document a place among the tools or the refused', () => {
  fc.assert(
    fc.property(operations, (paths) => {
      const { report, tools } = importTools('f', JSON.stringify({ openapi: '3.0.0', paths }))
      const expected = Object.values(paths).reduce((sum, item) => sum + Object.keys(item).length, 0)
      expect(tools.length + report.refused.filter((r) => r.where !== '').length).toBe(expected)
    }),
    { numRuns: 1500, seed: 13 },
  )
})
