import { decimalKey } from '../json/equal.ts'
import { type ExactJson, ExactNumber, isExactObject, tryReadJson } from '../json/exact.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer, ToolCall } from './call.ts'

/** Text by value: equal values give equal texts and unequal ones do not. Key order and spelling of numbers vanish. */
function canonical(value: ExactJson): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value instanceof ExactNumber) return decimalKey(value.text)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  return canonicalEntries([...value.keys()], (key) => canonical(value.get(key) ?? null))
}

const canonicalEntries = (keys: string[], textOf: (key: string) => string): string =>
  `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${textOf(key)}`)
    .join()}}`

/** Canonical defaults of a tool's optional arguments, by name. */
const defaultsByTool = new WeakMap<Tool, ReadonlyMap<string, string>>()

function defaultsOf(tool: Tool): ReadonlyMap<string, string> {
  const known = defaultsByTool.get(tool)
  if (known) return known
  const found = new Map<string, string>()
  const schema = tryReadJson(tool.parameters)
  const properties = isExactObject(schema) ? schema.get('properties') : undefined
  const required = isExactObject(schema) ? schema.get('required') : undefined
  if (isExactObject(properties)) {
    for (const [name, property] of properties) {
      const value = isExactObject(property) ? property.get('default') : undefined
      if (value !== undefined && !(Array.isArray(required) && required.includes(name)))
        found.set(name, canonical(value))
    }
  }
  defaultsByTool.set(tool, found)
  return found
}

interface Facts {
  readonly tool: Tool | undefined
  /** Canonical texts by name; undefined when the arguments are no object. */
  readonly values: ReadonlyMap<string, string> | undefined
  key?: string
}

/** The last facts of a call, with the tool they were made for; labels and votes are compared many times. */
const factsByCall = new WeakMap<ToolCall, Facts>()

function factsOf(call: ToolCall, tools: ReadonlyMap<string, Tool> | undefined): Facts {
  const tool = tools?.get(call.name)
  const known = factsByCall.get(call)
  if (known && known.tool === tool) return known
  const facts = { tool, values: valuesOf(call, tool && defaultsOf(tool)) }
  factsByCall.set(call, facts)
  return facts
}

function valuesOf(
  call: ToolCall,
  defaults: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> | undefined {
  const value = tryReadJson(call.arguments)
  if (!isExactObject(value)) return undefined
  const said = new Map<string, string>()
  for (const [name, v] of value) {
    const key = canonical(v)
    if (defaults?.get(name) !== key) said.set(name, key)
  }
  return said
}

/**
 * Arguments by name as canonical texts. An optional argument that says its default is left out, so that it equals an
 * absent one. Undefined when the arguments are no object.
 */
export const argumentKeys = (
  call: ToolCall,
  tools?: ReadonlyMap<string, Tool>,
): ReadonlyMap<string, string> | undefined => factsOf(call, tools).values

function canonicalArguments(call: ToolCall, values: ReadonlyMap<string, string> | undefined): string {
  if (values) return canonicalEntries([...values.keys()], (name) => values.get(name) ?? '')
  const value = tryReadJson(call.arguments)
  return value === undefined ? call.arguments : canonical(value)
}

/** A text that two calls share exactly when they match. */
export function callKey(call: ToolCall, tools?: ReadonlyMap<string, Tool>): string {
  const facts = factsOf(call, tools)
  facts.key ??= `${JSON.stringify(call.name)}:${canonicalArguments(call, facts.values)}`
  return facts.key
}

function sameCall(a: ToolCall, b: ToolCall, tools: ReadonlyMap<string, Tool> | undefined): boolean {
  if (a.name !== b.name) return false
  if (a.arguments === b.arguments) return true
  const [left, right] = [factsOf(a, tools).values, factsOf(b, tools).values]
  if (!left || !right) return callKey(a, tools) === callKey(b, tools)
  if (left.size !== right.size) return false
  for (const [name, key] of left) if (right.get(name) !== key) return false
  return true
}

/**
 * The strict match: the same calls, each as often, in any order. Names and strings are exact, numbers equal as exact
 * decimals (1 ≡ 1.0 ≡ 1e0), booleans are no numbers, list order counts, key order does not. With `tools` (by name),
 * an absent optional argument equals the default that the tool's schema states for it.
 */
export function sameCalls(
  a: readonly ToolCall[],
  b: readonly ToolCall[],
  tools?: ReadonlyMap<string, Tool>,
): boolean {
  if (a.length !== b.length) return false
  if (a.every((call, i) => sameCall(call, b[i] as ToolCall, tools))) return true
  if (a.length === 1) return false
  const left = a.map((call) => callKey(call, tools)).sort()
  const right = b.map((call) => callKey(call, tools)).sort()
  return left.every((key, i) => key === right[i])
}

/** Whether two votes agree: two texts do, whatever their words; two answers with calls if the calls match. */
export function sameAnswer(a: Answer, b: Answer, tools?: ReadonlyMap<string, Tool>): boolean {
  if (a.kind === 'text' || b.kind === 'text') return a.kind === b.kind
  return sameCalls(a.calls, b.calls, tools)
}
