/** Replies with which the stub server plays a whole dialog about the weather, and policy, judge, checker and expander after it. */
import type { JsonText } from '#core/json/exact.ts'
import type { StubScript } from './stub-script.ts'

/** The only tool of these dialogs. */
export const WEATHER = {
  name: 'get_weather',
  description: 'Weather of a city.',
  parameters:
    '{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"number"}},"required":["city"]}' as JsonText,
}
export const WEATHER_CALL = { name: 'get_weather', arguments: '{"city":"Bonn","days":1.0}' }

export const DIALOG_ROLES: NonNullable<StubScript['roles']> = [
  {
    system: 'prepare a conversation',
    replies: [{ content: '{"needs":[{"type":"single","text":"Wants to know the weather."}]}' }],
  },
  {
    system: 'play the person',
    replies: [{ content: '```json\n{"finished":[],"need":0,"message":"How is it in Bonn today?"}\n```' }],
  },
  {
    system: 'stand in for the systems',
    replies: [
      {
        content: '{"results":[{"name":"get_weather","result":{"celsius":12345678901234567890,"wind":1.0}}]}',
      },
    ],
  },
  { system: '.', last: 'celsius', replies: [{ content: 'It is warm in Bonn.' }] },
  { system: '.', last: 'Bonn', replies: [{ calls: [WEATHER_CALL], thinking: 'One call does it.' }] },
]
