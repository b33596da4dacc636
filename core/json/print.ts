import { type ExactJson, ExactNumber, type JsonText, readJson } from './exact.ts'

/** How a value is laid out: `compact` is `{"a":1}`; `python` is what Python's json.dumps prints by default. */
export type JsonStyle = 'compact' | 'python'

const NON_ASCII = /[\u007f-\uffff]/g
/** Python's ensure_ascii: everything outside space to tilde becomes \u escapes of its UTF-16 units. */
export const escapeNonAscii = (text: string): string =>
  text.replace(NON_ASCII, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A string as a JSON string literal in the given style. */
export function printString(text: string, style: JsonStyle): string {
  const literal = JSON.stringify(text)
  return style === 'python' ? escapeNonAscii(literal) : literal
}

function print(value: ExactJson, style: JsonStyle): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'string') return printString(value, style)
  if (value instanceof ExactNumber) return value.text
  const comma = style === 'python' ? ', ' : ','
  const colon = style === 'python' ? ': ' : ':'
  let out = ''
  if (Array.isArray(value)) {
    for (const v of value) out += (out === '' ? '' : comma) + print(v, style)
    return `[${out}]`
  }
  for (const [key, v] of value)
    out += (out === '' ? '' : comma) + printString(key, style) + colon + print(v, style)
  return `{${out}}`
}

/** Prints a tree; numbers and key order stay as they were written. */
export function printJson(value: ExactJson, style: JsonStyle = 'compact'): JsonText {
  return print(value, style) as JsonText
}

/** Checks a text and lays it out anew. @throws JsonError */
export function checkJsonText(text: string, style: JsonStyle = 'compact'): JsonText {
  return printJson(readJson(text), style)
}
