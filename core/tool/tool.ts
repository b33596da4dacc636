import type { JsonText } from '../json/exact.ts'

/** What a model may call. `parameters` is a JSON Schema of type object, kept as exact text. */
export interface Tool {
  /** Legal for model APIs: ^[A-Za-z0-9_-]{1,64}$, unique in its tool set. */
  readonly name: string
  readonly description: string
  readonly parameters: JsonText
  /** JSON Schema of a result, where the source states one. */
  readonly results?: JsonText
  readonly category?: string
  /** The name in the source where it had to be changed; shown, never sent. */
  readonly sourceName?: string
  /** The whole definition as a LoopTool record wrote it; renderings of its samples repeat it exactly. */
  readonly written?: JsonText
}

/** A named, versioned, immutable list. `hash` identifies its contents. */
export interface ToolSet {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly hash: string
  readonly tools: readonly Tool[]
}

export const TOOL_NAME = /^[A-Za-z0-9_-]{1,64}$/
