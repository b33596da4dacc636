/** Verdicts on what a model behind an endpoint can do: tools, schemas, log-probabilities, context, many at once. */
import { isExactObject, tryReadJson } from '../json/exact.ts'
import type { ToolCall } from '../tool-call/call.ts'
import { readAnswer } from '../tool-call/read.ts'
import { checkCall } from '../tool-call/schema.ts'
import { type Finding, fails, notes, warns } from './finding.ts'
import type { ChatRead } from './model-findings.ts'
import { readRefusal, serverWords } from './refusal.ts'
import { contextFlags, flagsFor } from './server-flags.ts'
import { ANSWER_TOKENS, AT_ONCE, LONG_WORDS, NEEDED_CONTEXT, WEATHER } from './toy-requests.ts'

const TOOLS = new Map([[WEATHER.name, WEATHER]])
const NO_PARSER = /enable-auto-tool-choice|tool-call-parser/i
const NO_TOOLS = /does not support (tools|functions?)|tool use (is )?not|tools? (is|are) not supported/i

const number = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
const shown = ({ name, arguments: text }: Pick<ToolCall, 'name'> & { arguments: string }): string =>
  `${name} ${text}`.slice(0, 120)

/** What the server said when it refused something special; its finding stands when the refusal says nothing special. */
function refusedAs(read: ChatRead, special: (words: string) => Finding | undefined): Finding | undefined {
  if ('content' in read) return undefined
  return (read.refusal && special(readRefusal(read.refusal.status, read.refusal.text).detail)) ?? read.finding
}

/** The model was asked to call the toy tool once. */
export function toolFinding(model: string, read: ChatRead): Finding {
  const flags = flagsFor(model).tools
  const parser = { flags }
  const more = { fix: { kind: 'flags', flags } } as const
  const refused = refusedAs(read, (detail) => {
    if (NO_PARSER.test(detail)) return fails('connection.noToolParser', parser, { detail, ...more })
    return NO_TOOLS.test(detail) ? fails('connection.toolsUnsupported', {}, { detail }) : undefined
  })
  if (refused || !('content' in read)) return refused ?? fails('connection.chatRefused')
  const [choice] = read.content.choices
  const problem = choice.problems?.[0]
  if (problem) return fails('connection.badArguments', { why: shown(problem) }, { detail: problem.reason })
  if (choice.calls) return callFinding(choice.calls, notes('connection.called'))
  if (choice.finish === 'length')
    return fails('connection.answerCut', { tokens: ANSWER_TOKENS }, { detail: choice.text.slice(0, 300) })
  const said = readAnswer(choice.text)
  if (said.ok?.kind === 'calls')
    return callFinding(said.ok.calls, warns('connection.callsAsText', parser, more))
  return fails('connection.noToolCall', {}, { detail: choice.text.slice(0, 300) })
}

function callFinding(calls: readonly ToolCall[], good: Finding): Finding {
  const bad = calls.find((call) => checkCall(TOOLS, call).length > 0)
  return bad ? fails('connection.badArguments', { why: shown(bad) }) : good
}

/** The model was asked for two calls in one answer. */
export function parallelFinding(read: ChatRead): Finding {
  if (!('content' in read)) return warns('connection.oneCall', {}, { detail: read.finding.detail })
  const [choice] = read.content.choices
  const said = choice.calls ? undefined : readAnswer(choice.text).ok
  const calls = choice.calls ?? (said?.kind === 'calls' ? said.calls : [])
  return calls.length >= 2
    ? notes('connection.calledTwice')
    : warns('connection.oneCall', {}, { detail: calls.map(shown).join('\n') || choice.text.slice(0, 300) })
}

/** The answer was to keep to a schema that the question does not mention. */
export function structuredFinding(read: ChatRead): Finding {
  const refused = refusedAs(read, (detail) => warns('connection.structuredRefused', {}, { detail }))
  if (refused || !('content' in read)) return refused ?? fails('connection.chatRefused')
  const { text, finish } = read.content.choices[0]
  const value = tryReadJson(text.trim())
  const kept =
    isExactObject(value) && typeof value.get('city') === 'string' && typeof value.get('coastal') === 'boolean'
  if (kept) return notes('connection.bound')
  const detail = text.slice(0, 300)
  return finish === 'length'
    ? warns('connection.answerCut', { tokens: ANSWER_TOKENS }, { detail })
    : warns('connection.structuredIgnored', {}, { detail })
}

export function logprobsFinding(read: ChatRead): Finding {
  const refused = refusedAs(read, (detail) => warns('connection.noLogprobs', {}, { detail }))
  if (refused || !('content' in read)) return refused ?? fails('connection.chatRefused')
  return read.content.choices[0].logprobs?.length
    ? notes('connection.gaveLogprobs')
    : warns('connection.noLogprobs')
}

const tooSmall = (tokens: number, detail = ''): Finding => {
  const { vllm, all } = contextFlags(NEEDED_CONTEXT)
  return fails(
    'connection.contextSmall',
    { tokens: number(tokens), needed: number(NEEDED_CONTEXT), flags: all },
    { detail, fix: { kind: 'flags', flags: vllm } },
  )
}

/** The server tells how much it reads. */
export const knownContextFinding = (tokens: number): Finding =>
  tokens < NEEDED_CONTEXT
    ? tooSmall(tokens)
    : notes('connection.contextKnown', { tokens: number(tokens), needed: number(NEEDED_CONTEXT) })

/** Tokens that an error text names as the most that is read. */
export function namedLimit(words: string): number | undefined {
  const found = /(?:maximum|max|limit|context|n_ctx)\D{0,60}?(\d[\d,]{2,})/i.exec(words)?.[1]
  return found === undefined ? undefined : Number(found.replaceAll(',', ''))
}

/** The long question was asked. A server that cuts prompts silently shows it in its count of tokens. */
export function longFinding(read: ChatRead): Finding {
  if (!('content' in read)) {
    const words = read.refusal ? serverWords(read.refusal.text) : ''
    const limit = namedLimit(words)
    return limit === undefined ? read.finding : tooSmall(limit, words)
  }
  const { promptTokens = 0 } = read.content.usage ?? {}
  if (promptTokens > 0 && promptTokens < LONG_WORDS * 0.8) {
    const { vllm, all } = contextFlags(NEEDED_CONTEXT)
    const values = { sent: number(LONG_WORDS), tokens: number(promptTokens), flags: all }
    return fails('connection.contextCut', values, { fix: { kind: 'flags', flags: vllm } })
  }
  return notes('connection.contextRead', { tokens: number(promptTokens || LONG_WORDS) })
}

/** What came of asking many at once. Times in ms. */
export interface LoadMeasured {
  readonly reads: readonly ChatRead[]
  /** One request of the same kind, alone. */
  readonly aloneMs: number
  readonly allMs: number
}

/** Below this gain over one after the other, a server is held to queue. */
const GAIN = 1.6

export function loadFinding({ reads, aloneMs, allMs }: LoadMeasured): Finding {
  const refused = reads.filter((read) => !('content' in read) && isBusy(read.finding))
  const broken = reads.flatMap((read) => ('content' in read || isBusy(read.finding) ? [] : [read.finding]))
  if (broken.length > 0)
    return warns('connection.loadFailed', { failed: broken.length }, { detail: broken[0]?.detail ?? '' })
  if (refused.length > 0)
    return warns('connection.loadRefused', {
      refused: refused.length,
      fit: Math.max(1, AT_ONCE - refused.length),
    })
  const gain = (AT_ONCE * aloneMs) / Math.max(1, allMs)
  if (gain < GAIN)
    return warns('connection.queues', { times: String(Math.round(allMs / Math.max(1, aloneMs))) })
  const tokens = reads.reduce(
    (sum, read) => sum + ('content' in read ? (read.content.usage?.completionTokens ?? 0) : 0),
    0,
  )
  return notes('connection.ran', {
    inFlight: Math.min(AT_ONCE, gain).toFixed(1),
    rate: number((tokens * 1000) / Math.max(1, allMs)),
  })
}

const isBusy = ({ code }: Finding): boolean => code === 'connection.busy' || code === 'connection.rateLimited'
