/** What a tool's own definition says: such values need not be said by anybody. */
import { jsonEqual } from '../json/equal.ts'
import { type ExactJson, type ExactObject, isExactObject, tryReadJson } from '../json/exact.ts'
import type { Tool } from '../tool/tool.ts'
import { bare, loose } from './said.ts'

const schemas = new WeakMap<Tool, ExactJson>()

export function parametersOf(tool: Tool): ExactJson {
  let schema = schemas.get(tool)
  if (schema === undefined) {
    schema = tryReadJson(tool.parameters) ?? new Map()
    schemas.set(tool, schema)
  }
  return schema
}

/** The schema of a property or of a list's items; undefined where it is not spelled out in place. */
export function schemaAt(schema: ExactJson | undefined, key: string | number): ExactJson | undefined {
  if (!isExactObject(schema)) return undefined
  if (typeof key === 'number') return schema.get('items')
  const properties = schema.get('properties')
  return isExactObject(properties) ? properties.get(key) : undefined
}

const holds = (list: ExactJson | undefined, value: ExactJson): boolean =>
  Array.isArray(list) && list.some((one) => jsonEqual(one, value))

const spoken = (schema: ExactObject, key: string): string => {
  const text = schema.get(key)
  return typeof text === 'string' ? loose(text) : ''
}

/** A closed choice, a default or an example of the schema, or a word of its description. */
export function isVocabulary(schema: ExactJson | undefined, value: ExactJson, tool: Tool): boolean {
  if (!isExactObject(schema)) return false
  if (schema.has('enum') || schema.has('const')) return true
  const given = schema.get('default')
  if (given !== undefined && jsonEqual(given, value)) return true
  if (holds(schema.get('examples'), value)) return true
  if (typeof value !== 'string') return false
  const wanted = bare(loose(value))
  if (wanted === '') return true
  const words = `${spoken(schema, 'description')} ${spoken(schema, 'title')} ${spoken(schema, 'format')}`
  return bare(words).includes(wanted) || bare(loose(tool.description)).includes(wanted)
}
