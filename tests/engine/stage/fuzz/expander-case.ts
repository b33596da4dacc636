/** Cases as an expander writes them, to be taken apart. */
import type { Random } from '#core/random/random.ts'
import { goodChild, SEED } from '../../../core/expand/cases.ts'
import type { Control, FuzzRow } from './row.ts'

interface Call {
  name: unknown
  arguments: unknown
}
/** A case as plain JSON, to be taken apart. */
interface Case {
  messages: Record<string, unknown>[]
  answer: Record<string, unknown> & { calls: Call[] }
}

export const HISTORY = (city: string): Record<string, unknown>[] => [
  { role: 'user', text: `First something else:\n\n\nhow warm was it in ${city} a year ago?` },
  { role: 'assistant', calls: [{ name: 'get_weather', arguments: { city } }] },
  { role: 'tool', results: [{ name: 'get_weather', result: { celsius: 12.5, wind: null } }] },
  { role: 'assistant', text: 'It was 12.5 degrees.' },
]

/** A good case, half of them with a history of calls and results. */
export function expanderControl(random: Random): Control {
  const child: Case = JSON.parse(goodChild(random.int(0, 5)))
  if (random.chance(0.5)) child.messages.unshift(...HISTORY('Tromsø'))
  return { text: JSON.stringify(child), code: 'taken' }
}

/** Damages the case itself; the reply stays JSON. */
export const inCase =
  (damage: (child: Case, call: Call, random: Random) => void): FuzzRow['spoil'] =>
  ({ text }, random) => {
    const child: Case = JSON.parse(text)
    const [call] = child.answer.calls
    if (call === undefined) throw new Error('a control without a call')
    damage(child, call, random)
    return JSON.stringify(child)
  }
export const last = (child: Case): Record<string, unknown> => {
  const message = child.messages.at(-1)
  if (message === undefined) throw new Error('a control without messages')
  return message
}
export const withHistory =
  (damage: (history: Record<string, unknown>[], random: Random) => void): FuzzRow['spoil'] =>
  (control, random) =>
    inCase((child) => {
      const history = HISTORY('Bergen')
      damage(history, random)
      child.messages = [...history, last(child)]
    })(control, random)

export const seedText = SEED.messages[0]?.role === 'user' ? SEED.messages[0].text : ''
export const seedAs = (text: string): string =>
  JSON.stringify({
    messages: [{ role: 'user', text }],
    answer: { calls: [{ name: 'get_weather', arguments: { city: 'Lima' } }] },
  })
