import type { Answer, ToolCall } from './call.ts'
import { argumentKeys, sameCalls } from './match.ts'
import { mentionsAll } from './mention.ts'
import { type ReadAnswer, type ReadProblem, readBeside } from './read.ts'
import type { Score, ScoreRequest } from './score-request.ts'
import type { WhyCode } from './why.ts'

/**
 * What a label asks for; undefined when it cannot be read. A label that says nothing asks for words.
 * @param read reads a label's text
 */
export function readLabel(label: string | Answer, read: (text: string) => ReadAnswer): Answer | undefined {
  if (typeof label !== 'string') return label.kind === 'calls' && label.calls.length === 0 ? undefined : label
  const found = read(label)
  return found.wrong === 'empty' ? { kind: 'text', text: '' } : found.ok
}

const unread = (problem: ReadProblem): WhyCode => `answer.${problem}`

/** Whether two lists of texts hold the same ones, each as often. */
function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [[...a].sort(), [...b].sort()]
  return left.length === right.length && left.every((text, i) => text === right[i])
}

/** In what two lists of calls that do not match differ, the coarsest first. */
function difference(
  label: readonly ToolCall[],
  said: readonly ToolCall[],
  tools: ScoreRequest['tools'],
): WhyCode {
  if (label.length !== said.length) return 'calls.count'
  const names = (calls: readonly ToolCall[]): string[] => calls.map((call) => call.name)
  if (!sameTexts(names(label), names(said))) return 'calls.names'
  const named = (calls: readonly ToolCall[]): string[] =>
    calls.map((call) => JSON.stringify([call.name, ...[...(argumentKeys(call, tools)?.keys() ?? [])].sort()]))
  return sameTexts(named(label), named(said)) ? 'arguments.values' : 'arguments.names'
}

/** What the label's kind says of an answer in words. */
type Rules = Partial<Pick<ScoreRequest, 'tools' | 'kind' | 'missing'>>

const asked = ({ kind, missing }: Rules) =>
  kind === undefined || kind === 'missingParameter' ? (missing ?? []) : []

/** Why a readable label and an answer match (`same`, `text.right`) or do not. */
export function compareStrictly(label: Answer, read: ReadAnswer, rules: Rules): WhyCode {
  if (read.wrong !== undefined) return unread(read.wrong)
  if (label.kind === 'text') {
    if (read.ok.kind === 'calls') return 'calls.unwanted'
    return mentionsAll(read.ok.text, asked(rules)) ? 'text.right' : 'missing.notAsked'
  }
  if (read.ok.kind === 'text') return 'calls.missing'
  if (sameCalls(label.calls, read.ok.calls, rules.tools)) return 'same'
  return difference(label.calls, read.ok.calls, rules.tools)
}

/**
 * The strict match, one score a label. Thinking is removed first; a tag that cannot be read makes the answer wrong.
 * Calls: the same ones, each as often, in any order; see `sameCalls` for values. Words: not empty, no call tag, and
 * they mention what is missing where the sample says so.
 */
export function scoreStrict(request: ScoreRequest): Score[] {
  const answer = readBeside(request.prediction)
  return request.accepted.map((label) => {
    const wanted = readLabel(label, answer.label)
    const why = wanted === undefined ? 'label.broken' : compareStrictly(wanted, answer.read, request)
    return { score: why === 'same' || why === 'text.right' ? 1 : 0, why }
  })
}
