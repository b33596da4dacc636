/**
 * What the expander answers: a new dialog and the right answer to it, as JSON.
 *
 *   {"messages": [{"role": "user", "text": "…"},
 *                 {"role": "assistant", "calls": [{"name": "…", "arguments": {…}}]},
 *                 {"role": "tool", "results": [{"name": "…", "result": …}]},
 *                 {"role": "assistant", "text": "…"}, {"role": "user", "text": "…"}],
 *    "answer": {"calls": [{"name": "…", "arguments": {…}}]}}
 *
 * Texts keep their blank lines, results and arguments their numbers and key order.
 */
import { type ExactJson, isExactObject, tryReadJson } from '../json/exact.ts'
import { findJson } from '../json/find.ts'
import { printJson } from '../json/print.ts'
import { visibleText } from '../sample/plain-text.ts'
import type { Message } from '../sample/sample.ts'
import type { Answer, ToolCall, ToolResult } from '../tool-call/call.ts'
import { readArguments } from '../tool-call/read.ts'
import type { ExpandRefusal } from './refusal.ts'

export type CallAnswer = Extract<Answer, { kind: 'calls' }>

/** A new case: what was said, ending with a user or with results, and the calls that are right then. */
export interface Child {
  readonly messages: readonly Message[]
  readonly answer: CallAnswer
}

export type ChildRead =
  | { readonly ok: Child; readonly refused?: never }
  | { readonly refused: ExpandRefusal; readonly detail: string; readonly ok?: never }

class Refused extends Error {
  readonly code: ExpandRefusal
  constructor(code: ExpandRefusal, detail: string) {
    super(detail)
    this.code = code
  }
}

const CALL_TAG = /<\/?tool_(?:call|response)>/

function readText(value: ExactJson | undefined, where: string): string {
  if (typeof value !== 'string') throw new Refused('shape', `${where} has no text`)
  if (visibleText(value).trim() === '') throw new Refused('empty', `${where} says nothing`)
  if (CALL_TAG.test(value)) throw new Refused('tagInText', `${where} holds a call tag`)
  return value
}

function readCall(value: ExactJson | undefined, where: string): ToolCall {
  const name = isExactObject(value) ? value.get('name') : undefined
  if (!isExactObject(value) || typeof name !== 'string' || name === '')
    throw new Refused('shape', `${where}: a call has no name`)
  const args = readArguments(value.get('arguments'))
  if (args === undefined) throw new Refused('shape', `${where}: the arguments of ${name} are no object`)
  return { name, arguments: args }
}

function readCalls(value: ExactJson | undefined, where: string): CallAnswer {
  if (!Array.isArray(value)) throw new Refused('shape', `${where}: calls is not a list`)
  if (value.length === 0) throw new Refused('empty', `${where}: the list of calls is empty`)
  return { kind: 'calls', calls: value.map((call) => readCall(call, where)) }
}

function readResult(value: ExactJson | undefined, where: string): ToolResult {
  const name = isExactObject(value) ? value.get('name') : undefined
  const result = isExactObject(value) ? value.get('result') : undefined
  if (typeof name !== 'string' || result === undefined)
    throw new Refused('shape', `${where}: a result has no name or no content`)
  return { name, content: printJson(result) }
}

function readMessage(value: ExactJson | undefined, where: string): Message {
  if (!isExactObject(value)) throw new Refused('shape', `${where} is not an object`)
  switch (value.get('role')) {
    case 'user':
      return { role: 'user', text: readText(value.get('text'), where) }
    case 'assistant': {
      const answer: Answer = value.has('calls')
        ? readCalls(value.get('calls'), where)
        : { kind: 'text', text: readText(value.get('text'), where) }
      return { role: 'assistant', answer }
    }
    case 'tool': {
      const results = value.get('results')
      if (!Array.isArray(results)) throw new Refused('shape', `${where}: results is not a list`)
      return { role: 'tool', results: results.map((result) => readResult(result, where)) }
    }
    default:
      throw new Refused('shape', `${where} has no known role`)
  }
}

/** Who may speak behind a message: results follow calls and nothing else does. */
function mayFollow(before: Message | undefined, next: Message['role']): boolean {
  if (before === undefined || before.role === 'user') return next === (before ? 'assistant' : 'user')
  if (before.role === 'tool') return next === 'assistant'
  return next === (before.answer.kind === 'calls' ? 'tool' : 'user')
}

const sameNames = (calls: readonly ToolCall[], results: readonly ToolResult[]): boolean =>
  calls.length === results.length && calls.every((call, i) => call.name === results[i]?.name)

function checkOrder(messages: readonly Message[]): void {
  for (const [i, message] of messages.entries()) {
    const before = messages[i - 1]
    if (!mayFollow(before, message.role))
      throw new Refused('order', `message ${i + 1} (${message.role}) may not stand here`)
    if (message.role !== 'tool' || before?.role !== 'assistant' || before.answer.kind !== 'calls') continue
    if (!sameNames(before.answer.calls, message.results))
      throw new Refused('results', `message ${i + 1}: the results are not those of the calls before`)
  }
  if (!mayFollow(messages.at(-1), 'assistant'))
    throw new Refused('order', 'the dialog ends with the assistant')
}

function readChildValue(value: ExactJson): Child {
  const list = isExactObject(value) ? value.get('messages') : undefined
  if (!isExactObject(value) || !Array.isArray(list))
    throw new Refused('shape', 'there is no list named messages')
  if (list.length === 0) throw new Refused('empty', 'the dialog is empty')
  const messages = list.map((message, i) => readMessage(message, `message ${i + 1}`))
  checkOrder(messages)
  const answer = value.get('answer')
  if (!isExactObject(answer)) throw new Refused('shape', 'there is no answer')
  if (!answer.has('calls')) throw new Refused('noCall', 'the answer calls no tool')
  return { messages, answer: readCalls(answer.get('calls'), 'the answer') }
}

/** Reads what an expander wrote, strictly; words or a code fence around the JSON are borne. Never throws. */
export function readChild(text: string): ChildRead {
  const found = findJson(text)
  if (!('value' in found)) return { refused: 'notJson', detail: found.problem }
  try {
    return { ok: readChildValue(found.value) }
  } catch (error) {
    if (error instanceof Refused) return { refused: error.code, detail: error.message }
    throw error
  }
}

const callTree = ({ name, arguments: args }: ToolCall): ExactJson =>
  new Map<string, ExactJson>([
    ['name', name],
    ['arguments', tryReadJson(args) ?? new Map()],
  ])

const answerEntry = (answer: Answer): [string, ExactJson] =>
  answer.kind === 'text' ? ['text', answer.text] : ['calls', answer.calls.map(callTree)]

function messageTree(message: Message): ExactJson {
  if (message.role === 'user')
    return new Map([
      ['role', 'user'],
      ['text', message.text],
    ])
  if (message.role === 'assistant') {
    return new Map<string, ExactJson>([['role', 'assistant'], answerEntry(message.answer)])
  }
  const results = message.results.map(
    ({ name, content }): ExactJson =>
      new Map<string, ExactJson>([
        ['name', name],
        ['result', tryReadJson(content) ?? null],
      ]),
  )
  return new Map<string, ExactJson>([
    ['role', 'tool'],
    ['results', results],
  ])
}

/** A dialog and its answer in the expander's own form, one message a line; `readChild` reads one with calls back. */
export function printCase(messages: readonly Message[], answer: Answer): string {
  const lines = messages.map((message) => printJson(messageTree(message))).join(',\n')
  return `{"messages":[\n${lines}\n],\n"answer":${printJson(new Map([answerEntry(answer)]))}}`
}

export const printChild = ({ messages, answer }: Child): string => printCase(messages, answer)
