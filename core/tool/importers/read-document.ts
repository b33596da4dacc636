import { type ExactJson, type ExactObject, isExactObject, JsonError, readJson } from '../../json/exact.ts'
import { place } from './place.ts'
import { readYaml } from './read-yaml.ts'
import { Refusal } from './refusal.ts'

/** One candidate for a tool and where it stands: a JSON pointer, or `line 3`, or both. */
export interface Entry {
  readonly where: string
  readonly value: ExactJson
}

/** A file's contents: one object, or a list (JSON list or JSON lines). */
export type SourceDocument =
  | { readonly kind: 'object'; readonly root: ExactObject }
  | {
      readonly kind: 'list'
      readonly entries: readonly Entry[]
      readonly badLines: readonly { readonly where: string; readonly detail: string }[]
    }

export const MOST_ENTRIES = 50_000
const MOST_VALUES = 3_000_000

const explain = (text: string, error: JsonError): string => `${error.reason} (${place(text, error.at)})`
const isDepth = (error: JsonError): boolean => error.reason.startsWith('nested deeper')

/**
 * Whether the text may hold more values than fit in memory: 64 MB of `0,0,0` would take gigabytes as a tree. Commas
 * and brackets inside strings are counted too, which prose does not bring near the limit.
 */
function isDense(text: string): boolean {
  if (text.length <= MOST_VALUES) return false
  let marks = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 44 || c === 91 || c === 123) marks++
  }
  return marks > MOST_VALUES
}

/** Entries of a list with their places. @throws Refusal `list.tooLong` */
export function listEntries(list: readonly ExactJson[], where: string): Entry[] {
  if (list.length > MOST_ENTRIES) throw new Refusal('list.tooLong', String(list.length))
  return list.map((value, i) => ({ where: `${where}/${i}`, value }))
}

function fromValue(value: ExactJson): SourceDocument {
  if (isExactObject(value)) return { kind: 'object', root: value }
  if (Array.isArray(value)) return { kind: 'list', entries: listEntries(value, ''), badLines: [] }
  throw new Refusal('format.unknown')
}

/** One JSON object a line; `undefined` when the first line is not one. Lines that fail are told one by one. */
function readLines(text: string): SourceDocument | undefined {
  const entries: Entry[] = []
  const badLines: { where: string; detail: string }[] = []
  const lines = text.split('\n')
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    if (entries.length + badLines.length >= MOST_ENTRIES)
      throw new Refusal('list.tooLong', String(lines.length))
    try {
      const value = readJson(line)
      if (entries.length === 0 && badLines.length === 0 && !isExactObject(value)) return undefined
      entries.push({ where: `line ${i + 1}`, value })
    } catch (error) {
      if (!(error instanceof JsonError)) throw error
      if (entries.length === 0) return undefined
      badLines.push({ where: `line ${i + 1}`, detail: error.reason })
    }
  }
  return { kind: 'list', entries, badLines }
}

/**
 * Reads JSON, JSON lines (whatever the file is called) or YAML.
 * @throws Refusal when the text is none of them
 */
export function readDocument(text: string): SourceDocument {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text
  const first = /\S/.exec(bare)?.[0]
  if (first === undefined) throw new Refusal('file.empty')
  if (first !== '{' && first !== '[') return fromValue(readYaml(bare))
  if (isDense(bare)) throw new Refusal('file.dense')
  try {
    return fromValue(readJson(bare))
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    if (isDepth(error)) throw new Refusal('file.deep', explain(bare, error))
    const lines = first === '{' ? readLines(bare) : undefined
    if (lines) return lines
    throw new Refusal('json.bad', explain(bare, error))
  }
}
