import type { JsonText } from '../json/exact.ts'
import { checkJsonText, type JsonStyle, printJson, printString } from '../json/print.ts'
import type { Tool } from './tool.ts'

const known: Readonly<Record<JsonStyle, WeakMap<Tool, JsonText>>> = {
  compact: new WeakMap(),
  python: new WeakMap(),
}

/**
 * The tool as a model sees it: `{"type":"function","function":{"name","description","parameters"}}`, numbers and
 * key order of the parameters untouched. Tools are immutable, so a text is made once per tool and style.
 */
export function toolText(tool: Tool, style: JsonStyle): JsonText {
  const before = known[style].get(tool)
  if (before !== undefined) return before
  const [comma, colon] = style === 'python' ? [', ', ': '] : [',', ':']
  const key = (name: string) => `"${name}"${colon}`
  const inner = [
    `${key('name')}${printString(tool.name, style)}`,
    `${key('description')}${printString(tool.description, style)}`,
    `${key('parameters')}${checkJsonText(tool.parameters, style)}`,
  ].join(comma)
  const text = `{${key('type')}"function"${comma}${key('function')}{${inner}}}` as JsonText
  known[style].set(tool, text)
  return text
}

/** Identifies the contents of a tool set: every field of every tool, in order. `sha256` gives hex. */
export function toolSetHash(tools: readonly Tool[], sha256: (text: string) => string): string {
  const lines = tools.map((tool) =>
    printJson([
      tool.name,
      tool.description,
      tool.parameters,
      tool.results ?? null,
      tool.category ?? null,
      tool.sourceName ?? null,
    ]),
  )
  return sha256(lines.join('\n'))
}
