import type { ImportFormat, ImportReport } from './import-report.ts'
import type { ImportCode } from './import-words.ts'
import type { Imported } from './importers/collector.ts'
import { importSource } from './importers/detect.ts'
import { readDocument } from './importers/read-document.ts'
import { Refusal } from './importers/refusal.ts'
import { freeName } from './importers/tool-name.ts'
import type { Tool } from './tool.ts'
import { toolText } from './tool-text.ts'

export type { Imported } from './importers/collector.ts'

/** The outcome for a file that gave nothing at all. */
export function refusedFile(
  file: string,
  why: ImportCode,
  detail?: string,
  format: ImportFormat = 'unknown',
): Imported {
  const refused = { where: '', why, ...(detail === undefined ? {} : { detail }) }
  return { report: { file, format, tools: [], changed: [], refused: [refused] }, tools: [] }
}

/**
 * Reads the tools of one file, in whatever layout it is. Never throws for what the text holds: each entry of the
 * file is among the tools or among the refused, with a code that `sayImport` puts in words.
 */
export function importTools(file: string, text: string): Imported {
  try {
    return importSource(file, readDocument(text))
  } catch (error) {
    if (error instanceof Refusal) return refusedFile(file, error.why, error.detail)
    throw error
  }
}

interface Renamed {
  readonly name: string
  readonly from: string
}

/** One file's tools beside those taken before: the same tool is refused, another of the same name is renamed. */
function mergeOne(one: Imported, taken: Map<string, Tool>, fileOf: Map<string, string>): ImportReport {
  const renamed: Renamed[] = []
  const dropped: { where: string; why: ImportCode; detail: string }[] = []
  const names = new Map<string, string>()
  for (const tool of one.tools) {
    const before = taken.get(tool.name)
    if (before && toolText(before, 'compact') === toolText(tool, 'compact')) {
      dropped.push({ where: tool.name, why: 'tool.duplicate', detail: fileOf.get(tool.name) ?? '' })
      continue
    }
    const name = freeName(tool.name, taken)
    names.set(tool.name, name)
    if (name !== tool.name) renamed.push({ name, from: tool.name })
    taken.set(name, name === tool.name ? tool : { ...tool, name, sourceName: tool.sourceName ?? tool.name })
    fileOf.set(name, one.report.file)
  }
  const kept = one.report.changed.flatMap((change) => {
    const tool = names.get(change.tool)
    return tool === undefined ? [] : [{ ...change, tool }]
  })
  const renames = renamed.map(({ name, from }) => ({ tool: name, what: 'name.taken' as const, detail: from }))
  return {
    ...one.report,
    tools: [...names.values()],
    changed: [...kept, ...renames],
    refused: [...one.report.refused, ...dropped],
  }
}

/** Joins the tools of several files into one list, in the order given; every alteration is in the file's report. */
export function mergeImports(list: readonly Imported[]): { reports: ImportReport[]; tools: Tool[] } {
  const taken = new Map<string, Tool>()
  const fileOf = new Map<string, string>()
  const reports = list.map((one) => mergeOne(one, taken, fileOf))
  return { reports, tools: [...taken.values()] }
}
