/** A seed, and children of it that are good or broken in one way each. */
import type { Sample } from '#core/sample/sample.ts'
import type { ToolCall } from '#core/tool-call/call.ts'
import { json, WEATHER } from '#tests/core/sample/dialogs.ts'

export const call = (city: string, more = ''): ToolCall => ({
  name: 'get_weather',
  arguments: json(`{"city":"${city}"${more}}`),
})

export const SEED: Sample = {
  id: 'seed-1',
  toolSetHash: 'h',
  tools: [WEATHER],
  date: '2024-05-01, Wednesday',
  language: 'en',
  messages: [
    {
      role: 'user',
      text: 'I fly to Lima tomorrow with my two kids.\n\nWhat will the weather be like there?',
    },
  ],
  accepted: [{ kind: 'calls', calls: [call('Lima')] }],
  kind: 'single',
  parents: [{ from: 'dialog', job: 'j', dialog: 'd', turn: 1 }],
}

export const childText = (messages: unknown, answer: unknown): string => JSON.stringify({ messages, answer })

export const user = (text: string) => ({ role: 'user', text })
export const answerFor = (city: string) => ({ calls: [{ name: 'get_weather', arguments: { city } }] })

/** A good child, different for every number. */
export const goodChild = (n: number): string => {
  const city = ['Oslo', 'Quito', 'Hanoi', 'Accra', 'Perth', 'Turin'][n % 6] ?? 'Oslo'
  const wish = [
    'Our choir sings outdoors in CITY on Friday. Should we bring umbrellas?',
    'My grandmother wonders whether her roses in CITY get rain this week.',
    'Before I book the sailing course: how windy or wet is CITY these days?',
    'Tell me quickly, is it hot in CITY? The dog needs a walk and hates the sun.',
    'We film a scene in CITY next Monday and the director wants grey skies.',
    'Is there snow around CITY now? I left my boots at the office.',
  ][n % 6]
  return childText([user((wish ?? '').replace('CITY', city))], answerFor(city))
}
