import { countUsage, estimateTokens } from '../endpoint/count-tokens.ts'
import type { TokenCounter } from './counter.ts'

/** Counts nothing, estimates everything, and says so. */
export const estimatingCounter: TokenCounter = {
  way: 'estimated',
  count: async (prompts) =>
    prompts.map((prompt) => countUsage(estimateTokens, { model: '', ...prompt }, []).promptTokens),
}
