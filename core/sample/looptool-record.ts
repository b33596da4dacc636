/** Records that LoopTool itself writes, read into dialogs: the *conversation* and the raw dialog record. */
import type { AssistantTurn, Dialog, ToolTurn, Turn } from '../dialog/dialog.ts'
import { type ExactJson, type ExactObject, isExactObject, type JsonText, tryReadJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer, ToolCall, ToolResult } from '../tool-call/call.ts'
import { readArguments, splitThinking } from '../tool-call/read.ts'
import type { Refusal } from './refusal.ts'

export interface ReadDialog {
  readonly dialog: Dialog
  readonly tools: readonly Tool[]
  /** A message that could not be read ends the dialog; nothing behind it is used. */
  readonly cut: boolean
}
export type ReadRecord = ReadDialog | { readonly refused: Refusal }

const NO_PARAMETERS = '{"type":"object","properties":{}}' as JsonText

const stringOf = (value: ExactJson | undefined): string => (typeof value === 'string' ? value : '')

/** A value, or the text of one. */
const decoded = (value: ExactJson | undefined): ExactJson | undefined =>
  typeof value === 'string' ? tryReadJson(value) : value

function toolOf(value: ExactJson): Tool | undefined {
  if (!isExactObject(value)) return undefined
  const inner = value.get('function')
  const body = value.get('type') === 'function' && isExactObject(inner) ? inner : value
  const name = body.get('name')
  if (typeof name !== 'string' || name === '') return undefined
  const parameters = body.get('parameters')
  return {
    name,
    description: stringOf(body.get('description')),
    parameters: isExactObject(parameters) ? printJson(parameters) : NO_PARAMETERS,
    written: printJson(value),
  }
}

/** Undefined when the list or one of its tools cannot be read. */
function toolsOf(value: ExactJson | undefined): Tool[] | undefined {
  const list = decoded(value)
  if (!Array.isArray(list)) return undefined
  const tools = list.map(toolOf)
  return tools.every((tool) => tool !== undefined) ? tools : undefined
}

function callsOf(list: ExactJson | undefined, argumentsKey: string): ToolCall[] | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined
  const calls: ToolCall[] = []
  for (const item of list) {
    if (!isExactObject(item)) return undefined
    const name = item.get('name')
    const args = readArguments(item.get(argumentsKey))
    if (typeof name !== 'string' || name === '' || args === undefined) return undefined
    calls.push({ name, arguments: args })
  }
  return calls
}

/** `{name, results}`; anything else is a result as it stands, named by the call in its place. */
function resultOf(value: ExactJson, call: ToolCall | undefined): ToolResult {
  if (isExactObject(value) && value.has('results')) {
    const name = stringOf(value.get('name'))
    return { name: name || (call?.name ?? ''), content: printJson(value.get('results') ?? null) }
  }
  return { name: call?.name ?? '', content: printJson(value) }
}

function toolTurn(value: ExactJson | undefined, before: Turn | undefined): ToolTurn | undefined {
  const list = decoded(value)
  if (!Array.isArray(list) || list.length === 0) return undefined
  const calls = before?.from === 'assistant' && before.answer.kind === 'calls' ? before.answer.calls : []
  return { from: 'tool', results: list.map((item, i) => resultOf(item, calls[i])) }
}

const assistantTurn = (answer: Answer, thinking: string | undefined, agreed = true): AssistantTurn => ({
  from: 'assistant',
  answer,
  ...(thinking === undefined ? {} : { thinking }),
  votes: [],
  agreed,
  marks: [],
})

/**
 * A text that starts with `[` is a list of calls only if it decodes as one; otherwise it is a text. (The release
 * drops the whole conversation for it.)
 */
function spoken(raw: string): AssistantTurn {
  const { thinking, text } = splitThinking(raw)
  const calls = text.trimStart().startsWith('[') ? callsOf(tryReadJson(text), 'arguments') : undefined
  return assistantTurn(calls === undefined ? { kind: 'text', text } : { kind: 'calls', calls }, thinking)
}

function conversationTurn(entry: ExactJson, before: Turn | undefined): Turn | undefined {
  if (!isExactObject(entry)) return undefined
  const value = entry.get('value')
  switch (entry.get('from')) {
    case 'user':
      return typeof value === 'string' ? { from: 'user', text: value } : undefined
    case 'assistant': {
      if (typeof value === 'string') return spoken(value)
      const calls = callsOf(value, 'arguments')
      return calls === undefined ? undefined : assistantTurn({ kind: 'calls', calls }, undefined)
    }
    case 'tool':
      return toolTurn(value, before)
    default:
      return undefined
  }
}

/**
 * Without a plan the needs are guessed: a user message opens a new one unless it answers a question. They only
 * serve to name the kind of a sample.
 */
function withNeeds(turns: readonly Turn[]): Turn[] {
  let need = -1
  return turns.map((turn, i) => {
    if (turn.from !== 'user') return turn
    const before = turns[i - 1]
    const asked =
      before?.from === 'assistant' && before.answer.kind === 'text' && /[?？]/.test(before.answer.text)
    if (!asked || need < 0) need++
    return { ...turn, need }
  })
}

function readDialog(
  entries: readonly ExactJson[],
  turnOf: (entry: ExactJson, before: Turn | undefined, index: number) => Turn | undefined,
  about: { readonly tools: readonly Tool[]; readonly date: string; readonly chinese: boolean | undefined },
): ReadDialog {
  const turns: Turn[] = []
  for (const [index, entry] of entries.entries()) {
    const turn = turnOf(entry, turns.at(-1), index)
    if (turn === undefined) break
    turns.push(turn)
  }
  const chinese = about.chinese ?? turns.some((t) => t.from === 'user' && /\p{Script=Han}/u.test(t.text))
  return {
    dialog: {
      setup: {
        key: '',
        language: chinese ? 'zh' : 'en',
        level: 'medium',
        tools: about.tools.map((tool) => tool.name),
        date: about.date || 'Unknown',
        needs: [],
        target: turns.length,
        style: '',
      },
      plan: undefined,
      turns: withNeeds(turns),
      wrongTurns: [],
    },
    tools: about.tools,
    cut: turns.length < entries.length,
  }
}

export const isConversation = (record: ExactObject): boolean => record.has('conversations')

/** Reads `{tools, conversations: [{from, value}], date?}`. */
export function readConversation(record: ExactObject): ReadRecord {
  const tools = toolsOf(record.get('tools'))
  if (tools === undefined) return { refused: 'badTool' }
  const entries = record.get('conversations')
  if (!Array.isArray(entries)) return { refused: 'badConversation' }
  return readDialog(entries, conversationTurn, {
    tools,
    date: stringOf(record.get('date')),
    chinese: undefined,
  })
}

export const isRawRecord = (record: ExactObject): boolean => record.has('curr_messages') && record.has('cid')

/** What chooses among the snapshots of one dialog. */
export interface Snapshot {
  readonly cid: string
  readonly valid: boolean
  readonly messages: number
}

export function snapshotOf(record: ExactObject): Snapshot {
  const cid = record.get('cid') ?? null
  const messages = record.get('curr_messages')
  return {
    cid: printJson(cid),
    valid: record.get('valid') === true,
    messages: Array.isArray(messages) ? messages.length : 0,
  }
}

/** Whether a later snapshot takes the place of an earlier one: the longest valid, the last of equals. */
export const replaces = (later: Snapshot, earlier: Snapshot): boolean =>
  later.valid && (!earlier.valid || later.messages >= earlier.messages)

const roleOf = (message: ExactJson | undefined): string =>
  isExactObject(message) ? stringOf(message.get('role')) : ''

/** Thinking of the release's own form goes as a whole: what counts stands behind the last closing tag. */
function withoutCot(content: string): string {
  const end = content.lastIndexOf('</cot>')
  return content.includes('<cot>') && end >= 0 ? content.slice(end + '</cot>'.length).trim() : content
}

function rawTurn(message: ExactJson, before: Turn | undefined, agreed: boolean): Turn | undefined {
  if (!isExactObject(message)) return undefined
  const content = message.get('content')
  switch (roleOf(message)) {
    case 'user':
      return typeof content === 'string' ? { from: 'user', text: content } : undefined
    case 'assistant': {
      const usage = message.get('tool_usage')
      if (!Array.isArray(usage) || usage.length === 0) {
        const { thinking, text } = splitThinking(withoutCot(stringOf(content)))
        return assistantTurn({ kind: 'text', text }, thinking, agreed)
      }
      const calls = callsOf(usage, 'parameters')
      return calls === undefined ? undefined : assistantTurn({ kind: 'calls', calls }, undefined, agreed)
    }
    case 'tool':
      return toolTurn(message.get('tool_response'), before)
    default:
      return undefined
  }
}

const hasUsage = (message: ExactJson): boolean => {
  const usage = isExactObject(message) ? message.get('tool_usage') : undefined
  return Array.isArray(usage) && usage.length > 0
}

/** Places (from 1) of turns on which no vote agreed. The release drops this mark; here they give no sample. */
function wrongPlaces(record: ExactObject): Set<number> {
  const places = record.get('possible_wrong_turns')
  return new Set(Array.isArray(places) ? places.map((place) => Number(printJson(place))) : [])
}

/** Reads the chosen snapshot of a raw dialog record. */
export function readRawRecord(record: ExactObject): ReadRecord {
  if (record.get('valid') !== true) return { refused: 'invalid' }
  const messages = record.get('curr_messages')
  if (!Array.isArray(messages)) return { refused: 'badDialog' }
  if (messages.length <= 1) return { refused: 'onlyQuery' }
  if (!messages.some(hasUsage)) return { refused: 'noToolUse' }
  const tools = toolsOf(record.get('tools'))
  if (tools === undefined) return { refused: 'badTool' }
  let end = messages.length
  while (end > 0 && roleOf(messages[end - 1]) === 'user') end--
  const wrong = wrongPlaces(record)
  const english = record.get('is_en')
  return readDialog(
    messages.slice(0, end),
    (message, before, index) => rawTurn(message, before, !wrong.has(index + 1)),
    {
      tools,
      date: stringOf(record.get('curr_day')) || stringOf(record.get('curr_time')),
      chinese: typeof english === 'boolean' ? !english : undefined,
    },
  )
}
