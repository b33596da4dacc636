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

/**
 * Arguments by name as canonical texts. An optional argument that says its default is left out, so that it equals an
 * absent one. Undefined when the arguments are no object.
 */
export function argumentKeys(
  call: ToolCall,
  tools?: ReadonlyMap<string, Tool>,
): ReadonlyMap<string, string> | undefined {
  const value = tryReadJson(call.arguments)
  if (!isExactObject(value)) return undefined
  const tool = tools?.get(call.name)
  const defaults = tool && defaultsOf(tool)
  const said = new Map<string, string>()
  for (const [name, v] of value) {
    const key = canonical(v)
    if (defaults?.get(name) !== key) said.set(name, key)
  }
  return said
}

function canonicalArguments(call: ToolCall, tools: ReadonlyMap<string, Tool> | undefined): string {
  const said = argumentKeys(call, tools)
  if (said) return canonicalEntries([...said.keys()], (name) => said.get(name) ?? '')
  const value = tryReadJson(call.arguments)
  return value === undefined ? call.arguments : canonical(value)
}

/** The last key of a call, with the tool it was made for; labels and votes are compared many times. */
const keysByCall = new WeakMap<ToolCall, { readonly tool: Tool | undefined; readonly key: string }>()

/** A text that two calls share exactly when they match. */
export function callKey(call: ToolCall, tools?: ReadonlyMap<string, Tool>): string {
  const tool = tools?.get(call.name)
  const known = keysByCall.get(call)
  if (known && known.tool === tool) return known.key
  const key = `${JSON.stringify(call.name)}:${canonicalArguments(call, tools)}`
  keysByCall.set(call, { tool, key })
  return key
}

const sameCall = (a: ToolCall, b: ToolCall, tools: ReadonlyMap<string, Tool> | undefined): boolean =>
  a.name === b.name && (a.arguments === b.arguments || callKey(a, tools) === callKey(b, tools))

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
