import { type ExactJson, ExactNumber, type ExactObject, isExactObject } from '../../json/exact.ts'

const TYPES: Readonly<Record<string, string>> = {
  str: 'string',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  NoneType: 'null',
  'empty list': 'array',
  'empty dict': 'object',
}
const MOST = 200

/** Reads one template; `left.values` says how many values may still be written. */
function readValue(value: ExactJson, depth: number, left: { values: number }): ExactObject {
  const out: ExactObject = new Map()
  if (--left.values < 0 || depth > 8) return out
  if (isExactObject(value)) {
    const properties: ExactObject = new Map()
    for (const [key, v] of value)
      if (key !== '_list_length') properties.set(key, readValue(v, depth + 1, left))
    return out.set('type', 'object').set('properties', properties)
  }
  if (Array.isArray(value)) {
    const [item] = value
    out.set('type', 'array')
    return item === undefined ? out : out.set('items', readValue(item, depth + 1, left))
  }
  if (typeof value === 'string' && Object.hasOwn(TYPES, value)) out.set('type', TYPES[value] ?? '')
  if (typeof value === 'boolean') out.set('type', 'boolean')
  if (value instanceof ExactNumber) out.set('type', 'number')
  return out
}

/** ToolBench's `template_response` (`{"id": "int", "tags": ["str"]}`) as a JSON Schema; nothing for an empty one. */
export function readTemplate(template: ExactJson | undefined): ExactObject | undefined {
  if (!isExactObject(template) && !Array.isArray(template)) return undefined
  const schema = readValue(template, 0, { values: MOST })
  const properties = schema.get('properties')
  return isExactObject(properties) && properties.size === 0 ? undefined : schema
}
