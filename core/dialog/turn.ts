import type { DialogRole } from '../endpoint/role.ts'
import type { DialogSetup, Plan, Turn } from './dialog.ts'
import { OVERRUN } from './draw.ts'

export type Move =
  | { readonly kind: 'speak'; readonly role: DialogRole }
  | { readonly kind: 'end' }
  /** Ran over the target without coming to an end. */
  | { readonly kind: 'drop'; readonly reason: 'tooLong' }

/**
 * What comes next, by the last turn alone (LoopTool §2): no plan → planner; nothing said, or assistant text → user;
 * user or results → assistant; calls → tool. A dialog ends only behind an assistant's text, so never in mid-call.
 */
export function nextMove(
  setup: Pick<DialogSetup, 'target'>,
  plan: Plan | undefined,
  turns: readonly Turn[],
): Move {
  if (plan === undefined) return { kind: 'speak', role: 'planner' }
  const last = turns.at(-1)
  const atRest = last?.from === 'assistant' && last.answer.kind === 'text'
  if (atRest && turns.length >= setup.target) return { kind: 'end' }
  if (turns.length >= setup.target + OVERRUN) return { kind: 'drop', reason: 'tooLong' }
  if (last === undefined || atRest) return { kind: 'speak', role: 'user' }
  return { kind: 'speak', role: last.from === 'assistant' ? 'tool' : 'assistant' }
}
