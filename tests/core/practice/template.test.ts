import { describe, expect, it } from 'vitest'
import type { PlainJson } from '#core/json/convert.ts'
import { fill } from '#core/practice/template.ts'

const values: Record<string, PlainJson> = {
  city: 'Oslo [x]',
  on: true,
  off: false,
  events: [{ title: 'A' }, { title: 'B' }, { title: 'C' }, { title: 'D' }],
}
const filled = (template: string): string =>
  fill(
    template,
    (name) => values[name],
    (_, value) => String(value),
    ' / ',
  )

describe('fill', () => {
  it.each([
    ['plain words', 'plain words'],
    ['in {city}', 'in Oslo [x]'],
    ['go[ to {city}][ on {date}]', 'go to Oslo [x]'],
    ['book {flight|a flight} now', 'book a flight now'],
    ['{on?up|down} and {off?up|down}', 'up and down'],
    ['has <events: {title}>', 'has A / B / C'],
    ['none <nothing: {title}>.', 'none .'],
    ['[{city}, {date|some day}]', 'Oslo [x], some day'],
  ])('turns %j into %j', (template, text) => {
    expect(filled(template)).toBe(text)
  })
})
