/** The small made-up questions that a staged test asks. Nothing of a project is in them. */
import type { JsonText } from '../json/exact.ts'
import { checkJsonText } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { ChatRequest } from './transport.ts'

/** Tokens that a policy has to be able to read (prompt and answer of a probe). */
export const NEEDED_CONTEXT = 12_288
/** Words of the long question; nearly all are one token each. */
export const LONG_WORDS = 11_000
export const AT_ONCE = 8
/** The most an answer may take. */
export const ANSWER_TOKENS = 1024
const LOAD_TOKENS = 32

const text = (json: string): JsonText => checkJsonText(json)

export const WEATHER: Tool = {
  name: 'get_weather',
  description: 'Says how the weather is in a city.',
  parameters: text('{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}'),
}
/** Only closed values: in an open string a small model that is held to a schema may go on for ever. */
export const CITY_FACT = {
  name: 'city_fact',
  schema: text(
    '{"type":"object","properties":{"city":{"type":"string","enum":["Oslo","Lima"]},"coastal":{"type":"boolean"}},"required":["city","coastal"],"additionalProperties":false}',
  ),
}

const ask = (model: string, question: string, maxTokens: number): ChatRequest => ({
  model,
  messages: [{ role: 'user', content: question }],
  sampling: { temperature: 0, maxTokens },
  seed: 1,
})

/** One token; whether the model thinks is left to the server, so that a leak shows itself. */
export const plainRequest = (model: string): ChatRequest => ask(model, 'Say hello.', 1)

export const toolRequest = (model: string): ChatRequest => ({
  ...ask(model, 'How is the weather in Oslo? Use the tool.', ANSWER_TOKENS),
  tools: [WEATHER],
  thinking: false,
})

export const parallelRequest = (model: string): ChatRequest => ({
  ...ask(
    model,
    'How is the weather in Oslo, and how is it in Lima? Call the tool for both cities at the same time.',
    ANSWER_TOKENS,
  ),
  tools: [WEATHER],
  thinking: false,
})

/** Does not ask for JSON: only a server that binds the answer gives it. */
export const structuredRequest = (model: string): ChatRequest => ({
  ...ask(model, 'Tell me one thing about Oslo.', ANSWER_TOKENS),
  answerSchema: CITY_FACT,
  thinking: false,
})

export const logprobsRequest = (model: string): ChatRequest => ({ ...plainRequest(model), logprobs: true })

export const longRequest = (model: string): ChatRequest =>
  ask(model, `${'one '.repeat(LONG_WORDS)}\nSay hello.`, 1)

/** @param turn which of several; no two questions are equal, so that none is answered from a cache */
export const loadRequest = (model: string, turn: number): ChatRequest => ({
  ...ask(model, `Count upwards from ${turn + 1}, one number after the other.`, LOAD_TOKENS),
  thinking: false,
})
