import { type ExactJson, isExactObject, JsonError, type JsonText, readJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { Answer, ToolCall } from './call.ts'

const THINK_OPEN = '<think>'
const THINK_CLOSE = '</think>'
const CALL_OPEN = '<tool_call>'
const CALL_CLOSE = '</tool_call>'
const BACKSLASH = 92

/** Why raw text is neither words nor calls. */
export const READ_PROBLEMS = [
  'empty',
  'tagNotClosed',
  'tagNotOpened',
  'notJson',
  'notACall',
  'noName',
  'badArguments',
] as const
export type ReadProblem = (typeof READ_PROBLEMS)[number]

export type ReadAnswer =
  | { readonly ok: Answer; readonly wrong?: never }
  | { readonly wrong: ReadProblem; readonly detail: string; readonly ok?: never }

const NEXT_TAG = /<think>|<tool_call>/g
const SPACE = /\s*/y

/** The text, with the expression set to go on at an offset (cutting the text instead would cost its length). */
function resume(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at
  return text
}
const afterSpace = (text: string, at: number): number =>
  at + (SPACE.exec(resume(SPACE, text, at))?.[0].length ?? 0)

/**
 * Parts thinking from what is said. Thinking is all before a `</think>` that no `<think>` opens (some templates open
 * it in the prompt), and every `<think>` block before the first call tag, up to its end or the end of the text.
 * Tags inside a call's arguments are left alone. Text without thinking comes back unaltered.
 */
export function splitThinking(text: string): { thinking?: string; text: string } {
  const thoughts: string[] = []
  let at = 0
  const close = text.indexOf(THINK_CLOSE)
  const open = text.indexOf(THINK_OPEN)
  if (close >= 0 && (open < 0 || close < open)) {
    thoughts.push(text.slice(0, close))
    at = afterSpace(text, close + THINK_CLOSE.length)
  }
  let said = ''
  for (;;) {
    const next = NEXT_TAG.exec(resume(NEXT_TAG, text, at))
    if (next?.[0] !== THINK_OPEN) break
    said += text.slice(at, next.index)
    const end = text.indexOf(THINK_CLOSE, next.index)
    thoughts.push(text.slice(next.index + THINK_OPEN.length, end < 0 ? undefined : end))
    at = end < 0 ? text.length : end + THINK_CLOSE.length
    if (said === '') at = afterSpace(text, at)
  }
  said += text.slice(at)
  const thinking = thoughts
    .map((t) => t.trim())
    .filter((t) => t !== '')
    .join('\n')
  return thinking === '' ? { text: said } : { thinking, text: said }
}

class WrongCall extends Error {
  readonly problem: ReadProblem
  constructor(problem: ReadProblem, detail: string) {
    super(detail)
    this.problem = problem
  }
}

/** Offset of the quote that ends the string which opens at `open`, or -1. */
export function stringEnd(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return quote
  }
  return -1
}

/** Offset of the next closing tag that does not stand inside a JSON string, or -1. */
function closingTag(text: string, from: number): number {
  let close = text.indexOf(CALL_CLOSE, from)
  for (let at = from; close >= 0; ) {
    const quote = text.indexOf('"', at)
    if (quote < 0 || quote > close) return close
    const end = stringEnd(text, quote)
    if (end < 0) return -1
    at = end + 1
    if (close < at) close = text.indexOf(CALL_CLOSE, at)
  }
  return -1
}

/**
 * The arguments of a call as written by a model: an object, or a string that holds one. Absent means none.
 * @returns undefined when it is something else.
 */
export function readArguments(raw: ExactJson | undefined): JsonText | undefined {
  if (raw === undefined) return '{}' as JsonText
  if (isExactObject(raw)) return printJson(raw)
  if (typeof raw !== 'string') return undefined
  try {
    const inner = readJson(raw)
    return isExactObject(inner) ? printJson(inner) : undefined
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}

function readCall(value: ExactJson): ToolCall {
  if (!isExactObject(value)) throw new WrongCall('notACall', 'a call must be an object')
  const name = value.get('name')
  if (typeof name !== 'string' || name === '') throw new WrongCall('noName', 'a call must have a name')
  const args = readArguments(value.get('arguments'))
  if (args === undefined) throw new WrongCall('badArguments', `the arguments of ${name} are not an object`)
  return { name, arguments: args }
}

/** One tag's body: a call, or a list of calls. */
function readBody(body: string): ToolCall[] {
  let value: ExactJson
  try {
    value = readJson(body)
  } catch (error) {
    if (error instanceof JsonError) throw new WrongCall('notJson', error.message)
    throw error
  }
  if (!Array.isArray(value)) return [readCall(value)]
  if (value.length === 0) throw new WrongCall('notACall', 'a list without a call')
  return value.map(readCall)
}

function readCalls(text: string, first: number): ToolCall[] {
  const calls: ToolCall[] = []
  let at = first
  while (at >= 0) {
    const body = at + CALL_OPEN.length
    const end = closingTag(text, body)
    if (end < 0) throw unclosed(text, body)
    calls.push(...readBody(text.slice(body, end)))
    at = end + CALL_CLOSE.length
    const next = text.indexOf(CALL_OPEN, at)
    const stray = text.indexOf(CALL_CLOSE, at)
    if (stray >= 0 && (next < 0 || stray < next))
      throw new WrongCall('tagNotOpened', 'a closing tag too many')
    at = next
  }
  return calls
}

/** A closing tag that is seen only when quotes are ignored means that the JSON before it is broken. */
const unclosed = (text: string, from: number): WrongCall =>
  text.indexOf(CALL_CLOSE, from) < 0
    ? new WrongCall('tagNotClosed', 'a call tag is not closed')
    : new WrongCall('notJson', 'a string is not closed')

/**
 * Reads what a model wrote, strictly: thinking is removed, then it is either words (no call tag at all) or calls,
 * each in `<tool_call>…</tool_call>` on one line or several. Keys beside name and arguments are ignored, arguments
 * given as a JSON string are decoded once, a list in a tag is several calls, words before the first tag are prose
 * and words behind it are ignored. One tag that cannot be read makes the whole answer wrong.
 */
export const readAnswer = (raw: string): ReadAnswer => readSaid(splitThinking(raw).text.trim())

function readSaid(text: string): ReadAnswer {
  if (text === '') return { wrong: 'empty', detail: 'nothing was said' }
  const first = text.indexOf(CALL_OPEN)
  const close = text.indexOf(CALL_CLOSE)
  if (close >= 0 && (first < 0 || close < first))
    return { wrong: 'tagNotOpened', detail: 'a closing tag without an opening one' }
  if (first < 0) return { ok: { kind: 'text', text } }
  try {
    const calls = readCalls(text, first)
    const prose = text.slice(0, first).trim()
    return { ok: { kind: 'calls', calls, ...(prose === '' ? {} : { prose }) } }
  } catch (error) {
    if (error instanceof WrongCall) return { wrong: error.problem, detail: error.message }
    throw error
  }
}

/**
 * Reads an answer and labels to hold it against. Right answers often equal their label sign for sign; such a label
 * is not read a second time.
 */
export function readBeside(raw: string): {
  readonly read: ReadAnswer
  readonly label: (text: string) => ReadAnswer
} {
  const said = splitThinking(raw).text.trim()
  const read = readSaid(said)
  // With think tags left in it, the same text would be parted once more as a label.
  const isPlain = !said.includes('think>')
  return { read, label: (text) => (isPlain && text === said ? read : readAnswer(text)) }
}
