import { type ExactJson, ExactNumber, isExactObject } from '../../json/exact.ts'
import type { SchemaRules } from './schema-rules.ts'

export const isRegExp = (pattern: string): boolean => {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

type Form = (value: ExactJson) => boolean
const isNumber: Form = (v) => v instanceof ExactNumber
const isString: Form = (v) => typeof v === 'string'
const isBoolean: Form = (v) => typeof v === 'boolean'
const isListOfNames: Form = (v) => Array.isArray(v) && v.every(isString)

/** Keywords whose values are no schemas, and the form each must have. */
const FORMS: ReadonlyMap<string, Form> = new Map([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map(
    (k) => [k, isNumber] as const,
  ),
  ...['minLength', 'maxLength', 'minItems', 'maxItems'].map((k) => [k, isNumber] as const),
  ...['minProperties', 'maxProperties', 'minContains', 'maxContains'].map((k) => [k, isNumber] as const),
  ['uniqueItems', isBoolean],
  ['deprecated', isBoolean],
  ['title', isString],
  ['format', isString],
  ['description', isString],
  ['enum', (v) => Array.isArray(v) && v.length > 0],
  ['examples', (v) => Array.isArray(v)],
  ['dependentRequired', (v) => isExactObject(v) && [...v.values()].every(isListOfNames)],
  ['default', () => true],
  ['const', () => true],
])

/** Of use to a reader of the source only; a schema that is made anew does without. */
const NOT_IN_OPENAPI = new Set(['examples', 'deprecated'])

const isScalar: Form = (v) => typeof v !== 'object' || v === null || v instanceof ExactNumber

/** The value to write for a keyword that holds no schema; `undefined` leaves it out. */
export function plainKeyword(key: string, value: ExactJson, rules: SchemaRules): ExactJson | undefined {
  const { keep, notes } = rules
  if (key === 'pattern') {
    if (typeof value === 'string' && isRegExp(value)) return value
    notes.add('pattern.dropped', String(value))
    return undefined
  }
  if ((key === 'title' && rules.dropTitles) || (!keep && NOT_IN_OPENAPI.has(key))) return undefined
  const form = FORMS.get(key)
  if (form === undefined) return keep ? unknownKeyword(key, value, rules) : undefined
  if (key === 'description' && typeof value === 'string') return rules.text(value) || undefined
  if (form(value)) return value
  // `exclusiveMinimum: true` is draft 4 and read with its bound.
  if (typeof value !== 'boolean' || form !== isNumber) notes.add('schema.repaired', key)
  return undefined
}

/** A nested value under an unknown word could be read as a schema by somebody. */
function unknownKeyword(key: string, value: ExactJson, rules: SchemaRules): ExactJson | undefined {
  if (isScalar(value)) return value
  rules.notes.add('schema.keyword', key)
  return undefined
}
