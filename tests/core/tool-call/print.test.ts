import { expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { printCall, printCalls } from '#core/tool-call/print.ts'

const call = (name: string, args: string) => ({ name, arguments: args as JsonText })

it('prints calls as the policy writes them, Python’s spacing and escapes included', () => {
  expect(printCalls([call('f', '{"b":1.0,"a":"é"}'), call('g', '{}')], 'python')).toBe(
    '<tool_call>\n{"name": "f", "arguments": {"b": 1.0, "a": "\\u00e9"}}\n</tool_call>\n' +
      '<tool_call>\n{"name": "g", "arguments": {}}\n</tool_call>',
  )
})

it('lays arguments out anew, so that their own spacing does not show', () => {
  expect(printCall(call('f', '{ "b": [1, 12345678901234567890] }'), 'compact')).toBe(
    '{"name":"f","arguments":{"b":[1,12345678901234567890]}}',
  )
})
