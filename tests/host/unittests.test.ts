/** The kit's own tests, in the language they are of; each file says what it catches. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { python, pythonProblem } from '#tests/helpers/python.ts'

const files = readdirSync(import.meta.dirname).filter((name) => /^test_\w+\.py$/.test(name))

describe.skipIf(pythonProblem() !== undefined)('the host kit', () => {
  it.concurrent.each(files)(
    'passes %s',
    async (file) => {
      const end = await python([join(import.meta.dirname, file)])
      expect(end.code, end.err).toBe(0)
      expect(end.err).toMatch(/Ran \d+ tests/)
    },
    180_000,
  )
})
