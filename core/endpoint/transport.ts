import type { JsonText } from '../json/exact.ts'
import type { ToolCall } from '../tool-call/call.ts'

/** A message in the shape of the OpenAI chat API; calls and results are text already. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string
  readonly calls?: readonly (ToolCall & { readonly id: string })[]
  /** On role tool: the id of the call it answers. */
  readonly callId?: string
}

export interface Sampling {
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly presencePenalty?: number
  readonly maxTokens?: number
  readonly stop?: readonly string[]
}

export interface ChatRequest {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly tools?: readonly {
    readonly name: string
    readonly description: string
    readonly parameters: JsonText
  }[]
  readonly sampling: Sampling
  /** The server's own seed; the same request with the same seed should give the same text where a server can. */
  readonly seed: number
  /** Answers wanted (the API's n). */
  readonly count?: number
  readonly logprobs?: boolean
  /** A JSON Schema that the reply has to satisfy; bound strictly where the server can. */
  readonly answerSchema?: { readonly name: string; readonly schema: JsonText }
  /** Thinking wanted or not, for models whose template knows the switch; undefined leaves the server's default. */
  readonly thinking?: boolean
  /** Opaque; read by practice roles only, never sent to a server. */
  readonly itemKey?: string
}

export interface TokenLogprob {
  readonly token: string
  readonly logprob: number
}

/** A call from the API's field whose arguments are not a JSON object; its text is as the server sent it. */
export interface CallProblem {
  readonly name: string
  readonly arguments: string
  readonly reason: string
}

export interface ChatChoice {
  /** What the model said, thinking removed. */
  readonly text: string
  readonly thinking?: string
  /** Calls from the API's field; undefined when the server sent none (they may stand raw in `text`). */
  readonly calls?: readonly ToolCall[]
  /**
   * Calls that cannot be read. Then `calls` is undefined and all calls of the choice stand raw in `text`, in call
   * tags, so that a repair sees what was written.
   */
  readonly problems?: readonly CallProblem[]
  readonly finish: 'stop' | 'length' | 'tool_calls' | 'other'
  readonly logprobs?: readonly TokenLogprob[]
}

export interface Usage {
  readonly promptTokens: number
  readonly completionTokens: number
  /** The server did not count; this is an estimate by the text. */
  readonly estimated?: true
}

export interface ChatReply {
  /** As the server named it in this reply. */
  readonly model: string
  readonly choices: readonly [ChatChoice, ...ChatChoice[]]
  readonly usage: Usage
  /** Waiting for a free place, and being served, in ms. */
  readonly queueMs: number
  readonly serviceMs: number
  /** Requests sent, retries included. */
  readonly attempts: number
}

/** What a model client is: vLLM, any OpenAI-compatible server, the small policy and practice roles all are one. */
export interface Transport {
  /** A name to show. */
  readonly name: string
  /** True for scripted practice roles; shown as such wherever their words are. */
  readonly scripted: boolean
  /** @throws TransportError; aborting the signal rejects with the signal's reason. */
  chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply>
}

/**
 * A request that failed for good (retries are the transport's own business).
 * scope `item`: this request can never work (context exceeded, refused content).
 * scope `job`: no request of this kind will work until somebody acts (bad key, unknown model, unreachable host).
 * scope `passing`: may work later.
 */
export class TransportError extends Error {
  readonly scope: 'item' | 'job' | 'passing'
  readonly code: TransportCode
  readonly detail: string
  constructor(scope: 'item' | 'job' | 'passing', code: TransportCode, detail: string) {
    super(`${code}: ${detail}`)
    this.scope = scope
    this.code = code
    this.detail = detail
  }
}

export const TRANSPORT_CODES = [
  'endpoint.unreachable',
  'endpoint.timeout',
  'endpoint.auth',
  'endpoint.notFound',
  'endpoint.model',
  'endpoint.context',
  'endpoint.rejected',
  'endpoint.overloaded',
  'endpoint.serverError',
  'endpoint.badReply',
  'endpoint.tooLarge',
  'endpoint.redirect',
  'endpoint.key',
  /** Nothing was sent: the user did not configure this host. */
  'network.notConfigured',
] as const
export type TransportCode = (typeof TRANSPORT_CODES)[number]
