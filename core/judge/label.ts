/** Whether an answer that a person wrote may stand as a label. */
import type { Sample } from '../sample/sample.ts'
import type { Answer } from '../tool-call/call.ts'
import { findingsOf } from './rule.ts'

/**
 * What is wrong with a written label, as code and detail; undefined where nothing is. A tool's schema binds the
 * person too; a value that nobody said does not, for a person may know more than the dialog shows.
 */
export function labelProblem(
  sample: Sample,
  label: Answer,
): { readonly code: string; readonly detail: string } | undefined {
  if (label.kind === 'text')
    return label.text.trim() === '' ? { code: 'answer.empty', detail: '' } : undefined
  if (label.calls.length === 0) return { code: 'answer.empty', detail: '' }
  return findingsOf(sample, label).find(({ code }) => code !== 'value.invented')
}
