import { randomUUID } from 'node:crypto'
import type { Handlers } from '#core/contract/contract.ts'
import type { ToolRow } from '#core/contract/views.ts'
import { Failure } from '#core/failure/failure.ts'
import { toPlain } from '#core/json/convert.ts'
import { tryReadJson } from '#core/json/exact.ts'
import type { ImportReport } from '#core/tool/import-report.ts'
import type { Tool } from '#core/tool/tool.ts'
import { toolSetHash } from '#core/tool/tool-text.ts'
import type { Engine } from '../engine.ts'
import { listToolSets, saveToolSet, sha256 } from '../project/tool-set-records.ts'
import { importFiles } from '../tool-set/read.ts'

type ToolSetCall = Extract<keyof Handlers, `toolSet.${string}`>

interface Draft {
  readonly id: string
  readonly tools: readonly Tool[]
}

/** The parameters that a schema declares, and how many of them it requires. */
function parameterCounts(tool: Tool): { parameters: number; required: number } {
  const schema = toPlain(tryReadJson(tool.parameters) ?? null)
  const { properties, required } =
    typeof schema === 'object' && schema !== null && !Array.isArray(schema)
      ? schema
      : { properties: null, required: null }
  return {
    parameters: typeof properties === 'object' && properties !== null ? Object.keys(properties).length : 0,
    required: Array.isArray(required) ? required.length : 0,
  }
}

const rowOf = (tool: Tool, changed: boolean): ToolRow => ({
  name: tool.name,
  description: tool.description.slice(0, 300),
  category: tool.category ?? '',
  ...parameterCounts(tool),
  changed,
})

const changedNames = (reports: readonly ImportReport[]): Set<string> =>
  new Set(reports.flatMap((report) => report.changed.map((change) => change.tool)))

export function toolSetCalls(engine: Engine): Handlers<ToolSetCall> {
  /** One import at a time is enough: a new one replaces it. */
  let draft: Draft | undefined
  const draftOf = (id: string): Draft => {
    if (draft?.id !== id) throw new Failure('toolSet.draftGone')
    return draft
  }
  const named = (tools: readonly Tool[], name: string): Tool => {
    const tool = tools.find((t) => t.name === name)
    if (!tool) throw new Failure('toolSet.notFound', { name })
    return tool
  }
  return {
    'toolSet.read': async ({ paths }) => {
      const { reports, tools } = await importFiles(paths)
      draft = { id: randomUUID(), tools }
      const changed = changedNames(reports)
      return { draftId: draft.id, reports, rows: tools.map((tool) => rowOf(tool, changed.has(tool.name))) }
    },
    'toolSet.save': async ({ draftId, name, leaveOut }) => {
      const out = new Set(leaveOut)
      const tools = draftOf(draftId).tools.filter((tool) => !out.has(tool.name))
      const project = engine.project()
      const at = engine.deps.now().toISOString()
      const saved = await saveToolSet(project.folder.store, name, tools, toolSetHash(tools, sha256), at)
      await project.tellChanged()
      return saved
    },
    'toolSet.list': () => listToolSets(engine.project().folder.store),
    'toolSet.rows': async ({ id, search, after, limit }) => {
      const { tools } = await engine.project().toolSet(id)
      const wanted = search.trim().toLowerCase()
      const found = tools.filter((tool) =>
        `${tool.name}\n${tool.description}\n${tool.category ?? ''}`.toLowerCase().includes(wanted),
      )
      const start = after === undefined ? 0 : Number(after) || 0
      const rows = found.slice(start, start + limit).map((tool) => rowOf(tool, false))
      const end = start + rows.length
      return { rows, total: found.length, ...(end < found.length ? { next: String(end) } : {}) }
    },
    'toolSet.tool': async ({ id, name }) => named((await engine.project().toolSet(id)).tools, name),
    'toolSet.draftTool': ({ draftId, name }) => named(draftOf(draftId).tools, name),
  }
}
