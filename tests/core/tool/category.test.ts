import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importTools } from '#core/tool/import.ts'

const SAMPLE = join(import.meta.dirname, '../../../resources/sample')

describe('categories of imported tools', () => {
  // Without them a dialog's tools are drawn from one heap, and no wish can be known to be for another kind of tool.
  it.each(['tools.json', 'small-tools.json'])('are kept where they stand beside the function: %s', (file) => {
    const { tools } = importTools(file, readFileSync(join(SAMPLE, file), 'utf8'))
    expect(tools.every(({ category }) => category !== undefined)).toBe(true)
    expect(new Set(tools.map(({ category }) => category)).size).toBeGreaterThan(8)
  })
})
