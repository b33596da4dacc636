import { decimalKey } from '../json/equal.ts'
import { type ExactJson, ExactNumber, tryReadJson } from '../json/exact.ts'
import type { Turn } from './dialog.ts'
import { isCalls, isResults } from './segment.ts'

/** A value taken up from at least this many turns before is a far reference. */
export const FAR_BACK = 8

/** Texts and numbers inside a JSON value; numbers by value, so that 1.0 is found as 1. Switches leave no trace. */
function collect(value: ExactJson | undefined, into: Set<string>): void {
  if (typeof value === 'string' && value.trim().length > 1) into.add(value.trim())
  else if (value instanceof ExactNumber) into.add(decimalKey(value.text))
  else if (Array.isArray(value)) for (const v of value) collect(v, into)
  else if (value instanceof Map) for (const v of value.values()) collect(v, into)
}

/** Turns never change, and each is looked at for every later one. */
const seen = new WeakMap<Turn, ReadonlySet<string>>()

/** The values in a turn's call arguments or results; empty for words. */
export function valuesOf(turn: Turn | undefined): ReadonlySet<string> {
  if (turn === undefined) return new Set()
  const known = seen.get(turn)
  if (known) return known
  const found = new Set<string>()
  if (isCalls(turn)) for (const call of turn.answer.calls) collect(tryReadJson(call.arguments), found)
  if (isResults(turn)) for (const result of turn.results) collect(tryReadJson(result.content), found)
  seen.set(turn, found)
  return found
}

const NUMBER_KEY = /^(-?)(\d+)E(-?\d{1,3})$/

/** A number's plain spelling, to look for it in words. */
function spelled(value: string): string {
  const found = NUMBER_KEY.exec(value)
  return found ? String(Number(`${found[1]}${found[2]}e${found[3]}`)) : value
}

function says(turn: Turn, value: string): boolean {
  if (isCalls(turn) || isResults(turn)) return valuesOf(turn).has(value)
  const text = turn.from === 'user' ? turn.text : turn.answer.kind === 'text' ? turn.answer.text : ''
  return text.includes(spelled(value))
}

/**
 * Whether the calls at `index` use a value that a result since the last user turn brought up first: neither the
 * user (since `from`) nor an earlier call had it.
 */
export function usesEarlierResult(turns: readonly Turn[], index: number, from: number): boolean {
  const turn = turns[index]
  if (!isCalls(turn)) return false
  const lastUser = turns.findLastIndex((t, i) => i < index && t.from === 'user')
  const results = turns.slice(Math.max(from, lastUser + 1), index).filter(isResults)
  if (results.length === 0) return false
  const before = turns.slice(from, index).filter((t) => !isResults(t))
  return [...valuesOf(turn)].some(
    (value) => results.some((result) => valuesOf(result).has(value)) && !before.some((t) => says(t, value)),
  )
}

/** Whether the calls at `index` use a value that was last heard of at least FAR_BACK turns before. */
export function reachesFarBack(turns: readonly Turn[], index: number): boolean {
  const turn = turns[index]
  if (!isCalls(turn) || index < FAR_BACK) return false
  const near = turns.slice(index - FAR_BACK + 1, index)
  const far = turns.slice(0, index - FAR_BACK + 1)
  return [...valuesOf(turn)].some(
    (value) =>
      spelled(value).length >= 3 && !near.some((t) => says(t, value)) && far.some((t) => says(t, value)),
  )
}
