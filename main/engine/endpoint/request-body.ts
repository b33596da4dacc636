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
/** Fields with nothing in them are left out of the text. */
type Wanted = { readonly [F in keyof Body]: Body[F] | undefined }

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

/** What is posted, and the names of its fields. */
export interface RequestBody {
  readonly text: string
  readonly fields: readonly string[]
}

const NONE: ReadonlySet<string> = new Set()

/**
 * Only fields that are wanted are there, since some servers refuse what they do not know.
 * @param unwelcome fields that this server refused (see `refusedField`)
 */
export function requestBody(request: ChatRequest, unwelcome: ReadonlySet<string> = NONE): RequestBody {
  const { sampling, tools, answerSchema, thinking, count } = request
  const offered = tools !== undefined && tools.length > 0
  const wanted: Wanted = {
    model: request.model,
    messages: request.messages.map(message),
    stream: false,
    seed: request.seed,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    presence_penalty: sampling.presencePenalty,
    max_tokens: sampling.maxTokens,
    max_completion_tokens: unwelcome.has('max_tokens') ? sampling.maxTokens : undefined,
    stop: sampling.stop && [...sampling.stop],
    n: count === 1 ? undefined : count,
    logprobs: request.logprobs || undefined,
    tool_choice: offered ? 'auto' : undefined,
    parallel_tool_calls: offered || undefined,
    chat_template_kwargs: thinking === undefined ? undefined : { enable_thinking: thinking },
  }
  const kept = Object.entries(wanted).filter(([field, value]) => value !== undefined && !unwelcome.has(field))
  const bound = unwelcome.has('response_format') ? undefined : answerSchema
  const toolsPart = offered ? `,"tools":${toolsText(tools)}` : ''
  const schemaPart = bound
    ? `,"response_format":{"type":"json_schema","json_schema":{"name":${JSON.stringify(bound.name)},"strict":true,"schema":${bound.schema}}}`
    : ''
  return {
    text: `${JSON.stringify(Object.fromEntries(kept)).slice(0, -1)}${toolsPart}${schemaPart}}`,
    fields: [...kept.map(([field]) => field), ...(bound ? ['response_format'] : [])],
  }
}
