import type { Tool } from '../tool/tool.ts'
import type { Answer } from './call.ts'
import type { MissingParameter } from './mention.ts'
import type { WhyCode } from './why.ts'

/**
 * How an answer is held against its label. `strict`: the same calls by value. `release`: as the LoopTool release
 * trains, to compare with published numbers. `partial`: credit by parts, as ToolRL gives it (arXiv 2504.13958).
 * `schema`: every call obeys its tool's schema, whatever the label.
 */
export const MATCH_MODES = ['strict', 'release', 'partial', 'schema'] as const
export type MatchMode = (typeof MATCH_MODES)[number]

export interface ScoreOptions {
  /** Release: the score of a wrong answer. With -3 a right one gets 3 instead of 1. */
  readonly minimum?: 0 | -1 | -3
  /** Release: half of it where the label is words. */
  readonly halfText?: boolean
  /** Release: 1 ÷ calls of the label for every right call in order, up to the first that differs. */
  readonly orderedPrefix?: boolean
  /** Release: adds min(1, words of thinking ÷ 512). */
  readonly lengthBonus?: boolean
  /** Partial: from -3 to 4, as in the paper, instead of from 0 to 1. */
  readonly toolrlRange?: boolean
}

export interface ScoreRequest {
  readonly mode: MatchMode
  /** Right answers, as text or as data; the best match counts. */
  readonly accepted: readonly (string | Answer)[]
  /** What the model wrote, thinking and tags included. */
  readonly prediction: string
  /** By name. Strict and partial take defaults from them; schema rules need them. */
  readonly tools?: ReadonlyMap<string, Tool>
  readonly kind?: string
  /** Looked at for kind `missingParameter`, and where no kind is given. */
  readonly missing?: readonly MissingParameter[]
  readonly options?: ScoreOptions
}

export interface Score {
  readonly score: number
  /** What the score is made of, where it has parts. */
  readonly parts?: Readonly<Record<string, number>>
  readonly why: WhyCode
}
