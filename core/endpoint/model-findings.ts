/** Verdicts on the list of models and on a first chat answer. */
import { type Asked, exchangeFinding } from './exchange-findings.ts'
import type { ExchangeOutcome, Reply } from './exchange-outcome.ts'
import { type Finding, fails, notes, warns } from './finding.ts'
import { readRefusal } from './refusal.ts'
import { BadReply, decodeReply, decodeServed, type ReplyContent, type ServedModel } from './reply.ts'
import { flagsFor } from './server-flags.ts'

export type ModelsRead =
  | { readonly served: readonly ServedModel[]; readonly findings: readonly Finding[] }
  | { readonly finding: Finding }

const listed = (names: readonly string[]): string =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '')

const unlikely = ({ contentType }: Reply): boolean => contentType !== '' && !/\bjson\b/i.test(contentType)

/** Reads the answer to `GET …/models`. */
export function readModels(outcome: ExchangeOutcome, asked: Asked): ModelsRead {
  const trouble = exchangeFinding(outcome, asked)
  if (trouble) return { finding: trouble }
  if (outcome.is !== 'reply') throw new Error('a broken exchange is trouble')
  const { status, text, contentType } = outcome
  if (status < 200 || status >= 300)
    return { finding: warns('connection.noModelList', {}, { detail: `status ${status}` }) }
  try {
    const served = decodeServed(text)
    if (served.length === 0) return { served, findings: [warns('connection.emptyModelList')] }
    const type = contentType.split(';')[0] ?? ''
    const odd = unlikely(outcome) ? [warns('connection.contentType', { type })] : []
    return { served, findings: [...odd, notes('connection.listed', { count: served.length })] }
  } catch (error) {
    if (!(error instanceof BadReply)) throw error
    return { finding: fails('connection.notModels', {}, { detail: error.message }) }
  }
}

/** The part after the last slash, in small letters, without a tag: what people remember of a name. */
const core = (model: string): string =>
  model
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/:latest$/, '')

/** Whether the typed name is served. */
export function modelFinding(model: string, served: readonly string[]): Finding {
  const only = served.length === 1 ? served[0] : undefined
  if (model === '')
    return fails(
      'connection.modelEmpty',
      { served: listed(served) || '—' },
      only === undefined ? {} : { fix: { kind: 'model', model: only } },
    )
  if (served.includes(model)) return notes('connection.modelServed')
  const near = served.find((name) => core(name) === core(model))
  return near === undefined
    ? fails('connection.modelMissing', { model, served: listed(served) })
    : fails('connection.modelNear', { model, right: near }, { fix: { kind: 'model', model: near } })
}

export type ChatRead =
  | { readonly content: ReplyContent }
  | { readonly finding: Finding; readonly refusal?: Reply }

/**
 * Reads a chat answer.
 * @param served names of the served models, for a model that is missing
 * @returns `refusal` with a status that depends on what was asked for; its finding is the one of a plain question
 */
export function readChat(
  outcome: ExchangeOutcome,
  asked: Asked,
  model: string,
  served: readonly string[],
): ChatRead {
  const trouble = exchangeFinding(outcome, asked)
  if (trouble) return { finding: trouble }
  if (outcome.is !== 'reply') throw new Error('a broken exchange is trouble')
  const { status, text } = outcome
  if (status < 200 || status >= 300)
    return { finding: refusedFinding(outcome, asked, model, served), refusal: outcome }
  try {
    return { content: decodeReply(text, model) }
  } catch (error) {
    if (!(error instanceof BadReply)) throw error
    return { finding: fails('connection.notChat', {}, { detail: error.message }) }
  }
}

const NO_TEMPLATE = /chat[ _]template/i

function refusedFinding(reply: Reply, asked: Asked, model: string, served: readonly string[]): Finding {
  const { code, detail } = readRefusal(reply.status, reply.text)
  if (code === 'endpoint.model')
    return fails('connection.modelMissing', { model, served: listed(served) || '—' }, { detail })
  if (code === 'endpoint.notFound')
    return fails('connection.notFound', { path: asked.paths.base }, { detail })
  if (NO_TEMPLATE.test(detail)) return fails('connection.noTemplate', {}, { detail })
  return fails('connection.chatRefused', {}, { detail })
}

/** Servers name a model with its folder, a date or a tag; that is still the one that was asked for. */
const isSame = (asked: string, answered: string): boolean =>
  core(answered).startsWith(core(asked)) || core(asked).startsWith(core(answered))

export function chatFindings(model: string, body: string, content: ReplyContent): Finding[] {
  const { model: answered } = content
  const first = isSame(model, answered)
    ? notes('connection.answered')
    : warns('connection.modelSwapped', { asked: model, answered })
  return [first, ...leakFindings(model, body)]
}

/** Thinking that a server left in the answer's text. @param body the reply as it came */
export function leakFindings(model: string, body: string): Finding[] {
  if (!/"content"\s*:\s*"(?:[^"\\]|\\.)*<\/?think>/.test(body)) return []
  const flags = flagsFor(model).thinking
  return [warns('connection.thinkingLeaks', { flags }, { fix: { kind: 'flags', flags } })]
}
