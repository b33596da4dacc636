/** A request as the OpenAI chat API spells it, with the two fields that vLLM adds. */
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import type { ChatMessage, ChatRequest } from '#core/endpoint/transport.ts'

interface VllmFields {
  readonly top_k?: number
  readonly chat_template_kwargs?: { readonly enable_thinking: boolean }
}
type Body = Omit<ChatCompletionCreateParamsNonStreaming, 'tools' | 'response_format'> & VllmFields

function message(from: ChatMessage): ChatCompletionMessageParam {
  if (from.role === 'tool') return { role: 'tool', tool_call_id: from.callId ?? '', content: from.content }
  if (from.role !== 'assistant' || !from.calls?.length) return { role: from.role, content: from.content }
  return {
    role: 'assistant',
    content: from.content === '' ? null : from.content,
    tool_calls: from.calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
  }
}

/** Printed tool lists: the same list goes out with every turn of a dialog. */
const printed = new WeakMap<NonNullable<ChatRequest['tools']>, string>()

/** Schemas are exact JSON already and are put in as they are; JSON.stringify would alter their numbers. */
function toolsText(tools: NonNullable<ChatRequest['tools']>): string {
  const known = printed.get(tools)
  if (known !== undefined) return known
  const text = tools
    .map((tool) => {
      const head = JSON.stringify({ name: tool.name, description: tool.description })
      return `{"type":"function","function":${head.slice(0, -1)},"parameters":${tool.parameters}}}`
    })
    .join()
  printed.set(tools, `[${text}]`)
  return `[${text}]`
}

/** The JSON text that is posted. Fields that are not wanted are left out, since some servers refuse what they do not know. */
export function requestBody(request: ChatRequest): string {
  const { sampling, tools, answerSchema } = request
  const offered = tools !== undefined && tools.length > 0
  const body: Body = {
    model: request.model,
    messages: request.messages.map(message),
    stream: false,
    seed: request.seed,
    ...(sampling.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }),
    ...(sampling.topK === undefined ? {} : { top_k: sampling.topK }),
    ...(sampling.presencePenalty === undefined ? {} : { presence_penalty: sampling.presencePenalty }),
    ...(sampling.maxTokens === undefined ? {} : { max_tokens: sampling.maxTokens }),
    ...(sampling.stop === undefined ? {} : { stop: [...sampling.stop] }),
    ...(request.count === undefined || request.count === 1 ? {} : { n: request.count }),
    ...(request.logprobs ? { logprobs: true } : {}),
    ...(offered ? { tool_choice: 'auto', parallel_tool_calls: true } : {}),
    ...(request.thinking === undefined
      ? {}
      : { chat_template_kwargs: { enable_thinking: request.thinking } }),
  }
  const toolsPart = offered ? `,"tools":${toolsText(tools)}` : ''
  const schemaPart = answerSchema
    ? `,"response_format":{"type":"json_schema","json_schema":{"name":${JSON.stringify(answerSchema.name)},"strict":true,"schema":${answerSchema.schema}}}`
    : ''
  return `${JSON.stringify(body).slice(0, -1)}${toolsPart}${schemaPart}}`
}
