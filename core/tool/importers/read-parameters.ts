import { type ExactJson, type ExactObject, isExactObject, tryReadJson } from '../../json/exact.ts'
import { fixRequired } from './read-properties.ts'
import { SchemaReader } from './read-schema.ts'
import { resolveRef } from './ref.ts'
import { Refusal } from './refusal.ts'
import type { SchemaRules } from './schema-rules.ts'

const SCHEMA_WORDS = [
  ...['type', 'properties', 'required', '$ref', 'anyOf', 'oneOf', 'allOf', 'additionalProperties', '$defs'],
  ...['patternProperties', 'description', '$schema', 'title'],
]

/** `{"city": {"type": "string"}}`: properties without the schema around them. */
function isBareProperties(value: ExactObject): boolean {
  if (value.size === 0 || SCHEMA_WORDS.some((word) => value.has(word) && !isExactObject(value.get(word))))
    return false
  if (value.has('properties') || value.has('$defs')) return false
  return [...value.values()].every((v) => isExactObject(v) && (v.has('type') || v.has('description')))
}

function asSchema(value: ExactJson, rules: SchemaRules): ExactJson {
  if (typeof value === 'string' && value.trim() !== '') {
    rules.notes.add('parameters.text')
    return tryReadJson(value) ?? value
  }
  if (Array.isArray(value)) return new Map([['properties', value]])
  if (isExactObject(value) && isBareProperties(value)) {
    rules.notes.add('parameters.wrapped')
    return new Map([['properties', value]])
  }
  return value
}

/** `type: object` and `properties` first; nothing else is moved. */
function asObject(schema: ExactObject): ExactObject {
  const out: ExactObject = new Map<string, ExactJson>()
  if (!schema.has('type')) out.set('type', 'object')
  for (const [key, value] of schema) out.set(key, key === 'type' ? 'object' : value)
  if (!out.has('properties')) out.set('properties', new Map())
  return out
}

const allowsObject = (type: ExactJson | undefined): boolean =>
  type === undefined || type === 'object' || (Array.isArray(type) && type.includes('object'))

/**
 * A tool's parameters as a JSON Schema of type object. Absent parameters are an empty object; a list of named
 * items, a bare map of properties and JSON inside a text are understood.
 * @throws Refusal `parameters.notObject`, or a reference's reason
 */
export function readParameters(value: ExactJson | undefined, rules: SchemaRules): ExactObject {
  if (value === undefined || value === null || value === '') return asObject(new Map())
  const source = asSchema(value, rules)
  if (!isExactObject(source)) throw new Refusal('parameters.notObject')
  const inside: SchemaRules = { ...rules, resolve: (ref) => resolveRef(source, ref) }
  const schema = new SchemaReader(inside).read(source)
  if (!allowsObject(schema.get('type'))) {
    const type = schema.get('type')
    throw new Refusal('parameters.notObject', typeof type === 'string' ? type : undefined)
  }
  const parameters = asObject(schema)
  fixRequired(parameters, source, rules.notes)
  return parameters
}
