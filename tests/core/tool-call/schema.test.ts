import { describe, expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { checkCall } from '#core/tool-call/schema.ts'

const check = (properties: string, args: string): string[] =>
  checkCall(
    new Map([['t', { name: 't', description: '', parameters: `{"properties":${properties}}` as JsonText }]]),
    { name: 't', arguments: args as JsonText },
  ).map(({ code, path }) => `${code} ${path}`)

describe('problems of a call', () => {
  const closed = '{"o":{"type":"object","properties":{"x":{"type":"integer"}},"additionalProperties":false}}'

  it('does not call a declared argument undeclared because its type is wrong', () => {
    expect(check(closed, '{"o":{"x":"1"}}')).toEqual(['argument.type /o/x'])
  })

  it('still tells the undeclared one beside it', () => {
    expect(check(closed, '{"o":{"x":"1","y":2}}')).toEqual(['argument.type /o/x', 'argument.undeclared /o/y'])
  })

  it('tells a branch that does not fit once, not what is undeclared in it', () => {
    expect(check(`{"a":{"anyOf":[${closed.slice(5, -1)}]}}`, '{"a":{"z":1}}')).toEqual(['argument.schema /a'])
  })

  it('sees a list without the item that it must contain, and does not blame the items', () => {
    expect(check('{"l":{"contains":{"type":"integer"}}}', '{"l":["a"]}')).toEqual(['argument.schema /l'])
    expect(check('{"l":{"contains":{"type":"integer"},"minContains":2}}', '{"l":["a",1]}')).toEqual([
      'argument.schema /l',
    ])
    expect(check('{"l":{"contains":{"type":"integer"}}}', '{"l":["a",1]}')).toEqual([])
  })

  it('checks an argument that is named contains', () => {
    expect(
      check('{"contains":{"type":"object","properties":{"x":{"type":"string"}}}}', '{"contains":{"x":1}}'),
    ).toEqual(['argument.type /contains/x'])
  })
})
