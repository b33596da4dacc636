import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'
import type { ImportFormat } from '../import-report.ts'
import { importBfclFunctions, importBfclRows } from './bfcl.ts'
import { Collector, type Imported } from './collector.ts'
import { importMcpReplies, importMcpTools, importToucan, isRpc } from './mcp.ts'
import { importDomains, importFunctions, importRecords, toolsOf } from './openai.ts'
import { importOpenApi } from './openapi.ts'
import { type Entry, listEntries, type SourceDocument } from './read-document.ts'
import { Refusal } from './refusal.ts'
import { importFlat, importTools } from './toolbench.ts'

/** A layout, once recognised: how to import it. */
interface Found {
  readonly format: ImportFormat
  /** The same tool stands in many records by nature. */
  readonly records?: boolean
  readonly run: (out: Collector) => void
}

const has = (value: ExactJson, ...keys: string[]): value is ExactObject =>
  isExactObject(value) && keys.every((key) => value.has(key))
const at = (value: ExactJson | undefined, ...keys: string[]): ExactJson | undefined => {
  let found = value
  for (const key of keys) found = isExactObject(found) ? found.get(key) : undefined
  return found
}

/** `parameters` without properties at its top or below may still be Python-typed; the first level decides. */
const isPythonTyped = (entry: ExactObject): boolean =>
  at(entry, 'parameters', 'type') === 'dict' || at(entry, 'function', 'parameters', 'type') === 'dict'

const isFunction = (value: ExactJson): value is ExactObject =>
  isExactObject(value) &&
  (isExactObject(value.get('function')) ||
    value.get('type') === 'function' ||
    (value.has('name') && ['parameters', 'arguments', 'description'].some((key) => value.has(key))))
const isMcpTool = (value: ExactJson): boolean =>
  has(value, 'name', 'inputSchema') || has(value, 'name', 'input_schema')
const isFlat = (value: ExactJson): boolean =>
  isFunction(value) &&
  (typeof value.get('category') === 'string' || Array.isArray(at(value, 'parameters', 'optional')))

type Rule = readonly [(value: ExactJson) => boolean, (entries: readonly Entry[]) => Found]

/** What an entry of a list may be, most telling first. The first rule that any entry meets decides for the list. */
const ENTRY_RULES: readonly Rule[] = [
  [
    (v) => isRpc(v) || has(v, 'request', 'response'),
    (entries) => ({ format: 'mcp', run: (out) => importMcpReplies(entries, out) }),
  ],
  [
    (v) => has(v, 'api_list', 'query') || has(v, 'api_list', 'query_id'),
    (entries) => ({ format: 'toolbench-query', records: true, run: (out) => importTools(entries, out) }),
  ],
  [
    (v) => has(v, 'api_list'),
    (entries) => ({ format: 'toolbench-tool', run: (out) => importTools(entries, out) }),
  ],
  [
    (v) => has(v, 'question', 'function') || has(v, 'involved_classes'),
    (entries) => ({ format: 'bfcl', records: true, run: (out) => importBfclRows(entries, out) }),
  ],
  [isMcpTool, (entries) => ({ format: 'mcp', run: (out) => importMcpTools(entries, undefined, out) })],
  [
    (v) => isFunction(v) && isPythonTyped(v),
    (entries) => ({ format: 'bfcl', run: (out) => importBfclFunctions(entries, out) }),
  ],
  [isFlat, (entries) => ({ format: 'toolbench-flat', run: (out) => importFlat(entries, out) })],
  [isFunction, (entries) => ({ format: 'openai', run: (out) => importFunctions(entries, {}, out) })],
  [
    (v) => toolsOf(v, 'tools') !== undefined || toolsOf(v, 'functions') !== undefined,
    (entries) => ({
      format: 'openai',
      records: true,
      run: (out) => importRecords(entries, ['tools', 'functions'], {}, out),
    }),
  ],
  [
    (v) => has(v, 'api_call', 'api_name'),
    (entries) => ({
      format: 'unknown',
      run: (out) => {
        for (const { where } of entries) out.refuse(where, 'apizoo.freeText')
      },
    }),
  ],
]

function findList(entries: readonly Entry[]): Found | undefined {
  for (const [meets, found] of ENTRY_RULES) {
    if (entries.some(({ value }) => meets(value))) return found(entries)
  }
  return undefined
}

/** The list inside an object that only wraps it. */
function findWrapped(root: ExactObject): Found | undefined {
  for (const path of [['tools'], ['functions'], ['answer_generation', 'function']]) {
    const list = at(root, ...path)
    if (!Array.isArray(list)) continue
    const found = findList(listEntries(list, `/${path.join('/')}`))
    if (path.length > 1) {
      return {
        format: 'toolbench-flat',
        run: (out) => importFlat(listEntries(list, `/${path.join('/')}`), out),
      }
    }
    return found ?? (list.length === 0 ? { format: 'openai', run: () => undefined } : undefined)
  }
  return undefined
}

function findDomains(root: ExactObject): Found | undefined {
  const domains = [...root].filter(([, domain]) => Array.isArray(at(domain, 'tools')))
  if (domains.length === 0 || domains.length < root.size) return undefined
  return { format: 'openai', run: (out) => importDomains(domains, out) }
}

function findObject(root: ExactObject): Found | undefined {
  if (root.has('openapi') || root.has('swagger')) {
    return { format: 'openapi', run: (out) => importOpenApi(root, out) }
  }
  const crawled = at(root, 'metadata', 'remote_server_response', 'tools')
  if (Array.isArray(crawled)) return { format: 'mcp', run: (out) => importToucan(root, crawled, out) }
  const isReply = isRpc(root) || isExactObject(root.get('result'))
  const whole = [{ where: '', value: root }]
  if (isReply) return { format: 'mcp', run: (out) => importMcpReplies(whole, out) }
  return findWrapped(root) ?? findDomains(root) ?? findList(whole)
}

/** @throws Refusal `format.unknown`, or `list.tooLong` */
export function importSource(file: string, source: SourceDocument): Imported {
  if (source.kind === 'object') {
    const found = findObject(source.root)
    if (!found) throw new Refusal('format.unknown')
    return run(file, found, [])
  }
  if (source.entries.length === 0 && source.badLines.length === 0) throw new Refusal('list.empty')
  const found = findList(source.entries)
  if (!found) throw new Refusal('format.unknown')
  return run(file, found, source.badLines)
}

function run(file: string, found: Found, badLines: readonly { where: string; detail: string }[]): Imported {
  const out = new Collector(found.records)
  found.run(out)
  for (const { where, detail } of badLines) out.refuse(where, 'json.badLine', detail)
  return out.finish(file, found.format)
}
