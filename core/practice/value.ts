/** Values that satisfy a JSON Schema and look like something a person would say. */

import type { PlainJson } from '../json/convert.ts'
import { isSafePattern } from '../tool/compile-parameters.ts'
import { hintFor } from './hints.ts'
import type { Dice } from './phrases/phrases.ts'

export type PlainObject = { readonly [key: string]: PlainJson }

export const isObject = (value: PlainJson | undefined): value is { [key: string]: PlainJson } =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const MAX_DEPTH = 6

interface Place {
  readonly name: string
  readonly root: PlainObject
  readonly depth: number
}

function resolve(schema: PlainObject, root: PlainObject): PlainObject {
  let found: PlainJson | undefined = schema
  for (let hops = 0; hops < 8 && isObject(found) && typeof found.$ref === 'string'; hops++) {
    const path: string[] = found.$ref.split('/')
    if (path[0] !== '#') return {}
    let at: PlainJson | undefined = root
    for (const step of path.slice(1)) {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
      at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
    }
    found = at
  }
  return isObject(found) ? found : {}
}

/** One schema in place of alternatives and parts: parts are merged, of alternatives the first that is not null. */
export function settle(schema: PlainJson | undefined, root: PlainObject): PlainObject {
  let out: { [key: string]: PlainJson } = { ...resolve(isObject(schema) ? schema : {}, root) }
  for (const part of Array.isArray(out.allOf) ? out.allOf : []) {
    const settled = settle(part, root)
    const properties = {
      ...(isObject(out.properties) ? out.properties : {}),
      ...(isObject(settled.properties) ? settled.properties : {}),
    }
    const required = [...listOf(out.required), ...listOf(settled.required)]
    out = { ...out, ...settled, ...(Object.keys(properties).length > 0 ? { properties } : {}), required }
  }
  const branches = [...listOf(out.anyOf), ...listOf(out.oneOf)]
  const branch = branches.find((b) => isObject(b) && b.type !== 'null') ?? branches[0]
  if (branch !== undefined) {
    const { anyOf: _a, oneOf: _b, ...rest } = out
    out = { ...rest, ...settle(branch, root), ...(rest.description ? { description: rest.description } : {}) }
  }
  return out
}

const listOf = (value: PlainJson | undefined): readonly PlainJson[] => (Array.isArray(value) ? value : [])

/** The type to make: the first that is not null; guessed from other keywords where none is named. */
export function typeOf(schema: PlainObject): string {
  const type = Array.isArray(schema.type) ? schema.type.find((t) => t !== 'null') : schema.type
  if (typeof type === 'string') return type
  if (isObject(schema.properties)) return 'object'
  return schema.items === undefined ? 'string' : 'array'
}

const numberAt = (schema: PlainObject, key: string): number | undefined => {
  const value = schema[key]
  return typeof value === 'number' ? value : undefined
}

/** The ends of the range that a number has to keep to; an excluded end moves a step inwards. */
function rangeOf(schema: PlainObject, step: number): { low?: number; high?: number } {
  const above = numberAt(schema, 'exclusiveMinimum')
  const below = numberAt(schema, 'exclusiveMaximum')
  const low = numberAt(schema, 'minimum') ?? (above === undefined ? undefined : above + step)
  const high = numberAt(schema, 'maximum') ?? (below === undefined ? undefined : below - step)
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
}

/** A number between the ends given, near them where only one is. */
function within(low: number | undefined, high: number | undefined, dice: Dice): number {
  const from = Math.ceil(low ?? (high ?? 0) - 20)
  const to = Math.floor(high ?? from + 20)
  return to >= from ? dice.random.int(from, Math.min(to, from + 1000)) : (low ?? high ?? 0)
}

function fitNumber(schema: PlainObject, wanted: number, whole: boolean, dice: Dice): number {
  const { low, high } = rangeOf(schema, whole ? 1 : 0.5)
  let value = whole ? Math.round(wanted) : wanted
  if ((low !== undefined && value < low) || (high !== undefined && value > high))
    value = within(low, high, dice)
  const step = numberAt(schema, 'multipleOf')
  if (step === undefined || step <= 0) return value
  const stepped = Math.round(value / step) * step
  return low !== undefined && stepped < low ? stepped + step : stepped
}

/** Texts that many patterns want. */
const SHAPES = [
  '2024-05-03',
  '12:30',
  '#3a7bd5',
  'AB-1024',
  'ABC',
  'abc',
  'a1b2c3',
  '4821',
  '482193',
  '2.1.0',
  'en-US',
  'C024BE91L',
  'https://www.example.com/a',
]

function fitText(schema: PlainObject, wanted: string, dice: Dice): string {
  const most = numberAt(schema, 'maxLength') ?? 4000
  const least = numberAt(schema, 'minLength') ?? 0
  let text = [...wanted].slice(0, most).join('')
  while ([...text].length < least) text += dice.random.int(0, 9)
  if (typeof schema.pattern !== 'string') return text
  if (!isSafePattern(schema.pattern)) return text
  try {
    const pattern = new RegExp(schema.pattern, 'u')
    const samples = [
      schema.example,
      schema.default,
      ...listOf(schema.examples),
      text,
      ...dice.random.shuffle(SHAPES),
    ]
    return samples.filter((s) => typeof s === 'string').find((s) => pattern.test(s)) ?? text
  } catch {
    return text
  }
}

/** An example that the schema itself gives, of the type that is wanted. */
function sampleOf(schema: PlainObject, type: string): PlainJson | undefined {
  for (const sample of [schema.example, ...listOf(schema.examples), schema.default]) {
    if (type === 'string' && typeof sample === 'string' && /^[^\n\r"<>{}]{2,60}$/.test(sample.trim()))
      return sample.trim()
    if (type !== 'string' && typeof sample === 'string' && /^-?\d{1,12}(\.\d{1,6})?$/.test(sample))
      return Number(sample)
    if (type !== 'string' && typeof sample === 'number') return sample
  }
  return undefined
}

function makeScalar(
  schema: PlainObject,
  type: string,
  place: Place,
  dice: Dice,
  listed?: readonly string[],
): PlainJson {
  const description = typeof schema.description === 'string' ? schema.description : ''
  const format = typeof schema.format === 'string' ? schema.format : undefined
  const sample = dice.random.chance(0.5) ? sampleOf(schema, type) : undefined
  const hinted = sample ?? hintFor(place.name, description, format)?.(dice)
  if (type === 'string') {
    const wanted = listed
      ? dice.random.pick(listed)
      : (hinted ?? sampleOf(schema, type) ?? dice.random.pick(dice.words.searches))
    return fitText(schema, String(wanted), dice)
  }
  const usual = /id$/i.test(place.name) ? dice.random.int(10000, 99999) : dice.random.int(2, 90)
  const wanted = typeof hinted === 'number' ? hinted : usual
  return fitNumber(schema, wanted, type === 'integer', dice)
}

function makeList(schema: PlainObject, place: Place, dice: Dice): PlainJson[] {
  const least = numberAt(schema, 'minItems') ?? 1
  const most = Math.max(least, Math.min(numberAt(schema, 'maxItems') ?? 2, Math.max(2, least)))
  const wanted = place.depth > 3 ? least : dice.random.int(Math.max(least, Math.min(1, most)), most)
  const tuple = listOf(schema.prefixItems)
  const out: PlainJson[] = []
  for (let i = 0, tries = 0; out.length < wanted && tries < wanted + 8; i++, tries++) {
    const made = makeValue(tuple[i] ?? schema.items, { ...place, depth: place.depth + 1 }, dice)
    if (!out.some((v) => JSON.stringify(v) === JSON.stringify(made)) || tries >= wanted + 4) out.push(made)
  }
  return out
}

function makeObject(schema: PlainObject, place: Place, dice: Dice): PlainJson {
  const properties = isObject(schema.properties) ? schema.properties : {}
  const required = new Set(listOf(schema.required))
  const out: { [key: string]: PlainJson } = {}
  for (const [name, property] of Object.entries(properties)) {
    if (!required.has(name) && !dice.random.chance(place.depth < 2 ? 0.5 : 0.15)) continue
    out[name] = makeValue(property, { name, root: place.root, depth: place.depth + 1 }, dice)
  }
  return out
}

/**
 * A value for a schema: types, enumerations, ranges, lengths, references inside the document, and kinds of things
 * guessed from the name (a city, a date, an address). Patterns are met where a common shape does; the caller checks.
 *
 * @param listed words to draw a text from, instead of guessing
 */
export function makeValue(
  raw: PlainJson | undefined,
  place: Place,
  dice: Dice,
  listed?: readonly string[],
): PlainJson {
  const schema = settle(raw, place.root)
  if (schema.const !== undefined) return schema.const
  const members = listOf(schema.enum).filter((member) => member !== null && member !== '')
  if (members.length > 0) return dice.random.pick(members)
  const type = typeOf(schema)
  if (type === 'boolean') return dice.random.chance(0.6)
  if (type === 'null') return null
  if (place.depth > MAX_DEPTH)
    return type === 'object' ? {} : type === 'array' ? [] : makeScalar(schema, type, place, dice)
  if (type === 'array') return makeList(schema, place, dice)
  if (type === 'object') return makeObject(schema, place, dice)
  return makeScalar(schema, type, place, dice, listed)
}
