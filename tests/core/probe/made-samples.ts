/** Samples and predictions made up for tests of probe and judge. */
import type { JsonText } from '#core/json/exact.ts'
import type { PredictedAnswer, Prediction } from '#core/probe/prediction.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { Tool } from '#core/tool/tool.ts'
import type { Answer } from '#core/tool-call/call.ts'

export const json = (value: unknown): JsonText => JSON.stringify(value) as JsonText

const tool = (name: string, properties: object, required: string[]): Tool => ({
  name,
  description: `${name}.`,
  parameters: json({ type: 'object', properties, required }),
})

export const WEATHER = tool(
  'get_weather',
  {
    city: { type: 'string' },
    days: { type: 'integer' },
    units: { type: 'string', enum: ['metric', 'imperial'], default: 'metric' },
  },
  ['city'],
)
export const MAIL = tool('send_mail', { to: { type: 'string' }, text: { type: 'string' } }, ['to', 'text'])

export const weather = (args: object): Answer => ({
  kind: 'calls',
  calls: [{ name: 'get_weather', arguments: json(args) }],
})
export const words = (text: string): Answer => ({ kind: 'text', text })

/** As a policy writes calls. */
export const tags = (...calls: readonly (readonly [name: string, args: object])[]): string =>
  calls
    .map(([name, args]) => `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`)
    .join('\n')

export const sampleOf = (accepted: readonly Answer[], more: Partial<Sample> = {}): Sample => ({
  id: 's1',
  toolSetHash: 'h',
  tools: [WEATHER, MAIL],
  date: '2024-05-01, Wednesday',
  language: 'en',
  messages: [{ role: 'user', text: 'What will the weather be in Lima over the next 3 days?' }],
  accepted,
  kind: 'single',
  parents: [{ from: 'dialog', job: 'j', dialog: 'd', turn: 1 }],
  ...more,
})

export const answered = (text: string, more: Partial<PredictedAnswer> = {}): PredictedAnswer => ({
  text,
  finish: 'stop',
  ...more,
})

export const predictionOf = (answers: readonly (string | PredictedAnswer)[], sample = 's1'): Prediction => ({
  sample,
  answers: answers.map((one) => (typeof one === 'string' ? answered(one) : one)),
  model: 'policy',
})
