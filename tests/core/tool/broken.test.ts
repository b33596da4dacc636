import { describe, expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { importTools } from '#core/tool/import.ts'
import { TOOL_NAME } from '#core/tool/tool.ts'
import { checkCall } from '#core/tool-call/schema.ts'
import { BROKEN } from '#tests/fixtures/import/broken.ts'

describe('broken and odd files come out as the table says', () => {
  it('has at least 60 rows, each with its own name', () => {
    expect(BROKEN.length).toBeGreaterThanOrEqual(60)
    expect(new Set(BROKEN.map((row) => row.name)).size).toBe(BROKEN.length)
  })

  it.each(BROKEN)('$name', (row) => {
    const { report, tools } = importTools('f', typeof row.text === 'string' ? row.text : row.text())
    expect({
      format: report.format,
      tools: report.tools,
      refused: report.refused.map((r) => r.why),
      changed: [...new Set(report.changed.map((c) => c.what))].sort(),
    }).toEqual({
      format: row.format,
      tools: row.tools,
      refused: row.refused ?? [],
      changed: [...(row.changed ?? [])].sort(),
    })
    const known = new Map(tools.map((tool) => [tool.name, tool]))
    for (const tool of tools) {
      expect(tool.name).toMatch(TOOL_NAME)
      const problems = checkCall(known, { name: tool.name, arguments: '{}' as JsonText })
      expect(problems.map((p) => p.code)).not.toContain('tool.badSchema')
    }
  })
})
