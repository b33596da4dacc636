/** A label as a person types it: words, or calls with their arguments as JSON text. */
import { isExactObject, JsonError, readJson } from '../json/exact.ts'
import { printJson } from '../json/print.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer, ToolCall } from '../tool-call/call.ts'
import { checkCall, type ProblemCode } from '../tool-call/schema.ts'

export interface CallDraft {
  readonly name: string
  readonly arguments: string
}

export interface LabelDraft {
  readonly kind: Answer['kind']
  readonly text: string
  readonly calls: readonly CallDraft[]
}

export const LABEL_PROBLEMS = ['emptyText', 'noCalls', 'noName', 'notJson', 'notObject'] as const
/** What keeps a draft from being a label; `line` and `column` count from 1, in the arguments' text. */
export interface LabelProblem {
  readonly code: (typeof LABEL_PROBLEMS)[number]
  readonly call?: number
  readonly line?: number
  readonly column?: number
}

export type ReadLabel = { readonly label: Answer } | { readonly problem: LabelProblem }

const placeOf = (text: string, at: number): { line: number; column: number } => {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function readCall({ name, arguments: text }: CallDraft, call: number): ToolCall | LabelProblem {
  if (name.trim() === '') return { code: 'noName', call }
  try {
    const value = readJson(text)
    if (!isExactObject(value)) return { code: 'notObject', call }
    return { name: name.trim(), arguments: printJson(value) }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return { code: 'notJson', call, ...placeOf(text, error.at) }
  }
}

/** The label that a draft says; numbers and key order as typed. */
export function readLabel(draft: LabelDraft): ReadLabel {
  if (draft.kind === 'text')
    return draft.text.trim() === ''
      ? { problem: { code: 'emptyText' } }
      : { label: { kind: 'text', text: draft.text } }
  if (draft.calls.length === 0) return { problem: { code: 'noCalls' } }
  const calls: ToolCall[] = []
  for (const [at, one] of draft.calls.entries()) {
    const read = readCall(one, at)
    if ('code' in read) return { problem: read }
    calls.push(read)
  }
  return { label: { kind: 'calls', calls } }
}

/** Rules of the tools' schemas that a label breaks; they bind the person who writes it too. */
export const labelFaults = (
  label: Answer,
  tools: ReadonlyMap<string, Tool>,
): { readonly call: string; readonly code: ProblemCode }[] =>
  label.kind === 'text'
    ? []
    : label.calls.flatMap((call) => checkCall(tools, call).map(({ code }) => ({ call: call.name, code })))
