import type { CaseType, DialogLanguage } from '../dialog/case-type.ts'
import type { Tool } from '../tool/tool.ts'
import type { Answer, ToolResult } from '../tool-call/call.ts'

/** What the policy sees before it must answer. No thinking: a policy never sees another's. */
export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly answer: Answer }
  | { readonly role: 'tool'; readonly results: readonly ToolResult[] }

/** Where a sample comes from. */
export type Parent =
  | { readonly from: 'dialog'; readonly job: string; readonly dialog: string; readonly turn: number }
  | { readonly from: 'file'; readonly file: string; readonly record: number; readonly turn: number }
  | { readonly from: 'sample'; readonly sample: string }

/** One training case: a context and the answers that are right in it. The text layouts are renderings of it. */
export interface Sample {
  readonly id: string
  readonly toolSetHash: string
  readonly tools: readonly Tool[]
  /** `YYYY-MM-DD, Weekday`, or "Unknown". */
  readonly date: string
  readonly language: DialogLanguage
  readonly messages: readonly Message[]
  /** At least one; the best match counts. */
  readonly accepted: readonly Answer[]
  readonly kind: CaseType
  /** For kind `missingParameter`: what a right answer has to ask for, by name or by one of the wordings. */
  readonly missing?: readonly { readonly name: string; readonly wordings: readonly string[] }[]
  readonly parents: readonly Parent[]
}
