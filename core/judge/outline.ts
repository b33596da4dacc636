/** A sample put into the words that a judge's prompt is filled with. */
import { toolDefinitions } from '../dialog/outline.ts'
import type { Message, Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import { printCall } from '../tool-call/print.ts'
import { readAnswer } from '../tool-call/read.ts'

const WORDS = {
  en: { user: 'Person: ', assistant: 'Assistant: ', results: '(the tools answer) ' },
  zh: { user: '用户：', assistant: '助手：', results: '（工具返回）' },
} as const

/** What would end a response early, or open another, is broken up. */
const neutral = (text: string): string => text.replace(/<(?=\/?response_[12]>)/gi, '< ')

/** Calls one a line, or the words. The same notation for label and prediction, so that neither gives itself away. */
const answerText = (answer: Answer): string =>
  answer.kind === 'text' ? answer.text : answer.calls.map((call) => printCall(call, 'compact')).join('\n')

function messageText(message: Message, words: (typeof WORDS)['en' | 'zh']): string {
  if (message.role === 'user') return `${words.user}${message.text}`
  if (message.role === 'assistant') return `${words.assistant}${answerText(message.answer)}`
  return message.results.map(({ name, content }) => `${words.results}${name} → ${content}`).join('\n')
}

/** A right or wrong answer as a judge sees it. */
export const responseOf = (answer: Answer): string => neutral(answerText(answer))

/** What a model wrote, without thinking and tags; as it stands where it cannot be read. */
export function responseOfText(text: string): string {
  const { ok } = readAnswer(text)
  return ok === undefined ? neutral(text) : responseOf(ok)
}

/** Values of the prompt. @param responses first and second, as `responseOf` gives them */
export function judgeValues(
  sample: Sample,
  responses: readonly [string, string],
): Record<'tools' | 'date' | 'dialog' | 'first' | 'second', string> {
  const words = WORDS[sample.language]
  return {
    tools: toolDefinitions(sample.tools),
    date: sample.date,
    dialog: neutral(sample.messages.map((message) => messageText(message, words)).join('\n')),
    first: responses[0],
    second: responses[1],
  }
}

/** The two responses as they stand in a request that was sent; undefined where they cannot be found. */
export function responsesIn(request: string): readonly [string, string] | undefined {
  const at = (n: 1 | 2): string | undefined => {
    const open = request.lastIndexOf(`<response_${n}>`)
    const close = request.lastIndexOf(`</response_${n}>`)
    return open < 0 || close < open ? undefined : request.slice(open + '<response_1>'.length, close).trim()
  }
  const [first, second] = [at(1), at(2)]
  return first === undefined || second === undefined ? undefined : [first, second]
}
