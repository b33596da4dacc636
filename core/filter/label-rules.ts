/** The rules that look at one sample by itself. */
import { brokenCall, inventedValue, toolMap } from '../ground/call-rules.ts'
import { visibleText } from '../sample/plain-text.ts'
import type { Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import type { FilterRule, Removed } from './rules.ts'

const isEmpty = (answer: Answer): boolean =>
  answer.kind === 'text' ? visibleText(answer.text).trim() === '' : answer.calls.length === 0

function answerRemoval(sample: Sample, answer: Answer, rules: ReadonlySet<FilterRule>): Removed | undefined {
  if (rules.has('emptyLabel') && isEmpty(answer)) return { why: 'emptyLabel', detail: '' }
  if (answer.kind === 'text') return undefined
  const tools = toolMap(sample.tools)
  for (const call of answer.calls) {
    const broken = brokenCall([call], tools)
    if (broken && rules.has(broken.why)) return broken
  }
  for (const why of ['ungrounded', 'ungroundedStrict'] as const) {
    const detail = rules.has(why)
      ? inventedValue(sample, answer.calls, tools, why === 'ungrounded')
      : undefined
    if (detail !== undefined) return { why, detail }
  }
  return undefined
}

/** The first rule that an accepted answer of the sample breaks. One wrong answer would be rewarded like a right one. */
export function labelRemoval(sample: Sample, rules: ReadonlySet<FilterRule>): Removed | undefined {
  for (const answer of sample.accepted) {
    const removed = answerRemoval(sample, answer, rules)
    if (removed) return removed
  }
  return undefined
}
