import { describe, expect, it } from 'vitest'
import type { JsonText } from '#core/json/exact.ts'
import { callDifferences } from '#core/judge/difference.ts'

const call = (name: string, args: string) => ({ name, arguments: args as JsonText })

describe('two answers side by side', () => {
  it('sets arguments against each other by name and by value, digits kept', () => {
    const found = callDifferences(
      [call('send', '{"to":"Li","amount":1.0,"id":12345678901234567890}')],
      [call('send', '{"amount":1,"to":"Wu","id":12345678901234567891,"note":"x"}')],
    )
    expect(found).toEqual([
      { kind: 'changed', call: 'send', argument: 'to', label: '"Li"', prediction: '"Wu"' },
      { kind: 'same', call: 'send', argument: 'amount', label: '1.0', prediction: '1' },
      {
        kind: 'changed',
        call: 'send',
        argument: 'id',
        label: '12345678901234567890',
        prediction: '12345678901234567891',
      },
      { kind: 'onlyPrediction', call: 'send', argument: 'note', prediction: '"x"' },
    ])
  })

  it('pairs calls in another order with their like, and leaves other tools alone', () => {
    const found = callDifferences(
      [call('a', '{"x":1}'), call('a', '{"x":2}'), call('b', '{}')],
      [call('a', '{"x":2}'), call('a', '{"x":1}'), call('c', '{}')],
    )
    expect(found.map(({ kind, call: name }) => `${name} ${kind}`)).toEqual([
      'a same',
      'a same',
      'b onlyLabel',
      'c onlyPrediction',
    ])
  })
})
