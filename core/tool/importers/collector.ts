import { type ExactObject, JsonError, type JsonText } from '../../json/exact.ts'
import { printJson } from '../../json/print.ts'
import { compileParameters } from '../compile-parameters.ts'
import type { ImportFormat, ImportReport } from '../import-report.ts'
import type { ImportCode } from '../import-words.ts'
import type { Tool } from '../tool.ts'
import { Notes, Refusal } from './refusal.ts'
import { freeName, legalName } from './tool-name.ts'

/** A tool as an importer found it; the collector gives it its final name. */
export interface FoundTool {
  readonly name: string
  readonly description: string
  readonly parameters: ExactObject
  readonly results?: ExactObject | undefined
  readonly category?: string | undefined
  /** Shown in place of `name` where the importer made that up. */
  readonly sourceName?: string | undefined
}

export interface Imported {
  readonly report: ImportReport
  readonly tools: readonly Tool[]
}

type Changed = { tool: string; what: ImportCode; detail?: string }
type Refused = { where: string; why: ImportCode; detail?: string }

const withDetail = <T extends object>(entry: T, detail: string | undefined): T & { detail?: string } =>
  detail === undefined || detail === '' ? entry : { ...entry, detail: detail.slice(0, 1000) }

/** Gathers the tools of one file: legal names, no name twice, and a place in the report for every entry. */
export class Collector {
  private readonly tools = new Map<string, Tool>()
  private readonly changed: Changed[] = []
  private readonly refused: Refused[] = []
  /** Contents → final name. */
  private readonly seen = new Map<string, string>()
  /** Repetitions by final name; only where records repeat tools by nature. */
  private readonly repeats = new Map<string, number>()
  private readonly mergeRepeats: boolean

  /** `mergeRepeats`: the same tool in another record is no second entry but the same one. */
  constructor(mergeRepeats = false) {
    this.mergeRepeats = mergeRepeats
  }

  refuse(where: string, why: ImportCode, detail?: string): void {
    this.refused.push(withDetail({ where, why }, detail))
  }

  /** Runs `read` for one entry: its tool is taken, or the entry is refused with the reason. */
  entry(where: string, read: (notes: Notes) => FoundTool): void {
    const notes = new Notes()
    this.group(where, () => this.take(read(notes), notes))
  }

  /** Runs what may refuse a part of the file as a whole. */
  group(where: string, run: () => void): void {
    try {
      run()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.refuse(where, error.why, error.detail)
    }
  }

  private take(found: FoundTool, notes: Notes): void {
    const legal = legalName(found.name, notes)
    if (legal === '') throw new Refusal('entry.noName', found.name)
    const parameters = usable(printJson(found.parameters))
    const contents = printJson([found.name, found.description, parameters])
    const before = this.seen.get(contents)
    if (before !== undefined) {
      if (!this.mergeRepeats) throw new Refusal('tool.duplicate', before)
      this.repeats.set(before, (this.repeats.get(before) ?? 1) + 1)
      return
    }
    const name = freeName(legal, this.tools)
    if (name !== legal) notes.add('name.taken', legal)
    this.seen.set(contents, name)
    const sourceName = found.sourceName ?? (name === found.name ? undefined : found.name)
    this.tools.set(name, {
      name,
      description: found.description,
      parameters,
      ...(found.results ? { results: printJson(found.results) } : {}),
      ...(found.category ? { category: found.category } : {}),
      ...(sourceName === undefined ? {} : { sourceName }),
    })
    for (const [what, details] of notes.list) {
      this.changed.push(withDetail({ tool: name, what }, [...details].join(', ')))
    }
  }

  finish(file: string, format: ImportFormat): Imported {
    for (const [tool, times] of this.repeats) {
      this.changed.push({ tool, what: 'tool.repeated', detail: String(times) })
    }
    if (this.tools.size === 0 && this.refused.length === 0) this.refuse('', 'list.empty')
    const report = {
      file,
      format,
      tools: [...this.tools.keys()],
      changed: this.changed,
      refused: this.refused,
    }
    return { report, tools: [...this.tools.values()] }
  }
}

/** The last gate: whatever the source was, a tool that is taken can be checked against. */
function usable(parameters: JsonText): JsonText {
  try {
    compileParameters(parameters)
    return parameters
  } catch (error) {
    if (error instanceof JsonError || error instanceof Error) {
      throw new Refusal('schema.unusable', error.message.slice(0, 200))
    }
    throw error
  }
}
