import type { Answer, ToolResult } from '../tool-call/call.ts'
import type { CaseType, DialogLanguage, Level } from './case-type.ts'

/** One thing that the user of a dialog wants. */
export interface Need {
  readonly type: CaseType
  /** In general terms, without the name of a tool. */
  readonly text: string
}

/** What the planner wrote. */
export interface Plan {
  readonly needs: readonly Need[]
}

/** What is drawn for a dialog before any model is asked; the same seed and key draw the same. */
export interface DialogSetup {
  readonly key: string
  readonly language: DialogLanguage
  readonly level: Level
  /** Names in the tool set, none twice. */
  readonly tools: readonly string[]
  /** `YYYY-MM-DD, Weekday`, fictional. */
  readonly date: string
  /** One entry a need, in order. */
  readonly needs: readonly CaseType[]
  /** Messages wanted, even. */
  readonly target: number
  readonly style: string
}

/** One of the two or three answers asked for on an assistant turn. */
export interface Vote {
  readonly answer: Answer
  readonly thinking?: string
  readonly model: string
}

export interface UserTurn {
  readonly from: 'user'
  readonly text: string
  /** Index of the need this turn speaks of, where the user role said so. */
  readonly need?: number
}
export interface AssistantTurn {
  readonly from: 'assistant'
  readonly answer: Answer
  readonly thinking?: string
  /** Every vote that was counted, in the order asked. */
  readonly votes: readonly Vote[]
  /** False: no two votes agreed. Such a turn never becomes a sample. */
  readonly agreed: boolean
  /** Rules that the turn breaks (schema, unknown tool, …); a marked turn never becomes a sample. */
  readonly marks: readonly string[]
}
export interface ToolTurn {
  readonly from: 'tool'
  readonly results: readonly ToolResult[]
}
export type Turn = UserTurn | AssistantTurn | ToolTurn

/** Answers that could not be used, by reason; kept because ten of them end a dialog. */
export interface WrongTurn {
  readonly role: string
  readonly reason: string
  readonly text: string
}

/** Everything known of one dialog. */
export interface Dialog {
  readonly setup: DialogSetup
  readonly plan: Plan | undefined
  readonly turns: readonly Turn[]
  readonly wrongTurns: readonly WrongTurn[]
}
