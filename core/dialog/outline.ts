/** A dialog put into the words that prompts are filled with. */
import type { ChatMessage } from '../endpoint/transport.ts'
import { printString } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import { printCall } from '../tool-call/print.ts'
import type { Dialog, Plan, Turn } from './dialog.ts'
import { isCalls } from './segment.ts'

type DialogWords = Readonly<Record<'user' | 'assistant' | 'calls' | 'results' | 'nothing', string>>
const WORDS: { readonly en: DialogWords; readonly zh: DialogWords } = {
  en: {
    user: 'Person: ',
    assistant: 'Assistant: ',
    calls: '(the assistant calls tools) ',
    results: '(the tools answer) ',
    nothing: '(nothing yet)',
  },
  zh: {
    user: '用户：',
    assistant: '助手：',
    calls: '（助手调用工具）',
    results: '（工具返回）',
    nothing: '（还没有）',
  },
}

/** Results longer than this are shortened where the reader only has to know what was spoken of. */
const LONGEST_RESULT = 600

const shorten = (text: string): string =>
  text.length <= LONGEST_RESULT ? text : `${text.slice(0, LONGEST_RESULT)}…`

/** `- name: description`, one line a tool. */
export const toolLines = (tools: readonly Tool[]): string =>
  tools.map(({ name, description }) => `- ${name}: ${description.replace(/\s+/g, ' ').trim()}`).join('\n')

/** One JSON object a line with all that is known of a tool. */
export const toolDefinitions = (tools: readonly Tool[]): string =>
  tools
    .map(({ name, description, parameters, results }) => {
      const form = results === undefined ? '' : `,"results":${results}`
      const words = printString(description, 'compact')
      return `{"name":${printString(name, 'compact')},"description":${words},"parameters":${parameters}${form}}`
    })
    .join('\n')

/** `0. [parallel] text`, one line a need; the numbers are those of the user role's answers. */
export const planLines = (plan: Plan): string =>
  plan.needs.map((need, i) => `${i}. [${need.type}] ${need.text}`).join('\n')

const callLines = (turn: Turn | undefined): string =>
  isCalls(turn) ? turn.answer.calls.map((call) => printCall(call, 'compact')).join('\n') : ''

const resultLine = (turn: Turn, cut: (text: string) => string): string =>
  turn.from === 'tool' ? turn.results.map(({ name, content }) => `${name} → ${cut(content)}`).join('\n') : ''

/** The talk as a reader would see it. */
export function transcript({ setup, turns }: Pick<Dialog, 'setup' | 'turns'>): string {
  const words = WORDS[setup.language]
  const lines = turns.map((turn) => {
    if (turn.from === 'user') return `${words.user}${turn.text}`
    if (turn.from === 'tool') return `${words.results}${resultLine(turn, shorten)}`
    return isCalls(turn)
      ? `${words.calls}${callLines(turn)}`
      : `${words.assistant}${turn.answer.kind === 'text' ? turn.answer.text : ''}`
  })
  return lines.length === 0 ? words.nothing : lines.join('\n')
}

/** Calls and results so far, whole: the tool role's memory. The calls that wait for results are left out. */
export function callLog({ setup, turns }: Pick<Dialog, 'setup' | 'turns'>): string {
  const lines = turns.flatMap((turn, i) =>
    turn.from === 'tool' ? [`${callLines(turns[i - 1])}\n${resultLine(turn, (text) => text)}`] : [],
  )
  return lines.length === 0 ? WORDS[setup.language].nothing : lines.join('\n')
}

/** The calls of the last turn, one a line. */
export const openCalls = (turns: readonly Turn[]): string => callLines(turns.at(-1))

const callId = (turn: number, call: number): string => `call_${turn}_${call}`

/** The talk in the shape of the chat API. Thinking is left out: nobody sees another's. */
export function chatHistory(turns: readonly Turn[]): ChatMessage[] {
  return turns.flatMap((turn, i): ChatMessage[] => {
    if (turn.from === 'user') return [{ role: 'user', content: turn.text }]
    if (turn.from === 'tool') {
      return turn.results.map(({ content }, n) => ({ role: 'tool', content, callId: callId(i - 1, n) }))
    }
    if (turn.answer.kind === 'text') return [{ role: 'assistant', content: turn.answer.text }]
    const calls = turn.answer.calls.map((call, n) => ({ ...call, id: callId(i, n) }))
    return [{ role: 'assistant', content: turn.answer.prose ?? '', calls }]
  })
}
