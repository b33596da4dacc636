import type { AssistantTurn, Dialog, Need, ToolTurn, Turn } from './dialog.ts'

/** The turns that serve one need, from the user turn that opens it to the one that opens the next. */
export interface Segment {
  /** Index of the need in the plan; undefined where the user role did not say. */
  readonly need: number | undefined
  readonly planned: Need | undefined
  readonly first: number
  /** Not included. */
  readonly end: number
}

/** Cuts a dialog by need. A user turn that names no need goes on with the one before. */
export function segmentsOf(dialog: Pick<Dialog, 'plan' | 'turns'>): Segment[] {
  const starts: { need: number | undefined; first: number }[] = []
  for (const [index, turn] of dialog.turns.entries()) {
    if (turn.from !== 'user') continue
    const open = starts.at(-1)
    if (open === undefined || (turn.need !== undefined && turn.need !== open.need))
      starts.push({ need: turn.need, first: index })
  }
  return starts.map(({ need, first }, i) => ({
    need,
    planned: need === undefined ? undefined : dialog.plan?.needs[need],
    first,
    end: starts[i + 1]?.first ?? dialog.turns.length,
  }))
}

export const isCalls = (turn: Turn | undefined): turn is AssistantTurn & { answer: { kind: 'calls' } } =>
  turn?.from === 'assistant' && turn.answer.kind === 'calls'

export const isResults = (turn: Turn | undefined): turn is ToolTurn => turn?.from === 'tool'

/** An assistant's text that asks the user something. */
export const asks = (turn: Turn | undefined): boolean =>
  turn?.from === 'assistant' && turn.answer.kind === 'text' && /[?？]/.test(turn.answer.text)
