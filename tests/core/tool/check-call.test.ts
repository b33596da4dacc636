import { describe, expect, it } from 'vitest'
import { type JsonText, readJson } from '#core/json/exact.ts'
import { isSafePattern } from '#core/tool/compile-parameters.ts'
import type { Tool } from '#core/tool/tool.ts'
import { checkCall } from '#core/tool-call/schema.ts'

const check = (parameters: string, args: string, name = 't'): string[] => {
  const tool: Tool = { name: 't', description: '', parameters: parameters as JsonText }
  return checkCall(new Map([['t', tool]]), { name, arguments: args as JsonText }).map(
    (p) => `${p.code}${p.path === '' ? '' : ` ${p.path}`}`,
  )
}
const props = (properties: string, more = ''): string => `{"type":"object","properties":${properties}${more}}`

describe('a call against its tool', () => {
  it.each([
    ['nothing wrong', props('{"a":{"type":"string"}}', ',"required":["a"]'), '{"a":"x"}', []],
    ['required missing', props('{"a":{},"b":{}}', ',"required":["a","b"]'), '{"b":1}', ['argument.missing']],
    ['undeclared', props('{"a":{}}'), '{"a":1,"z":2}', ['argument.undeclared /z']],
    ['undeclared where nothing is declared', props('{}'), '{"z":2}', ['argument.undeclared /z']],
    [
      'undeclared and closed, told once',
      props('{"a":{}}', ',"additionalProperties":false'),
      '{"z":2}',
      ['argument.undeclared /z'],
    ],
    [
      'undeclared deep in a closed object',
      props('{"a":{"type":"object","properties":{},"additionalProperties":false}}'),
      '{"a":{"z":1}}',
      ['argument.undeclared /a/z'],
    ],
    ['open by additionalProperties', props('{"a":{}}', ',"additionalProperties":true'), '{"z":2}', []],
    [
      'open by a schema, and checked by it',
      props('{"a":{}}', ',"additionalProperties":{"type":"string"}'),
      '{"z":2}',
      ['argument.type /z'],
    ],
    ['no properties listed at all', '{"type":"object"}', '{"z":2}', []],
    ['declared in a branch only', props('{}', ',"anyOf":[{"properties":{"z":{}}}]'), '{"z":2}', []],
    [
      'declared by a pattern',
      props('{}', ',"patternProperties":{"^x-":{}}'),
      '{"x-1":2,"y":1}',
      ['argument.undeclared /y'],
    ],
    ['wrong type', props('{"a":{"type":"integer"}}'), '{"a":"1"}', ['argument.type /a']],
    [
      'wrong type deep down',
      props('{"a":{"type":"array","items":{"type":"object","properties":{"b":{"type":"boolean"}}}}}'),
      '{"a":[{"b":true},{"b":1}]}',
      ['argument.type /a/1/b'],
    ],
    ['not among the allowed', props('{"a":{"enum":["x","y"]}}'), '{"a":"z"}', ['argument.enum /a']],
    [
      'no branch fits, told once',
      props('{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}}'),
      '{"a":1}',
      ['argument.schema /a'],
    ],
    ['a bound', props('{"a":{"maximum":5}}'), '{"a":6}', ['argument.schema /a']],
    ['1.0 is an integer', props('{"a":{"type":"integer"}}'), '{"a":1.0}', []],
    ['1.5 is none', props('{"a":{"type":"integer"}}'), '{"a":1.5}', ['argument.type /a']],
    ['true is no number', props('{"a":{"type":"number"}}'), '{"a":true}', ['argument.type /a']],
    [
      '20 digits are an integer',
      props('{"a":{"type":"integer","multipleOf":1}}'),
      '{"a":12345678901234567891}',
      [],
    ],
    [
      '20 digits at their own maximum',
      props('{"a":{"type":"integer","maximum":12345678901234567891}}'),
      '{"a":12345678901234567891}',
      [],
    ],
    [
      'two 20-digit numbers that doubles call equal',
      props('{"a":{"uniqueItems":true}}'),
      '{"a":[12345678901234567890,12345678901234567891]}',
      [],
    ],
    ['really equal items', props('{"a":{"uniqueItems":true}}'), '{"a":[1,1]}', ['argument.schema /a']],
    [
      'a time without a zone',
      props('{"a":{"type":"string","format":"date-time"}}'),
      '{"a":"2026-01-01T10:00:00"}',
      [],
    ],
    ['a key of another language', props('{"城市":{"type":"string"}}'), '{"城市":1}', ['argument.type /城市']],
    [
      'keys of every object',
      props('{"a":{}}', ',"required":["toString"]'),
      '{"__proto__":1,"constructor":2}',
      ['argument.undeclared /__proto__', 'argument.undeclared /constructor', 'argument.missing'],
    ],
    ['arguments that are a list', props('{}'), '[1]', ['call.badArguments']],
    ['arguments that are no JSON', props('{}'), '{"a":', ['call.badArguments']],
    [
      'a schema that cannot be used',
      '{"type":"object","properties":{"a":{"$ref":"#/no"}}',
      '{}',
      ['tool.badSchema'],
    ],
  ])('%s', (_, parameters, args, expected) => expect(check(parameters, args)).toEqual(expected))

  it('names an unknown tool', () => expect(check(props('{}'), '{}', 'other')).toEqual(['call.unknownTool']))

  it('survives a hundred thousand wrong items', () => {
    const many = `{"a":[${Array(100_000).fill('"x"').join(',')}]}`
    expect(check(props('{"a":{"type":"array","items":{"type":"integer"}}}'), many).length).toBeGreaterThan(0)
  })

  it('does not alter the arguments', () => {
    const args = '{"a": 1.0}'
    check(props('{"a":{"type":"number"},"b":{"default":3}}'), args)
    expect(readJson(args)).toEqual(readJson('{"a": 1.0}'))
  })
})

describe('patterns that could hang', () => {
  it.each(['(a+)+$', '(a|a)*$', '(?:x*)*', '([a-z]+)*@', '(\\w+\\s?)+$', '(a)\\1', 'x'.repeat(501)])(
    '%s is not run',
    (p) => expect(isSafePattern(p)).toBe(false),
  )
  it.each(['^[A-Z]{3}$', '^\\d{4}-\\d{2}$', '^(?:a|b)$', '^(a+)?$', '^[(]+$', '^([a-z]{2})-([A-Z]{2})$'])(
    '%s is run',
    (p) => expect(isSafePattern(p)).toBe(true),
  )
  it('so an unlucky text is checked at once', () => {
    expect(check(props('{"a":{"type":"string","pattern":"^(a+)+$"}}'), `{"a":"${'a'.repeat(60)}!"}`)).toEqual(
      [],
    )
  })
  it('while a plain pattern holds', () => {
    expect(check(props('{"a":{"type":"string","pattern":"^[A-Z]{3}$"}}'), '{"a":"eu"}')).toEqual([
      'argument.schema /a',
    ])
  })
})
