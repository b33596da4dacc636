import type { ChatChoice, ChatMessage, ChatRequest, Usage } from '../endpoint/transport.ts'
import type { TokenCounter } from './counter.ts'

const asMessage = ({ text, thinking = '', calls = [] }: ChatChoice): ChatMessage => ({
  role: 'assistant',
  content: thinking === '' ? text : `${thinking}\n${text}`,
  ...(calls.length === 0 ? {} : { calls: calls.map((call, i) => ({ ...call, id: String(i) })) }),
})

/** What a request and its answers came to, where the server does not say: an answer is what it adds to the prompt. */
export async function countedUsage(
  counter: TokenCounter,
  { messages, tools, thinking }: Pick<ChatRequest, 'messages' | 'tools' | 'thinking'>,
  choices: readonly ChatChoice[],
): Promise<Usage> {
  const asked = { messages, ...(tools ? { tools } : {}), ...(thinking === undefined ? {} : { thinking }) }
  const answered = choices.map((choice) => ({ ...asked, messages: [...messages, asMessage(choice)] }))
  const [promptTokens = 0, ...all] = await counter.count([asked, ...answered])
  const completionTokens = all.reduce((sum, tokens) => sum + Math.max(0, tokens - promptTokens), 0)
  return { promptTokens, completionTokens, estimated: true }
}
