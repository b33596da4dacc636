import type { TransportCode } from './transport.ts'

/** What an answer with an error status means for the request. */
export interface Refusal {
  /** `retry`: the same request may work later; otherwise the scope of a TransportError. */
  readonly next: 'retry' | 'item' | 'job'
  readonly code: TransportCode
  /** The server's own words, shortened. */
  readonly detail: string
  /** The server said that it has too much to do. */
  readonly overloaded?: boolean
}

const DETAIL_LENGTH = 500
const TOO_LONG =
  /context[ _-]?(length|window|size)|maximum (model|context|sequence|input|token)|max_model_len|too many (input )?tokens|(prompt|input|request|messages?) (is|are|was) too (long|large)|input length|exceeds? (the )?(max|context|limit)|string_above_max/i
const NO_MODEL =
  /model_not_found|(model|deployment)\b.{0,200}\b(not (be )?found|(does|do|did) ?n[o'’]t exist|not exist|unknown|not (loaded|available|supported|served)|invalid)|(unknown|no such|invalid) (model|deployment)|not a valid model/is
/** A server that is not set up for tools, or not for a field that every request of ours has. */
const NOT_SET_UP =
  /enable-auto-tool-choice|tool-call-parser|does not support (tools|functions?)|tool use (is )?not|tools? (is|are) not supported/i
const QUOTA =
  /insufficient_quota|exceeded your current quota|billing|insufficient (balance|credit|funds)|payment required/i

/** The error text of a body, whatever its layout, cut to a line that can be shown. */
export function serverWords(body: string): string {
  let text = body
  try {
    const parsed: unknown = JSON.parse(body)
    text = errorText(parsed) ?? body
  } catch {
    text = body.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]{0,1000}>/g, ' ')
  }
  return text.replace(/\s+/g, ' ').trim().slice(0, DETAIL_LENGTH)
}

function errorText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Readonly<Record<string, unknown>>
  const inner = errorText(fields.error)
  if (inner !== undefined) return inner
  const words = [fields.message, fields.error, fields.detail].find((v) => typeof v === 'string' && v !== '')
  if (words === undefined) return undefined
  const code = typeof fields.code === 'string' && fields.code !== '' ? ` (${fields.code})` : ''
  return `${words}${code}`
}

const BY_STATUS: Readonly<Record<number, Omit<Refusal, 'detail'>>> = {
  401: { next: 'job', code: 'endpoint.auth' },
  402: { next: 'job', code: 'endpoint.rejected' },
  403: { next: 'job', code: 'endpoint.auth' },
  405: { next: 'job', code: 'endpoint.notFound' },
  407: { next: 'job', code: 'endpoint.auth' },
  408: { next: 'retry', code: 'endpoint.timeout' },
  409: { next: 'retry', code: 'endpoint.serverError' },
  410: { next: 'job', code: 'endpoint.notFound' },
  413: { next: 'item', code: 'endpoint.tooLarge' },
  425: { next: 'retry', code: 'endpoint.serverError' },
  503: { next: 'retry', code: 'endpoint.overloaded', overloaded: true },
  529: { next: 'retry', code: 'endpoint.overloaded', overloaded: true },
}

/**
 * What a status other than 2xx means.
 * @param body as much of the reply's text as there is
 */
export function readRefusal(status: number, body: string): Refusal {
  const words = serverWords(body.slice(0, 20_000))
  const detail = words === '' ? `status ${status}` : `status ${status}: ${words}`
  return { ...(BY_STATUS[status] ?? byWords(status, words)), detail }
}

function byWords(status: number, words: string): Omit<Refusal, 'detail'> {
  if (status < 400) return { next: 'job', code: 'endpoint.redirect' }
  if (status === 404)
    return { next: 'job', code: NO_MODEL.test(words) ? 'endpoint.model' : 'endpoint.notFound' }
  if (status === 429)
    return QUOTA.test(words)
      ? { next: 'job', code: 'endpoint.overloaded' }
      : { next: 'retry', code: 'endpoint.overloaded', overloaded: true }
  // Some servers say "too long" with status 500; repeating that would never help.
  if (TOO_LONG.test(words)) return { next: 'item', code: 'endpoint.context' }
  if (status >= 500) return { next: 'retry', code: 'endpoint.serverError' }
  if (NOT_SET_UP.test(words)) return { next: 'job', code: 'endpoint.rejected' }
  if (NO_MODEL.test(words)) return { next: 'job', code: 'endpoint.model' }
  return { next: 'item', code: 'endpoint.rejected' }
}

/** Fields of a request that an answer can do without, and how a server names what it will not take. */
const SPARE_FIELDS: readonly (readonly [field: string, named: RegExp])[] = [
  ['top_k', /\btop_k\b/],
  ['chat_template_kwargs', /\bchat_template_kwargs\b/],
  ['seed', /\bseed\b/],
  ['parallel_tool_calls', /\bparallel_tool_calls\b/],
  ['presence_penalty', /\bpresence_penalty\b/],
  ['response_format', /\bresponse_format\b|\bjson_schema\b|\bstructured outputs?\b/i],
  // Newer models of OpenAI want this one by another name.
  ['max_tokens', /\bmax_completion_tokens\b/],
]

/**
 * Servers that call themselves OpenAI-compatible differ in what they refuse.
 * @param sent names of the fields in the refused request
 * @returns the field to leave out (`max_tokens`: to send by its newer name)
 */
export const refusedField = (words: string, sent: readonly string[]): string | undefined =>
  SPARE_FIELDS.find(([field, named]) => sent.includes(field) && named.test(words))?.[0]
