/** Function lists as model APIs take them, and the plain lists that other formats shrink to. */
import { type ExactJson, isExactObject, tryReadJson } from '../../json/exact.ts'
import type { Collector } from './collector.ts'
import { type FunctionLayout, readFunction } from './functions.ts'
import type { Entry } from './read-document.ts'
import { listEntries } from './read-document.ts'

export function importFunctions(entries: readonly Entry[], layout: FunctionLayout, out: Collector): void {
  for (const { where, value } of entries) out.entry(where, (notes) => readFunction(value, layout, notes))
}

/** The list of tools inside a record (`tools`, `functions`), also when it is JSON inside a text. */
export function toolsOf(value: ExactJson, key: string): ExactJson[] | undefined {
  if (!isExactObject(value)) return undefined
  const list = value.get(key)
  const read = typeof list === 'string' ? tryReadJson(list) : list
  return Array.isArray(read) ? read : undefined
}

/** Rows that carry their own tools: `{messages, tools}`, `{question, function}`. */
export function importRecords(
  entries: readonly Entry[],
  keys: readonly string[],
  layout: FunctionLayout,
  out: Collector,
): void {
  for (const { where, value } of entries) {
    const found = keys
      .map((key) => ({ key, list: toolsOf(value, key) }))
      .filter(({ list }) => list !== undefined)
    if (found.length === 0) {
      out.refuse(where, isExactObject(value) ? 'entry.unknown' : 'entry.notObject')
    }
    for (const { key, list } of found)
      importFunctions(listEntries(list ?? [], `${where}/${key}`), layout, out)
  }
}

/** τ²: `{domain: {description, tools: [{name, parameters: [{name, type, required}]}]}}`; the domain is the category. */
export function importDomains(domains: readonly (readonly [string, ExactJson])[], out: Collector): void {
  for (const [category, domain] of domains) {
    importFunctions(listEntries(toolsOf(domain, 'tools') ?? [], `/${category}/tools`), { category }, out)
  }
}
