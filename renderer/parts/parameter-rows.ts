/** A tool's parameters as rows of a form; nested objects are rows too, by path. */
import { type ExactJson, type ExactObject, isExactObject, tryReadJson } from '#core/json/exact.ts'
import { printJson } from '#core/json/print.ts'
import { plainValue } from './pretty-json.ts'

export interface ParameterRow {
  /** `address.city`, `items[]`. */
  readonly path: string
  readonly depth: number
  readonly type: string
  readonly required: boolean
  readonly description: string
  readonly choices: readonly string[]
  readonly fallback?: string
}

const DEEPEST = 6
const MOST = 500

const textOf = (value: ExactJson | undefined): string => (typeof value === 'string' ? value : '')

function typeOf(schema: ExactObject): string {
  const type = schema.get('type')
  if (typeof type === 'string') {
    const items = schema.get('items')
    return type === 'array' && isExactObject(items) ? `${typeOf(items)}[]` : type
  }
  if (Array.isArray(type)) return type.map(plainValue).join(' | ')
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const parts = schema.get(key)
    if (Array.isArray(parts)) return parts.map((p) => (isExactObject(p) ? typeOf(p) : 'any')).join(' | ')
  }
  return schema.has('enum') || schema.has('const') ? 'value' : 'any'
}

function walk(schema: ExactObject, path: string, depth: number, rows: ParameterRow[]): void {
  const properties = schema.get('properties')
  const needed = schema.get('required')
  if (!isExactObject(properties) || depth > DEEPEST) return
  for (const [name, property] of properties) {
    if (rows.length >= MOST) return
    const own: ExactObject = isExactObject(property) ? property : new Map()
    const choices = own.get('enum')
    const fallback = own.get('default')
    const at = path === '' ? name : `${path}.${name}`
    rows.push({
      path: at,
      depth,
      type: typeOf(own),
      required: Array.isArray(needed) && needed.includes(name),
      description: textOf(own.get('description')),
      choices: Array.isArray(choices) ? choices.map(plainValue) : [],
      ...(fallback === undefined ? {} : { fallback: printJson(fallback) }),
    })
    walk(own, at, depth + 1, rows)
    const items = own.get('items')
    if (isExactObject(items)) walk(items, `${at}[]`, depth + 1, rows)
  }
}

/** @param parameters JSON Schema of type object, as text */
export function parameterRows(parameters: string): ParameterRow[] {
  const schema = tryReadJson(parameters)
  const rows: ParameterRow[] = []
  if (isExactObject(schema)) walk(schema, '', 0, rows)
  return rows
}
