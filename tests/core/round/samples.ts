/** Samples made up for the tests of rounds. */
import type { JsonText } from '#core/json/exact.ts'
import type { Parent, Sample } from '#core/sample/sample.ts'
import type { Tool } from '#core/tool/tool.ts'

const json = (text: string): JsonText => text as JsonText

export const WEATHER: Tool = {
  name: 'get_weather',
  description: 'weather of a city',
  parameters: json('{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}'),
}

const CITIES = ['Lima', 'Oslo', 'Bern', 'Quito', 'Accra', 'Hanoi', 'Turin', 'Kyoto', 'Perth', 'Delhi']
export const cityOf = (i: number): string => `${CITIES[i % CITIES.length]} ${Math.floor(i / CITIES.length)}`

/** Two samples a dialog; every one says something of its own. */
export function sampleOf(i: number, more: Partial<Sample> = {}): Sample {
  const city = cityOf(i)
  const words = Array.from({ length: 12 }, (_, n) => `word${i}x${n}`).join(' ')
  return {
    id: `s${String(i).padStart(5, '0')}`,
    toolSetHash: 'set',
    tools: [WEATHER],
    date: '2024-05-01, Wednesday',
    language: 'en',
    messages: [{ role: 'user', text: `Weather in ${city}: ${words}` }],
    accepted: [{ kind: 'calls', calls: [{ name: 'get_weather', arguments: json(`{"city":"${city}"}`) }] }],
    kind: 'single',
    parents: [{ from: 'dialog', job: 'j', dialog: `d${Math.floor(i / 2)}`, turn: 1 + 2 * (i % 2) }],
    ...more,
  }
}

export const samples = (count: number, from = 0): Sample[] =>
  Array.from({ length: count }, (_, i) => sampleOf(from + i))

export const childOf = (sample: string): Parent[] => [{ from: 'sample', sample }]
