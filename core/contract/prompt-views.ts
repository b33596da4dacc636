/** What the window sees of prompts. Plain data only. */
import type { DialogLanguage } from '../dialog/case-type.ts'
import type { Prompt } from '../prompt/front-matter.ts'
import type { PromptFinding } from '../prompt/lint.ts'
import type { PromptUse } from '../prompt/uses.ts'
import type { Sample } from '../sample/sample.ts'
import type { CountWay } from '../token/counter.ts'

export interface PromptRow {
  /** `<role>/<name>.<language>` */
  readonly id: string
  /** `<role>/<name>` */
  readonly name: string
  readonly role: string
  readonly language: DialogLanguage
  /** Of the shipped version. */
  readonly version: number
  readonly answer: Prompt['answer']
  /** Kinds of jobs that use it. */
  readonly uses: readonly PromptUse[]
  /** The prompt inside which it stands, by name. */
  readonly partOf?: string
  /** Hash of the text in force; absent while a damaged file stands in its place. */
  readonly hash?: string
  /** What the project has in its place. */
  readonly own: 'none' | 'own' | 'damaged'
}

export interface PromptList {
  readonly prompts: readonly PromptRow[]
  /** Files in the project's prompts folder that stand in place of nothing. */
  readonly strays: readonly string[]
  /** The project's prompts folder. */
  readonly folder: string
}

export interface PromptDetail extends PromptRow {
  readonly variables: readonly string[]
  readonly shipped: { readonly hash: string; readonly body: string }
  /** The project's own text. `version`: the shipped one that it was written for. */
  readonly mine?: { readonly hash: string; readonly body: string; readonly version: number }
  /** A file that cannot be used, as it stands on disk. */
  readonly damaged?: {
    readonly path: string
    readonly hash: string
    readonly text: string
    readonly findings: readonly PromptFinding[]
    readonly detail: string
  }
}

/** What a prompt can be filled with, from a dialog or a sample of the project. */
export type PromptExample = (
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, string>> }
  /** The policy's prompt opens a rendering of a sample. */
  | { readonly kind: 'sample'; readonly sample: Pick<Sample, 'tools' | 'date' | 'messages' | 'accepted'> }
) & {
  readonly source: ExampleSource
  /** Its place among `count`. */
  readonly at: number
  readonly count: number
}

export type ExampleSource =
  | { readonly from: 'dialog'; readonly job: string; readonly key: string; readonly language: DialogLanguage }
  | {
      readonly from: 'sample'
      readonly dataset: string
      readonly number: number
      readonly id: string
      readonly language: DialogLanguage
    }

/** Nothing in the project to fill it with yet, or a part, which has nothing to be filled. */
export type NoExample = { readonly kind: 'none'; readonly wants: 'dialogs' | 'samples' | 'nothing' }

export interface TokenCount {
  readonly tokens: number
  readonly way: CountWay
  /** The model that reads it, where one is chosen. */
  readonly model?: string
}
