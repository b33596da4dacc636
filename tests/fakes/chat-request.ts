import type { ChatRequest } from '#core/endpoint/transport.ts'

/** A request of the smallest kind. */
export const chatRequest = (with_: Partial<ChatRequest> = {}): ChatRequest => ({
  model: 'stub',
  messages: [{ role: 'user', content: 'Hi' }],
  sampling: {},
  seed: 1,
  ...with_,
})
