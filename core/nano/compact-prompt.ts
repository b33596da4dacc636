/**
 * The small policy's prompt: Qwen's layout with the tools in as few tokens as say what may be called. One more
 * rendering of a structured sample, beside the release's; what it leaves out (descriptions, the date, the policy's
 * instructions) a model of this size could not use.
 */
import type { ChatMessage } from '../endpoint/transport.ts'
import { type ExactJson, isExactObject, tryReadJson } from '../json/exact.ts'
import { checkJsonText, printJson, printString } from '../json/print.ts'
import { neutralJson, neutralText } from '../sample/plain-text.ts'
import type { Message, Sample } from '../sample/sample.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer, ToolCall } from '../tool-call/call.ts'
import { printCall } from '../tool-call/print.ts'

/** What may stand for a parameter: its type in one word, or the members of its enumeration. */
function kindOf(property: ExactJson): ExactJson {
  if (!isExactObject(property)) return 'any'
  const members = property.get('enum')
  if (Array.isArray(members)) return members
  const type = property.get('type')
  const named = Array.isArray(type) ? type.find((one) => one !== 'null') : type
  return typeof named === 'string' ? named : 'any'
}

/** `{"insurance":"boolean","place?":"string"}`: a question mark behind what may be left out. */
function parametersOf({ parameters }: Tool): ExactJson {
  const schema = tryReadJson(parameters)
  const properties = isExactObject(schema) ? schema.get('properties') : undefined
  if (!isExactObject(schema) || !isExactObject(properties)) return new Map()
  const required = schema.get('required')
  const needed = new Set(Array.isArray(required) ? required : [])
  return new Map(
    [...properties].map(([name, property]) => [needed.has(name) ? name : `${name}?`, kindOf(property)]),
  )
}

const toolLines = new WeakMap<Tool, string>()

/** `{"name":"book_ferry","parameters":{…}}` */
function toolLine(tool: Tool): string {
  const known = toolLines.get(tool)
  if (known !== undefined) return known
  const name = printString(tool.name, 'compact')
  const line = neutralJson(`{"name":${name},"parameters":${printJson(parametersOf(tool))}}`)
  toolLines.set(tool, line)
  return line
}

/** Tags inside arguments are written as JSON escapes; those around the calls are the answer's own. */
const callText = (call: ToolCall): string =>
  `<tool_call>\n${neutralJson(printCall(call, 'compact'))}\n</tool_call>`

/** An answer as the small policy writes it: calls in their tags as compact JSON, or words. */
export const compactAnswer = (answer: Answer): string =>
  answer.kind === 'text' ? neutralText(answer.text) : answer.calls.map(callText).join('\n')

const resultText = (content: string): string => `<tool_response>\n${content}\n</tool_response>`

function chatMessage(message: Message): ChatMessage {
  if (message.role === 'user') return { role: 'user', content: neutralText(message.text) }
  if (message.role === 'assistant') return { role: 'assistant', content: compactAnswer(message.answer) }
  const results = message.results.map(({ content }) => resultText(neutralJson(checkJsonText(content))))
  // Qwen's template puts results into a user turn.
  return { role: 'user', content: results.join('\n') }
}

/** The prompt as chat messages, as a server in front of the small policy takes them. Without tools no system turn. */
export function compactMessages({ tools, messages }: Pick<Sample, 'tools' | 'messages'>): ChatMessage[] {
  const system: ChatMessage = {
    role: 'system',
    content: `<tools>\n${tools.map((tool) => `${toolLine(tool)}\n`).join('')}</tools>`,
  }
  return [...(tools.length === 0 ? [] : [system]), ...messages.map(chatMessage)]
}

/** What ends an answer of the small policy. */
export const ANSWER_END = '<|im_end|>'

/** Marks of the template that a message holds anyway; no message can end its own turn. */
const MARK = /<(?=\|[^<>|]{1,40}\|>)/g

function turnText({ role, content, calls = [] }: ChatMessage): string {
  const said = content.replace(MARK, '< ')
  if (role === 'tool') return `user\n${resultText(said)}`
  return `${role}\n${[...(said === '' ? [] : [said]), ...calls.map(callText)].join('\n')}`
}

/** Chat messages in Qwen's template, open for the assistant's answer. A server's `messages` become the prompt here. */
export const layOutChat = (messages: readonly ChatMessage[]): string =>
  `${messages.map((message) => `<|im_start|>${turnText(message)}${ANSWER_END}\n`).join('')}<|im_start|>assistant\n`

/** The whole prompt of a sample as one text. */
export const compactPrompt = (sample: Pick<Sample, 'tools' | 'messages'>): string =>
  layOutChat(compactMessages(sample))
