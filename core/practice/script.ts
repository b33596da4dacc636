/** What the practice roles say in one dialog, all of it, before anybody asks. */

import type { DialogSetup, Plan } from '../dialog/dialog.ts'
import type { Answer, ToolResult } from '../tool-call/call.ts'

/** How an answer planted for a vote differs from the right one. */
export const PLANTED = ['value', 'tool', 'fewer', 'text', 'call', 'incomplete', 'unreadable'] as const
export type Planted = (typeof PLANTED)[number]

/** One vote of an assistant turn. */
export interface ScriptVote {
  readonly answer: Answer
  /** What is wrong with it; absent when it is the right answer in other or the same words. */
  readonly planted?: Planted
  /** For `unreadable`: what is sent in place of the answer. */
  readonly raw?: string
  /** What the tools give back, and what is said then, if this answer is the one that is kept. */
  readonly results?: readonly ToolResult[]
  readonly summary?: string
}

export interface ScriptUser {
  readonly from: 'user'
  readonly text: string
  /** Index of the need it speaks of. */
  readonly need: number
  readonly finished: readonly number[]
}
export interface ScriptAssistant {
  readonly from: 'assistant'
  readonly answer: Answer
  readonly thinking: string
  /** First, second and third vote. */
  readonly votes: readonly [ScriptVote, ScriptVote, ScriptVote]
}
export interface ScriptTool {
  readonly from: 'tool'
  readonly results: readonly ToolResult[]
}
export type ScriptTurn = ScriptUser | ScriptAssistant | ScriptTool

export interface Script {
  readonly setup: DialogSetup
  readonly plan: Plan
  /** At turn index n of a dialog, the role whose turn it is says the n-th of these. */
  readonly turns: readonly ScriptTurn[]
  /** Calls are written as text, as a server without a tool parser sends them. */
  readonly rawCalls: boolean
  /** Turn indices at which a role that answers in JSON first sends text that is not JSON; -1 is the planner. */
  readonly brokenJson: ReadonlySet<number>
}

/** The votes that were planted wrong. Read by tests and by the sample's report, never by a stage. */
export interface PlantedVote {
  readonly turnIndex: number
  readonly vote: 0 | 1 | 2
  readonly planted: Planted
  /** No two votes agree on this turn. */
  readonly unagreed: boolean
  /** The first two votes agree on this wrong answer: it becomes the label. */
  readonly labelWrong: boolean
}

/** Whether the votes of a turn agree on something wrong. */
export function agreesWrongly({ votes: [first, second] }: ScriptAssistant): boolean {
  if (first.planted === undefined || second.planted === undefined) return false
  return JSON.stringify(first.answer) === JSON.stringify(second.answer)
}

export function scriptTruth(script: Script): PlantedVote[] {
  return script.turns.flatMap((turn, turnIndex) => {
    if (turn.from !== 'assistant') return []
    const labelWrong = agreesWrongly(turn)
    const unagreed = !labelWrong && turn.votes.filter((vote) => vote.planted !== undefined).length > 1
    return turn.votes.flatMap((vote, i) =>
      vote.planted === undefined
        ? []
        : [
            {
              turnIndex,
              vote: (i === 0 ? 0 : i === 1 ? 1 : 2) as 0 | 1 | 2,
              planted: vote.planted,
              unagreed,
              labelWrong,
            },
          ],
    )
  })
}
