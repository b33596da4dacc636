import { caseOfTurn } from '../dialog/came-out.ts'
import type { AssistantTurn, Dialog, Turn } from '../dialog/dialog.ts'
import { isErrorResult } from '../dialog/error-result.ts'
import { segmentsOf } from '../dialog/segment.ts'
import { type JsonText, tryReadJson } from '../json/exact.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer } from '../tool-call/call.ts'
import { missingAt } from './missing.ts'
import { visibleText } from './plain-text.ts'
import { countRefusal, type Refusal, type RefusalCounts } from './refusal.ts'
import type { Message, Parent, Sample } from './sample.ts'
import { type Hash, sampleId } from './sample-id.ts'

export interface SampleOptions {
  /** User messages of history shown before a call (the method's N = 8). */
  readonly history: number
  /** The same for text answers (the method's 6). */
  readonly textHistory: number
  /** Whether text answers become samples too. */
  readonly textSamples: boolean
  /** Of the text answers only those that open the answer to a need: a question or a refusal, no report of results. */
  readonly openingTexts?: boolean
}

export interface DialogSource {
  readonly dialog: Dialog
  /** Offered in this dialog, in the order shown. */
  readonly tools: readonly Tool[]
  readonly toolSetHash: string
  /** Names the dialog in its source; part of the samples' ids. */
  readonly place: string
  parent(turn: number): Parent
}

export interface MadeSamples {
  readonly samples: readonly Sample[]
  readonly refused: RefusalCounts
}

const CALL_TAG = /<\/?tool_call>/

/** A result may be the text of a JSON object: then that is what says whether it failed. */
function isError(content: JsonText): boolean {
  if (isErrorResult(content)) return true
  const text = content.startsWith('"') ? tryReadJson(content) : undefined
  return typeof text === 'string' && text.trimStart().startsWith('{') && isErrorResult(text as JsonText)
}

function refusalOf(turn: AssistantTurn, next: Turn | undefined): Refusal | undefined {
  if (!turn.agreed) return 'unagreed'
  if (turn.marks.length > 0) return 'marked'
  if (turn.answer.kind === 'text') {
    if (visibleText(turn.answer.text).trim() === '')
      return turn.thinking === undefined ? 'emptyAnswer' : 'thinkingOnly'
    return CALL_TAG.test(turn.answer.text) ? 'tagInText' : undefined
  }
  if (turn.answer.calls.length === 0) return 'emptyAnswer'
  return next?.from === 'tool' && next.results.some((result) => isError(result.content))
    ? 'errorResult'
    : undefined
}

/** What was said along with calls is no part of the history: the policy is trained to answer with calls alone. */
const bare = (answer: Answer): Answer =>
  answer.kind === 'calls' && answer.prose !== undefined ? { kind: 'calls', calls: answer.calls } : answer

/** Whether the assistant has not yet answered the need that this turn serves. */
const opensAnswer = (dialog: Dialog, index: number): boolean =>
  segmentsOf(dialog).some(
    ({ first, end }) =>
      first <= index &&
      index < end &&
      dialog.turns.slice(first, index).every((turn) => turn.from !== 'assistant'),
  )

const isWanted = (dialog: Dialog, text: number, options: SampleOptions): boolean =>
  options.textSamples && (!options.openingTexts || opensAnswer(dialog, text))

function messageOf(turn: Turn): Message {
  if (turn.from === 'user') return { role: 'user', text: turn.text }
  if (turn.from === 'tool') return { role: 'tool', results: turn.results }
  return { role: 'assistant', answer: bare(turn.answer) }
}

/**
 * Index where the last `count` user messages before `end` begin; never earlier than the first user message, since a
 * prompt starts with a user. -1 where there is none.
 */
export function windowStart(messages: readonly Message[], end: number, count: number): number {
  let start = -1
  let seen = 0
  for (let i = end - 1; i >= 0 && seen < count; i--) {
    if (messages[i]?.role !== 'user') continue
    start = i
    seen++
  }
  return start
}

/**
 * One sample for every assistant turn that can be a label: agreed, unmarked, its calls not answered by an error. A
 * last call without a result is kept. Refused turns are counted by reason; text answers are neither made nor counted
 * where they are not wanted.
 */
export function samplesOfDialog(source: DialogSource, options: SampleOptions, hash: Hash): MadeSamples {
  const { dialog, tools } = source
  const messages = dialog.turns.map(messageOf)
  const samples: Sample[] = []
  const refused: RefusalCounts = {}
  for (const [index, turn] of dialog.turns.entries()) {
    if (turn.from !== 'assistant') continue
    const isText = turn.answer.kind === 'text'
    if (isText && !isWanted(dialog, index, options)) continue
    const start = windowStart(messages, index, isText ? options.textHistory : options.history)
    const why = refusalOf(turn, dialog.turns[index + 1]) ?? (start < 0 ? 'noUser' : undefined)
    if (why !== undefined) {
      countRefusal(refused, why)
      continue
    }
    const kind = caseOfTurn(dialog, index)
    const missing = kind === 'missingParameter' && isText ? missingAt(dialog, index, tools) : undefined
    const content = {
      toolSetHash: source.toolSetHash,
      tools,
      date: dialog.setup.date,
      language: dialog.setup.language,
      messages: messages.slice(start, index),
      accepted: [bare(turn.answer)],
      kind,
      ...(missing === undefined ? {} : { missing }),
    }
    samples.push({
      id: sampleId(content, `${source.place}#${index}`, hash),
      ...content,
      parents: [source.parent(index)],
    })
  }
  return { samples, refused }
}
