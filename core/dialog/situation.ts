import { LONG_RESULT } from './came-out.ts'
import type { Dialog } from './dialog.ts'
import { isErrorResult } from './error-result.ts'
import { asks, isResults, type Segment, segmentsOf } from './segment.ts'

/** What the tool role is told about this time. */
export type Situation = 'normal' | 'surprise' | 'error' | 'long'

/** Share of ordinary results that are not what one hopes for, though no error. */
const SURPRISES = 0.1

const lastSegment = (dialog: Pick<Dialog, 'plan' | 'turns'>): Segment | undefined => segmentsOf(dialog).at(-1)

/** The need that is being talked about; undefined before the first user turn. */
export const needAtHand = (dialog: Pick<Dialog, 'plan' | 'turns'>): number | undefined =>
  lastSegment(dialog)?.need

/**
 * How the next results are to be: an error once where the need is of that type, a long result once for long
 * context, a surprise now and then for the rest.
 *
 * @param chance uniform in [0, 1)
 */
export function situationOf(dialog: Pick<Dialog, 'plan' | 'turns'>, chance: number): Situation {
  const segment = lastSegment(dialog)
  const type = segment?.planned?.type
  const results = dialog.turns
    .slice(segment?.first ?? 0)
    .filter(isResults)
    .flatMap((turn) => turn.results)
  if (type === 'toolError') return results.some((r) => isErrorResult(r.content)) ? 'normal' : 'error'
  if (type === 'longContext') return results.some((r) => r.content.length >= LONG_RESULT) ? 'normal' : 'long'
  return type === 'single' && chance < SURPRISES ? 'surprise' : 'normal'
}

/**
 * Whether an assistant turn is one to think about: it answers a user, who does more than answer the assistant's own
 * question (LoopTool §2).
 */
export function wantsThinking(dialog: Pick<Dialog, 'plan' | 'turns'>): boolean {
  const { turns } = dialog
  if (turns.at(-1)?.from !== 'user') return false
  const answersQuestion = asks(turns.at(-2)) && (lastSegment(dialog)?.first ?? 0) < turns.length - 1
  return !answersQuestion
}
