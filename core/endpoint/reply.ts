import { isExactObject, JsonError, readJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { ToolCall } from '../tool-call/call.ts'
import { readArguments, splitThinking } from '../tool-call/read.ts'
import type { CallProblem, ChatChoice, ChatReply, TokenLogprob, Usage } from './transport.ts'

/** A reply that is not a chat completion: never accepted as an answer, worth another attempt. */
export class BadReply extends Error {}

/** `usage` is absent where the server counted nothing. */
export type ReplyContent = Pick<ChatReply, 'model' | 'choices'> & Partial<Pick<ChatReply, 'usage'>>

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const absent = (value: unknown): value is undefined | null => value === undefined || value === null

/**
 * Reads the body of a chat completion. Every choice must have its finish_reason: a reply without one was cut.
 * @param askedModel stands in where the server does not name its model
 * @throws BadReply
 */
export function decodeReply(body: string, askedModel: string): ReplyContent {
  const root = parse(body)
  if (!absent(root.error)) throw new BadReply('an error inside a good status')
  if (!Array.isArray(root.choices) || root.choices.length === 0) throw new BadReply('no choices')
  const exact = exactReader(body)
  const [first, ...others] = root.choices.map((choice, i) => decodeChoice(choice, i, exact))
  if (!first) throw new BadReply('no choices')
  const usage = decodeUsage(root.usage)
  return {
    model: typeof root.model === 'string' && root.model !== '' ? root.model : askedModel,
    choices: [first, ...others],
    ...(usage === undefined ? {} : { usage }),
  }
}

function parse(body: string): Fields {
  let root: unknown
  try {
    root = JSON.parse(body)
  } catch {
    throw new BadReply(/^\s*</.test(body) ? 'a web page instead of JSON' : 'the body is not JSON')
  }
  if (!isFields(root)) throw new BadReply('the body is not an object')
  return root
}

export interface ServedModel {
  readonly id: string
  /** Tokens that it reads at most, where the server tells (vLLM). */
  readonly maxLength?: number
}

/** The models that a server lists. @throws BadReply */
export function decodeServed(body: string): ServedModel[] {
  const { data } = parse(body)
  if (!Array.isArray(data)) throw new BadReply('no list of models')
  return data.flatMap((one: unknown) => {
    if (!isFields(one) || typeof one.id !== 'string') return []
    const length = one.max_model_len
    return [{ id: one.id, ...(typeof length === 'number' && length > 0 ? { maxLength: length } : {}) }]
  })
}

/** Names of the models that a server lists. @throws BadReply */
export const decodeModels = (body: string): string[] => decodeServed(body).map(({ id }) => id)

/** No request is read as 0 tokens: a server that says so has not counted. */
function decodeUsage(raw: unknown): Usage | undefined {
  if (absent(raw)) return undefined
  if (!isFields(raw)) throw new BadReply('usage is not an object')
  const [promptTokens, completionTokens] = [tokens(raw.prompt_tokens), tokens(raw.completion_tokens)]
  return promptTokens === 0 ? undefined : { promptTokens, completionTokens }
}

function tokens(raw: unknown): number {
  if (absent(raw)) return 0
  if (typeof raw !== 'number' || !Number.isFinite(raw) || raw < 0)
    throw new BadReply('a token count is wrong')
  return raw
}

const FINISHES: Readonly<Record<string, ChatChoice['finish']>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
}

/** Arguments that a server sent as an object, by place, with their numbers as written. */
type ExactArguments = (choice: number, call: number) => string | undefined

function decodeChoice(raw: unknown, index: number, exact: ExactArguments): ChatChoice {
  if (!isFields(raw)) throw new BadReply('a choice is not an object')
  if (typeof raw.finish_reason !== 'string' || raw.finish_reason === '')
    throw new BadReply('no finish_reason: the answer was cut')
  const message = raw.message
  if (!isFields(message)) throw new BadReply('a choice without a message')
  if (!absent(message.role) && message.role !== 'assistant') throw new BadReply('a message of another role')
  const said = splitThinking(decodeContent(message.content))
  const thinking = [decodeThinking(message), said.thinking].filter((t) => t !== undefined).join('\n')
  const asked = decodeCalls(message.tool_calls, (call) => exact(index, call))
  const logprobs = decodeLogprobs(raw.logprobs)
  return {
    text: asked.problems ? [said.text.trim(), ...asked.raw].filter((t) => t !== '').join('\n') : said.text,
    ...(asked.calls ? { calls: asked.calls } : {}),
    ...(asked.problems ? { problems: asked.problems } : {}),
    ...(thinking === '' ? {} : { thinking }),
    finish: Object.hasOwn(FINISHES, raw.finish_reason) ? (FINISHES[raw.finish_reason] ?? 'other') : 'other',
    ...(logprobs ? { logprobs } : {}),
  }
}

/** A string, nothing, or a list of parts of which the text ones count. */
function decodeContent(raw: unknown): string {
  if (absent(raw)) return ''
  if (typeof raw === 'string') return raw
  if (!Array.isArray(raw)) throw new BadReply('the content is not text')
  return raw
    .map((part: unknown) => {
      if (!isFields(part) || typeof part.type !== 'string') throw new BadReply('the content is not text')
      if (part.type !== 'text') return ''
      if (typeof part.text !== 'string') throw new BadReply('the content is not text')
      return part.text
    })
    .join('')
}

function decodeThinking(message: Fields): string | undefined {
  const raw = absent(message.reasoning_content) ? message.reasoning : message.reasoning_content
  return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined
}

interface AskedCalls {
  readonly calls?: readonly ToolCall[]
  readonly problems?: readonly CallProblem[]
  /** The calls in call tags, as they were written. */
  readonly raw: readonly string[]
}

function decodeCalls(list: unknown, exact: (call: number) => string | undefined): AskedCalls {
  if (absent(list)) return { raw: [] }
  if (!Array.isArray(list)) throw new BadReply('tool_calls is not a list')
  if (list.length === 0) return { raw: [] }
  const calls: ToolCall[] = []
  const problems: CallProblem[] = []
  const raw: string[] = []
  for (const [i, one] of list.entries()) {
    const { name, text } = callParts(one, () => exact(i))
    const read = readCallArguments(text)
    if ('reason' in read) problems.push({ name, arguments: text, reason: read.reason })
    else calls.push({ name, arguments: read.arguments })
    raw.push(`<tool_call>\n{"name":${JSON.stringify(name)},"arguments":${text.trim() || '{}'}}\n</tool_call>`)
  }
  return problems.length > 0 ? { problems, raw } : { calls, raw: [] }
}

function callParts(raw: unknown, exact: () => string | undefined): { name: string; text: string } {
  const call = isFields(raw) ? raw.function : undefined
  if (!isFields(call) || typeof call.name !== 'string' || call.name === '')
    throw new BadReply('a tool call without a name')
  if (typeof call.arguments === 'string') return { name: call.name, text: call.arguments }
  if (absent(call.arguments)) return { name: call.name, text: '' }
  const text = isFields(call.arguments) ? exact() : undefined
  if (text === undefined) throw new BadReply('the arguments of a call are no text')
  return { name: call.name, text }
}

/** A tool without parameters is often called with an empty text. */
function readCallArguments(text: string): Pick<ToolCall, 'arguments'> | { reason: string } {
  if (text.trim() === '') return { arguments: printJson(new Map()) }
  try {
    const args = readArguments(readJson(text))
    return args === undefined ? { reason: 'the arguments are not an object' } : { arguments: args }
  } catch (error) {
    if (error instanceof JsonError) return { reason: error.message }
    throw error
  }
}

/** Rare, so the body is read a second time, exactly, only when it is needed. */
function exactReader(body: string): ExactArguments {
  return (choice, call) => {
    const at = (value: unknown, key: string | number): unknown =>
      value instanceof Map ? value.get(key) : Array.isArray(value) ? value[Number(key)] : undefined
    let value: unknown
    try {
      value = readJson(body)
    } catch (error) {
      if (error instanceof JsonError) throw new BadReply(error.message)
      throw error
    }
    for (const key of ['choices', choice, 'message', 'tool_calls', call, 'function', 'arguments'])
      value = at(value, key)
    return value instanceof Map && isExactObject(value) ? printJson(value) : undefined
  }
}

function decodeLogprobs(raw: unknown): TokenLogprob[] | undefined {
  if (absent(raw)) return undefined
  const content = isFields(raw) ? raw.content : undefined
  if (absent(content)) return undefined
  if (!Array.isArray(content)) throw new BadReply('logprobs are not a list')
  return content.map((one: unknown) => {
    if (!isFields(one) || typeof one.token !== 'string' || typeof one.logprob !== 'number')
      throw new BadReply('a logprob without token and number')
    return { token: one.token, logprob: one.logprob }
  })
}
