/**
 * The text layout that the LoopTool release trains on: {instruction, input, output}. Wrapping `input` as one user
 * message of the Qwen chat template rebuilds the dialog.
 */
import type { JsonText } from '../json/exact.ts'
import { printString } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer, ToolCall } from '../tool-call/call.ts'
import { neutralJson, neutralText } from './plain-text.ts'
import { pythonJson } from './python-json.ts'
import type { Message, Sample } from './sample.ts'

export interface Rendering {
  readonly instruction: string
  readonly input: string
  readonly output: string
}

const USER = '<|im_start|>user\n'
const ASSISTANT = '<|im_start|>assistant\n'
const END = '<|im_end|>\n'

// The wording of the `# Tools` section is Qwen's own chat template's: base models know it, so it must be the same.
const TOOLS_HEAD = `# Tools

You may call one or more functions to assist with the user query.

You are provided with function signatures within <tools></tools> XML tags:
<tools>`
const TOOLS_TAIL = `
</tools>

For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
<tool_call>
{"name": <function-name>, "arguments": <args-json-object>}
</tool_call>.`

const json = (text: JsonText): string => neutralJson(pythonJson(text))
const literal = (text: string): string => neutralJson(printString(text, 'python'))

const toolLines = new WeakMap<Tool, string>()

/** A tool as one line of JSON, laid out as Python does. */
export function toolLine(tool: Tool): string {
  let line = toolLines.get(tool)
  if (line === undefined) {
    line =
      tool.written === undefined
        ? `{"name": ${literal(tool.name)}, "description": ${literal(tool.description)}, "parameters": ${json(tool.parameters)}}`
        : json(tool.written)
    toolLines.set(tool, line)
  }
  return line
}

const toolSections = new WeakMap<readonly Tool[], string>()

/** The `# Tools` section; the samples of a dialog share their list, so it is laid out once. */
function toolSection(tools: readonly Tool[]): string {
  let section = toolSections.get(tools)
  if (section === undefined) {
    section = `${TOOLS_HEAD}${tools.map((tool) => `\n${toolLine(tool)}`).join('')}${TOOLS_TAIL}`
    toolSections.set(tools, section)
  }
  return section
}

/** The system text: what to do, the date, the tools. `preamble` is the policy's prompt. */
export const renderInstruction = (preamble: string, date: string, tools: readonly Tool[]): string =>
  `${preamble.trimEnd()}\n\nThe current time is ${neutralText(date)}.\n${toolSection(tools)}`

/** One call as JSON in Python's layout: `{"name": …, "arguments": …}`. */
export const callJson = (call: ToolCall): string =>
  `{"name": ${literal(call.name)}, "arguments": ${json(call.arguments)}}`

/** Calls in their tags, joined by a newline; or the text. Prose beside calls is left out. */
export function renderAnswer(answer: Answer): string {
  if (answer.kind === 'text') return neutralText(answer.text)
  return answer.calls.map((call) => `<tool_call>\n${callJson(call)}\n</tool_call>`).join('\n')
}

const rendered = new WeakMap<Message, string>()

/** A message in the chat template; the samples of a dialog share their messages, so each is laid out once. */
function renderMessage(message: Message): string {
  let text = rendered.get(message)
  if (text === undefined) {
    text = layOut(message)
    rendered.set(message, text)
  }
  return text
}

function layOut(message: Message): string {
  if (message.role === 'user') return `${USER}${neutralText(message.text)}${END}`
  if (message.role === 'assistant') return `${ASSISTANT}${renderAnswer(message.answer)}${END}`
  const results = message.results.map(({ content }) => `<tool_response>\n${json(content)}\n</tool_response>`)
  return `${USER}${results.join('\n')}${END}`
}

/** The history as the content of one user message: without the first opening and the last closing mark. */
export function renderInput(messages: readonly Message[]): string {
  const whole = messages.map(renderMessage).join('')
  return whole.slice(whole.startsWith(USER) ? USER.length : 0, whole.endsWith(END) ? -END.length : undefined)
}

/** All three texts of a sample; `output` is its first accepted answer. */
export function renderRelease(
  sample: Pick<Sample, 'tools' | 'date' | 'messages' | 'accepted'>,
  preamble: string,
): Rendering {
  const [first] = sample.accepted
  return {
    instruction: renderInstruction(preamble, sample.date, sample.tools),
    input: renderInput(sample.messages),
    output: first === undefined ? '' : renderAnswer(first),
  }
}
