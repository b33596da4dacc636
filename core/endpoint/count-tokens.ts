/** Tokens of a text where no server and no tokenizer counted them. */
import type { ChatChoice, ChatMessage, ChatRequest, Usage } from './transport.ts'

/** Tokens of a text for a model; exact where its tokenizer is known. */
export type CountTokens = (model: string, text: string) => number

/** Signs that tokenizers take one by one. */
const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g
/** Of the chat template, for each message. */
const MESSAGE_TOKENS = 4

/** By its characters: four Latin letters or one Chinese sign each. */
export const estimateTokens: CountTokens = (_model, text) => {
  const signs = text.match(WIDE)?.length ?? 0
  return signs + Math.ceil((text.length - signs) / 4)
}

const callsText = (calls: ChatMessage['calls'] | ChatChoice['calls']): string =>
  (calls ?? []).map(({ name, arguments: args }) => `${name} ${args}`).join('\n')

/** What a request and its answer came to, when the server does not say. */
export function countUsage(
  count: CountTokens,
  { model, messages, tools = [] }: Pick<ChatRequest, 'model' | 'messages' | 'tools'>,
  choices: readonly ChatChoice[],
): Usage {
  const of = (text: string): number => (text === '' ? 0 : count(model, text))
  const said = messages.map(({ content, calls }) => MESSAGE_TOKENS + of(content) + of(callsText(calls)))
  const offered = tools.map(({ name, description, parameters }) => of(`${name} ${description} ${parameters}`))
  const answered = choices.map(
    ({ text, thinking = '', calls }) => of(text) + of(thinking) + of(callsText(calls)),
  )
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)
  return { promptTokens: sum(said) + sum(offered), completionTokens: sum(answered) }
}
