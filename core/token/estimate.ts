import type { PromptToCount, TokenCounter } from './counter.ts'

const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
/** Tokens of a character, as vocabularies of 100,000 to 150,000 tokens give them: CJK text, all other text. */
const A_DENSE_SIGN = 0.7
const A_SIGN = 0.28
/** What a template puts around a message. */
const AROUND_A_MESSAGE = 5

/** About how many tokens a text has, where no tokenizer is known. */
export function estimateTokens(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0
  return Math.ceil(dense * A_DENSE_SIGN + (text.length - dense) * A_SIGN)
}

const estimatePrompt = ({ messages, tools = [] }: PromptToCount): number =>
  messages.reduce(
    (sum, { content, calls = [] }) =>
      sum +
      AROUND_A_MESSAGE +
      estimateTokens(content) +
      calls.reduce((all, call) => all + estimateTokens(call.name) + estimateTokens(call.arguments), 0),
    AROUND_A_MESSAGE,
  ) +
  tools.reduce(
    (sum, { name, description, parameters }) => sum + estimateTokens(`${name}${description}${parameters}`),
    0,
  )

/** Counts nothing, estimates everything, and says so. */
export const estimatingCounter: TokenCounter = {
  way: 'estimated',
  count: async (prompts) => prompts.map(estimatePrompt),
}
