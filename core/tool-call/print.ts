import type { JsonText } from '../json/exact.ts'
import { checkJsonText, type JsonStyle, printString } from '../json/print.ts'
import type { ToolCall } from './call.ts'

/** One call as `{"name": …, "arguments": …}`; numbers and key order of the arguments stay as written. */
export function printCall(call: ToolCall, style: JsonStyle): JsonText {
  const [colon, comma] = style === 'python' ? [': ', ', '] : [':', ',']
  const name = `"name"${colon}${printString(call.name, style)}`
  return `{${name}${comma}"arguments"${colon}${checkJsonText(call.arguments, style)}}` as JsonText
}

/** Calls as the policy writes them: one tag a call, each of three lines, joined by a newline. */
export const printCalls = (calls: readonly ToolCall[], style: JsonStyle): string =>
  calls.map((call) => `<tool_call>\n${printCall(call, style)}\n</tool_call>`).join('\n')
