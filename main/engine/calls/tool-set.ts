import { randomUUID } from 'node:crypto'
import type { Handlers } from '#core/contract/contract.ts'
import type { ToolRow } from '#core/contract/views.ts'
import { Failure } from '#core/failure/failure.ts'
import { toPlain } from '#core/json/convert.ts'
import { tryReadJson } from '#core/json/exact.ts'
import type { ImportReport } from '#core/tool/import-report.ts'
import { type LintCode, type LintFinding, lintTools } from '#core/tool/lint.ts'
import type { Tool } from '#core/tool/tool.ts'
import { toolSetHash } from '#core/tool/tool-text.ts'
import { listToolSets, saveToolSet, sha256 } from '../project/tool-set-records.ts'
import { importFiles } from '../tool-set/read.ts'
import type { EngineHost } from './engine-host.ts'
import { addSampleSet, EVERYDAY_SET } from './sample-sets.ts'

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

const concernedBy = (findings: readonly LintFinding[], code: LintCode): string[] =>
  findings.filter((finding) => finding.code === code).map((finding) => finding.tool)

const changedNames = (reports: readonly ImportReport[]): Set<string> =>
  new Set(reports.flatMap((report) => report.changed.map((change) => change.tool)))

/** The tools of a set stay in memory as they are, and so does what was found in them. */
const found = new WeakMap<readonly Tool[], LintFinding[]>()
function findingsOf(tools: readonly Tool[]): LintFinding[] {
  const known = found.get(tools) ?? lintTools(tools)
  found.set(tools, known)
  return known
}

export function toolSetCalls(engine: EngineHost): Handlers<ToolSetCall> {
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
    'toolSet.addSample': async () => {
      const project = engine.project()
      const saved = await addSampleSet(engine, EVERYDAY_SET)
      await project.tellChanged()
      return saved
    },
    'toolSet.read': async ({ paths }) => {
      const { reports, tools } = await importFiles(paths)
      draft = { id: randomUUID(), tools }
      const changed = changedNames(reports)
      const rows = tools.map((tool) => rowOf(tool, changed.has(tool.name)))
      return { draftId: draft.id, reports, rows, findings: findingsOf(tools) }
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
    'toolSet.rows': async ({ id, search, finding, after, limit }) => {
      const { tools } = await engine.project().toolSet(id)
      const wanted = search.trim().toLowerCase()
      const concerned = finding && new Set(concernedBy(findingsOf(tools), finding))
      const fitting = tools.filter(
        (tool) =>
          (concerned?.has(tool.name) ?? true) &&
          `${tool.name}\n${tool.description}\n${tool.category ?? ''}`.toLowerCase().includes(wanted),
      )
      const start = after === undefined ? 0 : Number(after) || 0
      const rows = fitting.slice(start, start + limit).map((tool) => rowOf(tool, false))
      const end = start + rows.length
      return { rows, total: fitting.length, ...(end < fitting.length ? { next: String(end) } : {}) }
    },
    'toolSet.findings': async ({ id }) => findingsOf((await engine.project().toolSet(id)).tools),
    'toolSet.tool': async ({ id, name }) => named((await engine.project().toolSet(id)).tools, name),
    'toolSet.draftTool': ({ draftId, name }) => named(draftOf(draftId).tools, name),
  }
}
