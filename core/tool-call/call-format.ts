/**
 * How model families write calls in their raw text, and how that is read and printed. Ours is Hermes's, which Qwen
 * shares; an answer in another notation is put into it before anybody looks at it (`inHermes`).
 */
import { type ExactJson, isExactObject, JsonError, type JsonText, readJson } from '../json/exact.ts'
import { checkJsonText, type JsonStyle, printString } from '../json/print.ts'
import type { Answer, ToolCall } from './call.ts'
import { printCall, printCalls } from './print.ts'
import {
  type ReadAnswer,
  type ReadProblem,
  readAnswer,
  readArguments,
  splitThinking,
  stringEnd,
} from './read.ts'

/**
 * `hermes`: `<tool_call>{"name", "arguments"}</tool_call>`, a tag a call. `llama`: `{"name", "parameters"}` as the whole
 * answer, with `<|python_tag|>` before it or not, several parted by `;`. `mistral`: `[TOOL_CALLS] [{"name",
 * "arguments"}, …]`, or `[TOOL_CALLS]name[ARGS]{…}` as its later models write.
 */
export const CALL_FORMATS = ['hermes', 'llama', 'mistral'] as const
export type CallFormat = (typeof CALL_FORMATS)[number]

const PYTHON_TAG = '<|python_tag|>'
const TOOL_CALLS = '[TOOL_CALLS]'
const ARGS = '[ARGS]'
/** Marks that end an answer, where a server leaves them in the text. */
const LLAMA_ENDS = /(?:\s*<\|(?:eot_id|eom_id|end_of_text)\|>)+\s*$/
const MISTRAL_ENDS = /(?:\s*<\/s>)+\s*$/

/** The notation that a chat template asks for; undefined where it writes no calls. */
export function callFormatOf(template: string): CallFormat | undefined {
  if (template.includes(TOOL_CALLS)) return 'mistral'
  if (template.includes('<tool_call>')) return 'hermes'
  const callsByParameters = /["']parameters\\?["']/.test(template) && template.includes('<|start_header_id|>')
  return callsByParameters || template.includes(PYTHON_TAG) ? 'llama' : undefined
}

type Unreadable = { readonly wrong: ReadProblem; readonly detail: string }
const wrong = (problem: ReadProblem, detail: string): Unreadable => ({ wrong: problem, detail })
const isWrong = <T>(read: T | Unreadable): read is Unreadable =>
  typeof read === 'object' && read !== null && 'wrong' in read

/** Offset behind the object or list that begins at `from`, or -1 when it does not end. */
function valueEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') {
      at = stringEnd(text, at)
      if (at < 0) return -1
    } else if (sign === '{' || sign === '[') depth++
    else if ((sign === '}' || sign === ']') && --depth === 0) return at + 1
  }
  return -1
}

function jsonAt(text: string): ExactJson | Unreadable {
  try {
    return readJson(text)
  } catch (error) {
    if (error instanceof JsonError) return wrong('notJson', error.message)
    throw error
  }
}

/** @param key under which the arguments stand; the other families' key is taken too, as models mix them up */
function callOf(value: ExactJson, key: 'parameters' | 'arguments'): ToolCall | Unreadable {
  if (!isExactObject(value)) return wrong('notACall', 'a call must be an object')
  const name = value.get('name')
  if (typeof name !== 'string' || name === '') return wrong('noName', 'a call must have a name')
  const args = readArguments(value.get(key) ?? value.get(key === 'parameters' ? 'arguments' : 'parameters'))
  return args === undefined
    ? wrong('badArguments', `the arguments of ${name} are not an object`)
    : { name, arguments: args }
}

const callsAnswer = (calls: readonly ToolCall[], prose: string): ReadAnswer => ({
  ok: { kind: 'calls', calls, ...(prose === '' ? {} : { prose }) },
})

/** A text that begins as a call does: other JSON is an answer in words. */
const LOOKS_LIKE_CALL = /^\{\s*"(?:name|type|parameters|arguments|function)"\s*:/

function readLlama(said: string): ReadAnswer {
  const text = said.replace(LLAMA_ENDS, '').trim()
  const tag = text.indexOf(PYTHON_TAG)
  if (text === '') return wrong('empty', 'nothing was said')
  if (tag < 0 && !LOOKS_LIKE_CALL.test(text)) return { ok: { kind: 'text', text } }
  const prose = tag < 0 ? '' : text.slice(0, tag).trim()
  const calls: ToolCall[] = []
  for (let rest = (tag < 0 ? text : text.slice(tag + PYTHON_TAG.length)).trim(); rest !== ''; ) {
    if (!rest.startsWith('{')) return wrong('notJson', 'a call must be a JSON object')
    const end = valueEnd(rest, 0)
    const value = jsonAt(end < 0 ? rest : rest.slice(0, end))
    if (isWrong(value)) return value
    const call = callOf(value, 'parameters')
    if (isWrong(call)) return call
    calls.push(call)
    rest = rest.slice(end).trim()
    if (rest !== '' && !rest.startsWith(';')) return wrong('notJson', 'calls are parted by ;')
    rest = rest.slice(1).trim()
  }
  return calls.length === 0 ? wrong('notACall', 'a tag without a call') : callsAnswer(calls, prose)
}

/** `name[ARGS]{…}`, or `name{…}` as some versions write. */
function readNamed(body: string): ToolCall | Unreadable {
  const open = body.indexOf('{')
  const name = (open < 0 ? body : body.slice(0, open)).replace(ARGS, '').trim()
  if (name === '') return wrong('noName', 'a call must have a name')
  if (!/^[^\s[\]{}"]+$/.test(name)) return wrong('notACall', 'a call must begin with a name')
  const end = open < 0 ? -1 : valueEnd(body, open)
  if (open < 0) return wrong('badArguments', `the arguments of ${name} are not an object`)
  const value = jsonAt(end < 0 ? body.slice(open) : body.slice(open, end))
  if (isWrong(value)) return value
  const args = readArguments(value)
  return args === undefined
    ? wrong('badArguments', `the arguments of ${name} are not an object`)
    : { name, arguments: args }
}

function readList(body: string): ToolCall[] | Unreadable {
  const end = valueEnd(body, 0)
  const value = jsonAt(end < 0 ? body : body.slice(0, end))
  if (isWrong(value)) return value
  if (!Array.isArray(value) || value.length === 0) return wrong('notACall', 'a list without a call')
  const calls: ToolCall[] = []
  for (const one of value) {
    const call = callOf(one, 'arguments')
    if (isWrong(call)) return call
    calls.push(call)
  }
  return calls
}

function readMistral(said: string): ReadAnswer {
  const text = said.replace(MISTRAL_ENDS, '').trim()
  if (text === '') return wrong('empty', 'nothing was said')
  const [first = '', ...bodies] = text.split(TOOL_CALLS)
  if (bodies.length === 0) return { ok: { kind: 'text', text } }
  const calls: ToolCall[] = []
  // A mark inside a string of the arguments parts nothing: whole bodies are tried before single ones.
  const whole = bodies.join(TOOL_CALLS).trim()
  if (whole.startsWith('[')) {
    const listed = readList(whole)
    return isWrong(listed) ? listed : callsAnswer(listed, first.trim())
  }
  for (let rest = whole; rest !== ''; ) {
    const call = readNamed(rest)
    if (isWrong(call)) return call
    calls.push(call)
    const behind = rest.slice(valueEnd(rest, rest.indexOf('{'))).trim()
    if (behind !== '' && !behind.startsWith(TOOL_CALLS)) break
    rest = behind.slice(TOOL_CALLS.length).trim()
  }
  return calls.length === 0 ? wrong('notACall', 'a mark without a call') : callsAnswer(calls, first.trim())
}

/** Reads what a model of a family wrote: thinking removed, then words or calls. One call that cannot be read makes it wrong. */
export function readAnswerAs(format: CallFormat, raw: string): ReadAnswer {
  if (format === 'hermes') return readAnswer(raw)
  const said = splitThinking(raw).text.trim()
  return format === 'llama' ? readLlama(said) : readMistral(said)
}

const parametersText = ({ name, arguments: args }: ToolCall, style: JsonStyle): JsonText => {
  const [colon, comma] = style === 'python' ? [': ', ', '] : [':', ',']
  return `{"name"${colon}${printString(name, style)}${comma}"parameters"${colon}${checkJsonText(args, style)}}` as JsonText
}

/** Calls as a model of a family writes them. */
export function printCallsAs(format: CallFormat, calls: readonly ToolCall[], style: JsonStyle): string {
  if (format === 'hermes') return printCalls(calls, style)
  if (format === 'llama')
    return `${calls.length > 1 ? PYTHON_TAG : ''}${calls.map((call) => parametersText(call, style)).join('; ')}`
  const comma = style === 'python' ? ', ' : ','
  return `${TOOL_CALLS} [${calls.map((call) => printCall(call, style)).join(comma)}]`
}

const proseBefore = ({ prose }: Extract<Answer, { kind: 'calls' }>): string =>
  prose === undefined ? '' : `${prose}\n`

/**
 * An answer in our own notation. What cannot be read in the family's, or is in ours already, stays as it stands, so
 * that it is told as the wrong answer that it is.
 */
export function inHermes(format: CallFormat, raw: string): string {
  if (format === 'hermes' || readAnswer(raw).ok?.kind === 'calls') return raw
  const { thinking, text } = splitThinking(raw)
  const read = readAnswerAs(format, text)
  if (read.ok?.kind !== 'calls') return raw
  const thought = thinking === undefined ? '' : `<think>\n${thinking}\n</think>\n\n`
  return `${thought}${proseBefore(read.ok)}${printCalls(read.ok.calls, 'compact')}`
}
