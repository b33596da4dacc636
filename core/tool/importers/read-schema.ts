import { type ExactJson, type ExactObject, isExactObject } from '../../json/exact.ts'
import { mergeSchemas } from './merge-schemas.ts'
import { isRegExp, plainKeyword } from './plain-keyword.ts'
import { addRequired, fixRequired, readProperties } from './read-properties.ts'
import type { ReadsSchemas, SchemaRules } from './schema-rules.ts'
import { isJsonType, isOfType, readType, type TypeReading } from './schema-type.ts'

const SCHEMAS = new Set([
  ...['additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'propertyNames', 'contains'],
  ...['not', 'if', 'then', 'else'],
])
const SCHEMA_LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
/** Handled elsewhere, or of no use once the schema stands alone. */
const SILENT = new Set([
  ...[
    '$schema',
    '$id',
    'id',
    '$anchor',
    '$comment',
    '$vocabulary',
    '$defs',
    'definitions',
    '$ref',
    'nullable',
  ],
  ...['$recursiveAnchor', '$dynamicAnchor', 'discriminator', 'xml', 'externalDocs', 'x-nullable', 'optional'],
])

/**
 * Reads a schema of any dialect into a JSON Schema (2020-12) without references: type words mapped, `nullable` and
 * draft-4 bounds rewritten, `allOf` merged where it can be, cycles and excess cut. What it alters goes to the notes.
 */
export class SchemaReader implements ReadsSchemas {
  readonly rules: SchemaRules
  private values = 0
  private cuts = 0
  private readonly openRefs = new Set<string>()

  constructor(rules: SchemaRules) {
    this.rules = rules
  }

  /**
   * `member`: the schema is one of an allOf, anyOf or oneOf, whose required names may be described beside it.
   * @throws Refusal when a reference leads out of the file or nowhere
   */
  read(value: ExactJson, depth = 0, member = false): ExactObject {
    if (value === true) return new Map()
    if (value === false) return new Map([['not', new Map()]])
    if (!isExactObject(value)) {
      this.rules.notes.add('schema.repaired')
      return new Map()
    }
    if (++this.values > this.rules.maxValues) return this.cut(value, 'schema.large')
    if (depth > this.rules.maxDepth) return this.cut(value, 'schema.deep')
    const ref = value.get('$ref')
    if (typeof ref === 'string') return this.reference(ref, value, depth, member)
    if (value.has('$recursiveRef') || value.has('$dynamicRef')) return this.cut(new Map(), 'ref.cycle')
    return this.keywords(value, depth, member)
  }

  private cut(value: ExactObject, why: 'schema.large' | 'schema.deep' | 'ref.cycle'): ExactObject {
    this.cuts++
    this.rules.notes.add(why)
    const word = value.get('type')
    const type = typeof word === 'string' ? typeNamed(readType(word)) : undefined
    return type === undefined ? new Map() : new Map([['type', type]])
  }

  private reference(ref: string, value: ExactObject, depth: number, member: boolean): ExactObject {
    const target = this.rules.resolve(ref)
    if (this.openRefs.has(ref)) return this.cut(isExactObject(target) ? target : new Map(), 'ref.cycle')
    if (this.rules.keep) this.rules.notes.add('ref.inlined')
    this.openRefs.add(ref)
    const read = this.read(target, depth + 1, member)
    this.openRefs.delete(ref)
    if (value.size === 1) return read
    const beside = this.keywords(new Map([...value].filter(([key]) => key !== '$ref')), depth, true)
    const both = mergeSchemas(beside, read) ?? new Map<string, ExactJson>([['allOf', [beside, read]]])
    if (isNullable(value)) allowNull(both)
    return both
  }

  private keywords(value: ExactObject, depth: number, member: boolean): ExactObject {
    let out: ExactObject = new Map()
    for (const [key, v] of value) this.keyword(out, key, v, value, depth)
    fixBounds(out, value)
    this.fixEnum(out)
    const all = out.get('allOf')
    if (Array.isArray(all)) {
      out.delete('allOf')
      out = mergeAll(out, all.filter(isExactObject))
    }
    if (isNullable(value)) allowNull(out)
    if (!member) fixRequired(out, value, this.rules.notes)
    return out
  }

  private keyword(out: ExactObject, key: string, v: ExactJson, whole: ExactObject, depth: number): void {
    if (key === 'type') this.type(out, v)
    else if (key === 'properties') readProperties(this, out, v, whole.get('required'), depth)
    else if (key === 'required') this.required(out, v)
    else if (key === 'items') this.items(out, v, depth)
    else if (SCHEMAS.has(key)) out.set(key, typeof v === 'boolean' ? v : this.read(v, depth + 1))
    else if (SCHEMA_LISTS.has(key)) this.list(out, key, v, depth)
    else if (key === 'patternProperties' || key === 'dependentSchemas') this.map(out, key, v, depth)
    else if (key === 'example_value') this.example(out, v)
    else if (!SILENT.has(key)) {
      const plain = plainKeyword(key, v, this.rules)
      if (plain !== undefined) out.set(key, plain)
    }
  }

  private type(out: ExactObject, v: ExactJson): void {
    const { notes, ownTypes } = this.rules
    const words = (Array.isArray(v) ? v : [v]).filter((word) => typeof word === 'string')
    if (words.length === 0) notes.add('schema.repaired', 'type')
    const types = new Set<string>()
    let open = words.length === 0
    for (const word of words) {
      const read = readType(word)
      const type = typeNamed(read)
      if (type === undefined) open = true
      else types.add(type)
      if (read.how === 'unknown') notes.add('type.unknown', word)
      if (read.how === 'mapped' && !ownTypes) notes.add('type.mapped', `${word} → ${type}`)
      if (read.how !== 'guessed') continue
      notes.add('type.guessed', word)
      if (read.format !== '') out.set('format', read.format)
    }
    const [only] = types
    if (!open && only !== undefined) out.set('type', types.size === 1 ? only : [...types])
  }

  private required(out: ExactObject, v: ExactJson): void {
    // A boolean stands on the property itself and was read with its parent.
    if (typeof v === 'boolean') return
    const names = Array.isArray(v) ? v.filter((name) => typeof name === 'string') : []
    if (!Array.isArray(v) || names.length < v.length) this.rules.notes.add('schema.repaired', 'required')
    if (names.length > 0)
      addRequired(
        out,
        names.map((name) => name.trim()),
      )
    else if (Array.isArray(v) && !out.has('required')) out.set('required', [])
  }

  private items(out: ExactObject, v: ExactJson, depth: number): void {
    if (Array.isArray(v))
      out.set(
        'prefixItems',
        v.map((item) => this.read(item, depth + 1)),
      )
    else out.set('items', typeof v === 'boolean' ? v : this.read(v, depth + 1))
  }

  private list(out: ExactObject, key: string, v: ExactJson, depth: number): void {
    if (!Array.isArray(v) || v.length === 0) {
      this.rules.notes.add('schema.repaired', key)
      return
    }
    const before = this.cuts
    const members = v.map((member) => this.read(member, depth + 1, key !== 'prefixItems'))
    // A member that was cut may allow what another allows too: "exactly one" would then refuse right values.
    out.set(key === 'oneOf' && this.cuts > before && !out.has('anyOf') ? 'anyOf' : key, members)
  }

  private map(out: ExactObject, key: string, v: ExactJson, depth: number): void {
    const read: ExactObject = new Map()
    for (const [name, schema] of isExactObject(v) ? v : []) {
      if (key === 'patternProperties' && !isRegExp(name)) this.rules.notes.add('pattern.dropped', name)
      else read.set(name, this.read(schema, depth + 1))
    }
    if (isExactObject(v)) out.set(key, read)
    else this.rules.notes.add('schema.repaired', key)
  }

  /** ToolBench's own flattening writes `example_value`. */
  private example(out: ExactObject, v: ExactJson): void {
    if (v !== '' && v !== null) out.set('examples', [v])
  }

  private fixEnum(out: ExactObject): void {
    const type = out.get('type')
    const only = out.get('const')
    const values = only === undefined ? out.get('enum') : [only]
    if (type === undefined || !Array.isArray(values)) return
    const types = (Array.isArray(type) ? type : [type]).filter((t) => typeof t === 'string' && isJsonType(t))
    if (values.some((v) => types.some((t) => isOfType(v, String(t))))) return
    out.delete('type')
    this.rules.notes.add('enum.type')
  }
}

const typeNamed = (read: TypeReading): string | undefined => ('type' in read ? read.type : undefined)

/** Draft 4 and OpenAPI 3.0 write `exclusiveMinimum: true` beside `minimum`. */
function fixBounds(out: ExactObject, value: ExactObject): void {
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const limit = out.get(bound)
    if (value.get(flag) !== true || limit === undefined) continue
    out.delete(bound)
    out.set(flag, limit)
  }
}

const isNullable = (value: ExactObject): boolean =>
  value.get('nullable') === true || value.get('x-nullable') === true

/** `nullable` of OpenAPI 3.0 in the words of JSON Schema. */
function allowNull(out: ExactObject): void {
  const type = out.get('type')
  if (typeof type === 'string') out.set('type', type === 'null' ? type : [type, 'null'])
  else if (Array.isArray(type) && !type.includes('null')) out.set('type', [...type, 'null'])
  const values = out.get('enum')
  if (Array.isArray(values) && !values.includes(null)) out.set('enum', [...values, null])
  for (const key of ['anyOf', 'oneOf']) {
    const members = out.get(key)
    if (Array.isArray(members)) out.set(key, [...members, new Map([['type', 'null']])])
  }
}

function mergeAll(outer: ExactObject, members: readonly ExactObject[]): ExactObject {
  let merged = outer
  const left: ExactObject[] = []
  for (const member of members) {
    const both = mergeSchemas(merged, member)
    if (both) merged = both
    else left.push(member)
  }
  if (left.length > 0) merged.set('allOf', left)
  return merged
}
