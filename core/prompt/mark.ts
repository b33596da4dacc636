/** What a job records of the prompts it uses. */
import { z } from 'zod'

export interface PromptMark {
  readonly version: number
  /** Of the whole file; its text is kept under this name in the project. */
  readonly hash: string
  /** The project's own text in place of the published one. */
  readonly own?: true
}
/** By prompt id. */
export type PromptMarks = Readonly<Record<string, PromptMark>>

const markSchema = z.object({
  version: z.number().int().min(1),
  hash: z.string(),
  own: z.literal(true).exactOptional(),
})

/** Jobs once recorded the hash alone, when every prompt was in its first version. */
export const promptMarksSchema = z.record(
  z.string(),
  z.union([z.string().transform((hash): PromptMark => ({ version: 1, hash })), markSchema]),
)

/** A hash as people see it. */
export const shortHash = (hash: string): string => hash.slice(0, 8)
