import type { JsonText } from '../json/exact.ts'

/** One call. `arguments` is the text of a JSON object, numbers and key order as the caller wrote them. */
export interface ToolCall {
  readonly name: string
  readonly arguments: JsonText
}

/** What a tool gave back for one call; `content` is one JSON value. */
export interface ToolResult {
  readonly name: string
  readonly content: JsonText
}

/** What an assistant says in one turn: words, or calls with any prose that stood before them. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly ToolCall[]; readonly prose?: string }
