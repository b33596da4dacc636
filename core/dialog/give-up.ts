import type { WrongTurn } from './dialog.ts'

/** Unusable answers that a dialog bears; one more drops it (LoopTool §2). */
export const WRONG_TURNS_BORNE = 10

/** Unusable answers that may still come. Negative: the dialog is given up. */
export const patienceLeft = (wrongTurns: readonly WrongTurn[]): number =>
  WRONG_TURNS_BORNE - wrongTurns.length

/** Role and reason with their counts, the most frequent first: `assistant answer.empty ×6, planner plan.count ×5`. */
export function groupWrongTurns(wrongTurns: readonly WrongTurn[]): string {
  const counts = new Map<string, number>()
  for (const { role, reason } of wrongTurns) {
    const group = `${role} ${reason}`
    counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([group, count]) => `${group} ×${count}`)
    .join(', ')
}
