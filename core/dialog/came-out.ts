/** Which case types a dialog really holds. A mix is only as good as what came out of it. */

import { CASE_TYPES, type CaseType } from './case-type.ts'
import type { Dialog, Turn } from './dialog.ts'
import { isErrorResult } from './error-result.ts'
import { asks, isCalls, isResults, type Segment, segmentsOf } from './segment.ts'
import { reachesFarBack, usesEarlierResult } from './trace.ts'

/** A result at least this long (characters) makes the need that reads it a case of long context. */
export const LONG_RESULT = 1500

const hasError = (turn: Turn | undefined): boolean =>
  isResults(turn) && turn.results.some((result) => isErrorResult(result.content))

const hasLongResult = (turn: Turn | undefined): boolean =>
  isResults(turn) && turn.results.some((result) => result.content.length >= LONG_RESULT)

/** The question before any call of the segment that the user then answered. */
function questionBeforeCalls(turns: readonly Turn[], { first, end }: Segment): boolean {
  const firstCall = turns.findIndex((turn, i) => i >= first && i < end && isCalls(turn))
  return turns.some((turn, i) => i >= first && i < firstCall && asks(turn))
}

/** What one turn bears out. */
function evidenceAt(turns: readonly Turn[], index: number, segment: Segment): CaseType[] {
  const turn = turns[index]
  const found: CaseType[] = []
  if (isCalls(turn)) {
    if (turn.answer.calls.length > 1) found.push('parallel')
    if (usesEarlierResult(turns, index, segment.first)) found.push('sequential')
    if (reachesFarBack(turns, index)) found.push('longContext')
  } else if (turns[index + 1]?.from === 'assistant') {
    if (hasError(turn)) found.push('toolError')
    if (hasLongResult(turn)) found.push('longContext')
  }
  return found
}

/** Every case type that the turns of a segment bear out; none when no tool was called. */
function evidence(turns: readonly Turn[], segment: Segment): Set<CaseType> {
  const { first, end } = segment
  const found = new Set<CaseType>()
  for (let i = first; i < end; i++) for (const type of evidenceAt(turns, i, segment)) found.add(type)
  const inside = turns.slice(first, end)
  const calls = inside.reduce((sum, turn) => sum + (isCalls(turn) ? turn.answer.calls.length : 0), 0)
  if (calls === 0) return found
  if (questionBeforeCalls(turns, segment)) found.add('missingParameter')
  if (inside.filter((turn) => turn.from === 'user').length > 1) found.add('multiTurn')
  if (calls === 1 && !found.has('toolError') && !found.has('missingParameter')) found.add('single')
  return found
}

/** Which type to name when the turns bear out several and the planned one is not among them. */
const TELLING: readonly CaseType[] = [
  'toolError',
  'sequential',
  'parallel',
  'missingParameter',
  'longContext',
  'multiTurn',
]

function typeOf(turns: readonly Turn[], segment: Segment): CaseType {
  const planned = segment.planned?.type
  const found = evidence(turns, segment)
  if (planned !== undefined && found.has(planned)) return planned
  const told = TELLING.find((type) => found.has(type))
  if (told !== undefined) return told
  const inside = turns.slice(segment.first, segment.end)
  if (inside.some(isCalls)) return 'single'
  // Words alone look the same whether no tool fits or none is needed: there the plan decides.
  if (planned === 'missingTool' || planned === 'chat') return planned
  if (inside.some(asks)) return 'missingParameter'
  return planned === undefined ? 'chat' : 'missingTool'
}

/**
 * The case type that each need of the dialog turned out to be, in the order of the talk. Rules over the turns
 * decide; where they bear out several types, the planned one is believed.
 */
export const realisedTypes = (dialog: Pick<Dialog, 'plan' | 'turns'>): CaseType[] =>
  segmentsOf(dialog).map((segment) => typeOf(dialog.turns, segment))

/** The case types of a dialog, none twice, in the usual order. */
export function typesIn(dialog: Pick<Dialog, 'plan' | 'turns'>): CaseType[] {
  const found = new Set(realisedTypes(dialog))
  return CASE_TYPES.filter((type) => found.has(type))
}

/**
 * The case type of the sample that this assistant turn would make. What the turn itself does goes before what its
 * need as a whole is: the call behind a question is no question any more.
 */
export function caseOfTurn(dialog: Pick<Dialog, 'plan' | 'turns'>, index: number): CaseType {
  const { turns } = dialog
  const segment = segmentsOf(dialog).find(({ first, end }) => first <= index && index < end)
  if (segment === undefined) return 'chat'
  const turn = turns[index]
  if (hasError(turns[index - 1])) return 'toolError'
  if (isCalls(turn) && turn.answer.calls.length > 1) return 'parallel'
  if (usesEarlierResult(turns, index, segment.first)) return 'sequential'
  const whole = typeOf(turns, segment)
  if (whole !== 'missingParameter') return whole
  const called = turns.findIndex((t, i) => i >= segment.first && i < segment.end && isCalls(t))
  return called < 0 || (index < called && asks(turn)) ? 'missingParameter' : 'multiTurn'
}
