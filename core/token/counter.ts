import type { ChatRequest } from '../endpoint/transport.ts'

/** A prompt as a server is sent it: messages, and tools where they go in the API's own field. */
export type PromptToCount = Pick<ChatRequest, 'messages' | 'tools' | 'thinking'>

/**
 * How counts come about: by the model's tokenizer and its chat template, by the tokenizer alone (what a template adds
 * is not known), by the server, or estimated from the text.
 */
export const COUNT_WAYS = ['exact', 'noTemplate', 'server', 'estimated'] as const
export type CountWay = (typeof COUNT_WAYS)[number]

/** Counts the tokens of prompts as a model would read them, open for its answer. */
export interface TokenCounter {
  readonly way: CountWay
  /**
   * One number a prompt, in order.
   * @throws Failure `tokenizer.*`, `template.*`
   */
  count(prompts: readonly PromptToCount[]): Promise<readonly number[]>
}
