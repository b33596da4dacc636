import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { plainText } from '#core/tool/plain-text.ts'
import type { Tool } from '#core/tool/tool.ts'
import { toolSetHash, toolText } from '#core/tool/tool-text.ts'

const tool: Tool = {
  name: 'wetter',
  description: 'Zürich "天气"',
  parameters:
    '{"type":"object","properties":{"2":{"type":"number","default":1.0},"1":{"const":12345678901234567890}}}' as JsonText,
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

it('prints a tool for a prompt as JSON and as Python does, numbers and key order untouched', () => {
  expect(toolText(tool, 'compact')).toBe(
    '{"type":"function","function":{"name":"wetter","description":"Zürich \\"天气\\"","parameters":{"type":"object","properties":{"2":{"type":"number","default":1.0},"1":{"const":12345678901234567890}}}}}',
  )
  expect(toolText(tool, 'python')).toBe(
    '{"type": "function", "function": {"name": "wetter", "description": "Z\\u00fcrich \\"\\u5929\\u6c14\\"", "parameters": {"type": "object", "properties": {"2": {"type": "number", "default": 1.0}, "1": {"const": 12345678901234567890}}}}}',
  )
})

it('hashes the contents: any field and the order count, the object itself does not', () => {
  const other = { ...tool, name: 'b' }
  const hash = toolSetHash([tool, other], sha256)
  expect(toolSetHash([{ ...tool }, { ...other }], sha256)).toBe(hash)
  const changed: Tool[][] = [
    [other, tool],
    [tool],
    [tool, { ...other, description: '' }],
    [tool, { ...other, category: 'c' }],
    [tool, { ...other, results: '{}' as JsonText }],
    [tool, { ...other, parameters: '{"type":"object"}' as JsonText }],
  ]
  expect(new Set([hash, ...changed.map((tools) => toolSetHash(tools, sha256))]).size).toBe(changed.length + 1)
})

it.each([
  ['<p>One</p><p>Two &amp; <b>three</b></p>', 'One\n\nTwo & three'],
  ['Use `/users/<id>` and a < b > c', 'Use `/users/<id>` and a < b > c'],
  ['# Head\nSee [the docs](https://x.y/z "t") and ![pic](a.png)', 'Head\nSee the docs and pic'],
  ['**bold** and __strong__, 2 ** 3', 'bold and strong, 2 ** 3'],
  ['a\u200bb\u0007c\r\nd\ufeff', 'abc\nd'],
  ['&lt;script&gt;alert(1)&lt;/script&gt; &#65;&#x42; &nope;', '<script>alert(1)</script> AB &nope;'],
  ['👨\u200d👩\u200d👧 family', '👨\u200d👩\u200d👧 family'],
])('turns %j into plain text', (source, expected) => expect(plainText(source)).toBe(expected))
