import { expect, it } from 'vitest'
import { IMPORT_CODES, sayImport } from '#core/tool/import-words.ts'
import { LINT_CODES } from '#core/tool/lint.ts'
import { nameLint, sayLint } from '#core/tool/lint-words.ts'
import { BROKEN } from '#tests/fixtures/import/broken.ts'
import table from '#tests/fixtures/import/table.json' with { type: 'json' }

it.each(IMPORT_CODES)('says %s in English and in Chinese', (code) => {
  expect(sayImport(code, 'en')).toMatch(/^[A-Z“].*\.$/)
  expect(sayImport(code, 'zh')).toMatch(/\p{Script=Han}.*。$/u)
})

it.each(LINT_CODES)('says %s in English and in Chinese', (code) => {
  expect(sayLint(code, 'en')).toMatch(/^[A-Z].*\.$/)
  expect(sayLint(code, 'zh')).toMatch(/\p{Script=Han}.*。$/u)
  expect(nameLint(code, 'en')).toMatch(/^[a-z -]{5,24}$/)
  expect(nameLint(code, 'zh')).toMatch(/^\p{Script=Han}{2,8}$/u)
})

it('shows a code that it does not know as it is', () => {
  expect(sayImport('no.such', 'zh')).toBe('no.such')
})

it('has no words for what never happens: each code stands in a table, or comes from reading the file', () => {
  const fromReading = [
    'file.large',
    'file.notFile',
    'file.link',
    'file.denied',
    'file.zip',
    'gzip.broken',
    'encoding.utf8',
    'encoding.binary',
    'yaml.large',
  ]
  const shown = new Set([
    ...fromReading,
    ...BROKEN.flatMap((row) => [...(row.refused ?? []), ...(row.changed ?? [])]),
    ...table.flatMap((row) => [...Object.keys(row.refused), ...Object.keys(row.changed)]),
  ])
  expect(IMPORT_CODES.filter((code) => !shown.has(code))).toEqual([])
})
