import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'
import type { Notes } from './refusal.ts'
import type { ReadsSchemas } from './schema-rules.ts'
import { asType } from './schema-type.ts'
import { freeName } from './tool-name.ts'

const INVISIBLE = /[\u0000-\u001f\u007f\u200b\u2060\ufeff]/g
/** Without control characters and space at the ends: `date<TAB>` is `date`. */
export const parameterName = (name: string): string => name.replace(INVISIBLE, '').trim()

/** `{name, …}` items as a map; the first of a repeated name is kept. */
export function propertiesFromList(list: readonly ExactJson[], reader: ReadsSchemas): ExactObject {
  const { notes } = reader.rules
  const out: ExactObject = new Map()
  for (const item of list) {
    const name = isExactObject(item) ? item.get('name') : undefined
    if (!isExactObject(item) || typeof name !== 'string' || parameterName(name) === '')
      notes.add('parameter.nameless')
    else if (out.has(parameterName(name))) notes.add('parameter.repeated', name)
    else out.set(parameterName(name), new Map([...item].filter(([key]) => key !== 'name')))
    if (typeof name === 'string' && name !== parameterName(name))
      notes.add('parameter.renamed', JSON.stringify(name))
  }
  return out
}

const typeOf = (schema: ExactObject): string | undefined => {
  const type = schema.get('type')
  return typeof type === 'string' ? type : undefined
}

/** In ToolBench a required parameter's default is an example, and most defaults are texts whatever the type. */
function exampleDefault(reader: ReadsSchemas, name: string, schema: ExactObject, required: boolean): void {
  const { notes } = reader.rules
  const source = schema.get('default')
  if (source === undefined) return
  schema.delete('default')
  if (source === '' || source === null) return
  const value = asType(source, typeOf(schema))
  if (value === undefined) notes.add('default.dropped', name)
  else if (value !== source) notes.add('default.type', name)
  if (value !== undefined && required) {
    notes.add('default.example', name)
    schema.set('examples', [value])
  } else if (value !== undefined) schema.set('default', value)
}

/**
 * Reads `properties` (a map, or a list of named items) into `out`, together with `required: true` on a property.
 * `required` is the list beside them.
 */
export function readProperties(
  reader: ReadsSchemas,
  out: ExactObject,
  value: ExactJson,
  required: ExactJson | undefined,
  depth: number,
): void {
  const { notes, exampleDefaults } = reader.rules
  const source = Array.isArray(value) ? propertiesFromList(value, reader) : value
  if (!isExactObject(source)) notes.add('schema.repaired', 'properties')
  const listed = new Set(Array.isArray(required) ? required : [])
  const read: ExactObject = new Map()
  for (const [sourceName, schema] of isExactObject(source) ? source : []) {
    const name = nameOf(sourceName, schema, read, reader)
    if (name === undefined) continue
    const property = reader.read(schema, depth + 1)
    const own = isExactObject(schema) && schema.get('required') === true
    if (own && !listed.has(sourceName)) {
      if (!Array.isArray(value)) notes.add('required.moved', name)
      addRequired(out, [name])
    }
    if (exampleDefaults) exampleDefault(reader, name, property, own || listed.has(sourceName))
    read.set(name, property)
  }
  out.set('properties', read)
}

/** The property's name, or nothing when it is not to be taken. */
function nameOf(
  source: string,
  schema: ExactJson,
  taken: ExactObject,
  { rules: { notes, dropReadOnly } }: ReadsSchemas,
): string | undefined {
  const bare = parameterName(source)
  if (bare === '') notes.add('parameter.nameless')
  if (bare === '' || (dropReadOnly && isExactObject(schema) && schema.get('readOnly') === true))
    return undefined
  const name = freeName(bare, taken)
  if (name !== source) notes.add('parameter.renamed', `${JSON.stringify(source)} → ${name}`)
  return name
}

/** Adds names to a schema's required list, each once. */
export function addRequired(out: ExactObject, names: readonly string[]): void {
  const before = out.get('required')
  out.set('required', [...new Set([...(Array.isArray(before) ? before : []), ...names])])
}

/**
 * Names that are required but not described cannot be asked for; they are taken off the list and told. `source` is
 * the schema before it was read: what was left out on purpose is not told again.
 */
export function fixRequired(schema: ExactObject, source: ExactObject, notes: Notes): void {
  const properties = schema.get('properties')
  const required = schema.get('required')
  if (!isExactObject(properties) || !Array.isArray(required)) return
  if (['allOf', 'anyOf', 'oneOf', 'if'].some((key) => schema.has(key))) return
  const left = required.filter((name) => typeof name === 'string' && properties.has(name))
  if (left.length === required.length) return
  const before = source.get('properties')
  for (const name of required) {
    if (typeof name !== 'string' || properties.has(name)) continue
    if (!isExactObject(before) || !before.has(name)) notes.add('required.unknown', name)
  }
  if (left.length > 0) schema.set('required', left)
  else schema.delete('required')
}
