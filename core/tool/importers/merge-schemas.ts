import { jsonEqual } from '../../json/equal.ts'
import { type ExactJson, ExactNumber, type ExactObject, isExactObject } from '../../json/exact.ts'

const typesOf = (value: ExactJson): string[] =>
  (Array.isArray(value) ? value : [value]).filter((v) => typeof v === 'string')

function commonTypes(a: ExactJson, b: ExactJson): ExactJson | undefined {
  const left = typesOf(a)
  const right = typesOf(b)
  const both = left.filter((t) => right.includes(t) || (t === 'integer' && right.includes('number')))
  if (right.includes('integer') && left.includes('number') && !both.includes('integer')) both.push('integer')
  return both.length === 0 ? undefined : both.length === 1 ? both[0] : both
}

const union = (a: ExactJson, b: ExactJson): ExactJson | undefined =>
  Array.isArray(a) && Array.isArray(b) ? [...a, ...b.filter((v) => !a.includes(v))] : undefined

function commonValues(a: ExactJson, b: ExactJson): ExactJson | undefined {
  if (!Array.isArray(a) || !Array.isArray(b)) return undefined
  const both = a.filter((v) => b.some((w) => jsonEqual(v, w)))
  return both.length > 0 ? both : undefined
}

function bothProperties(a: ExactJson, b: ExactJson): ExactJson | undefined {
  if (!isExactObject(a) || !isExactObject(b)) return undefined
  const out: ExactObject = new Map(a)
  for (const [name, value] of b) {
    const before = out.get(name)
    if (!isExactObject(before) || !isExactObject(value)) out.set(name, value)
    else out.set(name, mergeSchemas(before, value) ?? new Map([['allOf', [before, value]]]))
  }
  return out
}

const pickNumber =
  (pick: (a: number, b: number) => boolean) =>
  (a: ExactJson, b: ExactJson): ExactJson | undefined =>
    a instanceof ExactNumber && b instanceof ExactNumber
      ? pick(Number(a.text), Number(b.text))
        ? a
        : b
      : undefined
const larger = pickNumber((a, b) => a >= b)
const smaller = pickNumber((a, b) => a <= b)
const first = (a: ExactJson): ExactJson => a

const MERGE: Readonly<Record<string, (a: ExactJson, b: ExactJson) => ExactJson | undefined>> = {
  type: commonTypes,
  required: union,
  enum: commonValues,
  properties: bothProperties,
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
  description: first,
  title: first,
  default: first,
  examples: first,
  format: first,
  deprecated: first,
  readOnly: first,
  writeOnly: first,
  additionalProperties: (a, b) => (a === true ? b : a),
}

/**
 * One schema that allows what both allow, for the words of `a` where they differ; `undefined` when that cannot be
 * written without `allOf`.
 */
export function mergeSchemas(a: ExactObject, b: ExactObject): ExactObject | undefined {
  const out: ExactObject = new Map(a)
  for (const [key, value] of b) {
    const before = out.get(key)
    if (before === undefined || jsonEqual(before, value)) {
      out.set(key, value)
      continue
    }
    const merged = Object.hasOwn(MERGE, key) ? MERGE[key]?.(before, value) : undefined
    if (merged === undefined) return undefined
    out.set(key, merged)
  }
  return out
}
