import type { OutputUnit } from '@cfworker/json-schema'
import { toPlain } from '../json/convert.ts'
import { type ExactJson, ExactNumber, type ExactObject, isExactObject, tryReadJson } from '../json/exact.ts'
import { type CompiledParameters, compileParameters, isSafePattern } from '../tool/compile-parameters.ts'
import type { Tool } from '../tool/tool.ts'
import type { ToolCall } from './call.ts'

/** Rules of a call that do not depend on any label. */
export const PROBLEM_CODES = [
  'call.unknownTool',
  'call.badArguments',
  'argument.missing',
  'argument.undeclared',
  'argument.type',
  'argument.enum',
  'argument.schema',
  'tool.badSchema',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** One way in which a call breaks its tool's schema. `path` is a JSON pointer into the arguments. */
export interface Problem {
  readonly code: ProblemCode
  readonly path: string
  readonly detail: string
}

const MOST_COMPILED = 20_000
/** Null: the schema cannot be used. Oldest out first. */
const compiled = new Map<string, CompiledParameters | null>()

function compiledFor(text: string): CompiledParameters | null {
  const before = compiled.get(text)
  if (before !== undefined) return before
  let made: CompiledParameters | null = null
  try {
    made = compileParameters(text)
  } catch {
    made = null
  }
  if (compiled.size >= MOST_COMPILED) compiled.delete(compiled.keys().next().value ?? '')
  compiled.set(text, made)
  return made
}

/** Everything that a schema names as an argument, also in the parts it is combined from. */
function declares(schema: ExactJson, name: string): boolean {
  if (!isExactObject(schema)) return schema === true
  const properties = schema.get('properties')
  if (isExactObject(properties) && properties.has(name)) return true
  const patterns = schema.get('patternProperties')
  if (isExactObject(patterns) && [...patterns.keys()].some((p) => !isSafePattern(p) || matches(p, name)))
    return true
  const extra = schema.get('additionalProperties')
  if (extra === true || isExactObject(extra)) return true
  return ['allOf', 'anyOf', 'oneOf', 'then', 'else'].some((key) => {
    const parts = schema.get(key)
    return Array.isArray(parts)
      ? parts.some((part) => declares(part, name))
      : isExactObject(parts) && declares(parts, name)
  })
}

const matches = (pattern: string, name: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return true
  }
}

const pointer = (name: string): string => `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`

function undeclared(args: ExactObject, schema: ExactJson): Problem[] {
  if (!isExactObject(schema) || !schema.has('properties')) return []
  return [...args.keys()]
    .filter((name) => !declares(schema, name))
    .map((name) => ({ code: 'argument.undeclared', path: pointer(name), detail: name }))
}

/** Keywords that only repeat what a deeper error says. */
const WRAPPERS = new Set([
  ...['properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems', 'allOf', 'if'],
  ...['propertyNames', 'dependentSchemas', 'unevaluatedProperties', 'unevaluatedItems', '$ref', 'false'],
])
const CODES: Readonly<Record<string, ProblemCode>> = {
  type: 'argument.type',
  enum: 'argument.enum',
  const: 'argument.enum',
  required: 'argument.missing',
}
/** Rules on numbers that a double may answer wrongly beyond 2^53. */
const NUMERIC = new Set([
  'uniqueItems',
  'multipleOf',
  'maximum',
  'minimum',
  'exclusiveMaximum',
  'exclusiveMinimum',
])

const isInexact = (value: ExactJson): boolean =>
  value instanceof ExactNumber
    ? !Number.isSafeInteger(Number(value.text)) && Math.abs(Number(value.text)) > Number.MAX_SAFE_INTEGER
    : Array.isArray(value) && value.some(isInexact)

/** The validator writes its locations as parts of a URI. */
const decoded = (location: string): string => {
  try {
    return decodeURI(location)
  } catch {
    return location
  }
}

function valueAt(root: ExactJson, location: string): ExactJson | undefined {
  let at: ExactJson | undefined = root
  for (const part of location.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~')
    if (isExactObject(at)) at = at.get(key)
    else if (Array.isArray(at)) at = at[Number(key)]
  }
  return at
}

const BRANCH =
  /\/(?:anyOf|oneOf)\/\d+(?:\/|$)|(?<!\/(?:properties|patternProperties|dependentSchemas|\$defs))\/contains\//

/** An error inside a branch of anyOf or oneOf, or of one item that `contains` tried, says nothing by itself. */
const inBranch = (error: OutputUnit): boolean => BRANCH.test(error.keywordLocation)

/**
 * Places where a rule is broken, and all above them. The validator tries an argument that breaks its own schema
 * against `additionalProperties` too, so a closed object would tell it as undeclared although it is declared.
 */
function brokenPlaces(errors: readonly OutputUnit[]): ReadonlySet<string> {
  const places = new Set<string>()
  for (const { keyword, instanceLocation } of errors) {
    if (keyword === 'false' || WRAPPERS.has(keyword)) continue
    let place = instanceLocation
    while (place !== '' && !places.has(place)) {
      places.add(place)
      place = place.slice(0, Math.max(0, place.lastIndexOf('/')))
    }
  }
  return places
}

function fromError(error: OutputUnit, args: ExactJson, schema: ExactJson): Problem[] {
  const path = decoded(error.instanceLocation).slice(1)
  if (error.keyword === 'false')
    return path === '' || closed(schema, path)
      ? []
      : [{ code: 'argument.undeclared', path, detail: error.error }]
  if (WRAPPERS.has(error.keyword)) return []
  const value = valueAt(args, path)
  if (NUMERIC.has(error.keyword) && value !== undefined && isInexact(value)) return []
  return [{ code: CODES[error.keyword] ?? 'argument.schema', path, detail: error.error }]
}

/** An argument that `undeclared` has told already. */
const closed = (schema: ExactJson, path: string): boolean =>
  path.lastIndexOf('/') === 0 && isExactObject(schema) && schema.has('properties')

/**
 * Checks one call against the tools it may use: the tool is known, the arguments are an object, nothing required is
 * missing, nothing undeclared is given, and types and allowed values hold. An argument is undeclared when the schema
 * lists properties and does not open itself with `additionalProperties`. Arguments are never altered.
 */
export function checkCall(tools: ReadonlyMap<string, Tool>, call: ToolCall): Problem[] {
  const tool = tools.get(call.name)
  if (!tool) return [{ code: 'call.unknownTool', path: '', detail: call.name }]
  const args = tryReadJson(call.arguments)
  if (!isExactObject(args)) {
    return [
      { code: 'call.badArguments', path: '', detail: args === undefined ? 'not JSON' : 'not an object' },
    ]
  }
  const parameters = compiledFor(tool.parameters)
  if (!parameters) return [{ code: 'tool.badSchema', path: '', detail: tool.name }]
  const problems = undeclared(args, parameters.schema)
  try {
    const { errors } = parameters.check(toPlain(args))
    const broken = brokenPlaces(errors)
    errors.forEach((error, i) => {
      // The validator states no place in the schema for `false`; the error before it is that of the keyword around.
      const isEcho = error.keyword === 'false' && broken.has(error.instanceLocation)
      const around = error.keyword === 'false' ? (errors[i - 1] ?? error) : error
      if (!isEcho && !inBranch(around)) problems.push(...fromError(error, args, parameters.schema))
    })
  } catch (error) {
    // The validator spreads its errors as arguments; a very long list of wrong items can exhaust the stack.
    problems.push({
      code: 'argument.schema',
      path: '',
      detail: error instanceof Error ? error.message : 'unchecked',
    })
  }
  return problems
}
