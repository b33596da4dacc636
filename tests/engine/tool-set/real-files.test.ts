import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { TOOL_NAME } from '#core/tool/tool.ts'
import { checkCall } from '#core/tool-call/schema.ts'
import { importFiles } from '#engine/tool-set/read.ts'
import table from '#tests/fixtures/import/table.json' with { type: 'json' }

const COPIED = join(import.meta.dirname, '../../fixtures/import/real')
/** The larger files lie beside the checkout on machines that have them. */
const SHARED = join(import.meta.dirname, '../../../../shared/data')

const counts = (codes: readonly string[]): Record<string, number> => {
  const out: Record<string, number> = {}
  for (const code of codes) out[code] = (out[code] ?? 0) + 1
  return out
}

describe.each(table)('$file', (row) => {
  const file = join(row.copied ? COPIED : SHARED, row.file)
  const here = row.copied || existsSync(file)
  if (!here) console.log(`skipped: ${row.file} is not beside this checkout (shared/data)`)

  it.runIf(here)('comes out as the table says, and its counts add up', async () => {
    const { reports, tools } = await importFiles([file])
    const [report] = reports
    expect(report?.format).toBe(row.format)
    expect(tools.map((tool) => tool.name)).toEqual(report?.tools)
    expect(tools.length).toBe(row.tools)
    expect(counts(report?.refused.map((r) => r.why) ?? [])).toEqual(row.refused)
    expect(counts(report?.changed.map((c) => c.what) ?? [])).toEqual(row.changed)
    const repeated = report?.changed.filter((c) => c.what === 'tool.repeated') ?? []
    const again = repeated.reduce((sum, c) => sum + Number(c.detail) - 1, 0)
    const refused = report?.refused.filter((r) => r.where !== '').length ?? 0
    expect(tools.length + refused + again).toBe(row.entries)
    const known = new Map(tools.map((tool) => [tool.name, tool]))
    expect(known.size).toBe(tools.length)
    for (const tool of tools) {
      expect(tool.name).toMatch(TOOL_NAME)
      const problems = checkCall(known, { name: tool.name, arguments: '{}' as JsonText })
      expect(problems.map((p) => p.code)).not.toContain('tool.badSchema')
    }
  })
})

const slack = join(SHARED, 'openapi/slack-2.0.json')
it.runIf(existsSync(slack))('leaves no token in any of Slack’s tools', async () => {
  const { tools } = await importFiles([slack])
  expect(tools.filter((tool) => /"token":\{/.test(tool.parameters)).map((tool) => tool.name)).toEqual([])
})
