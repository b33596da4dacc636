/** verl's console: one line a step, `step:N - key:value - …`, with Ray's prefix and colours around it. */
import { rename, verlName } from './foreign-names.ts'
import type { Point } from './point.ts'

// Colours of terminals (ECMA-48 control sequences).
const ANSI = /\u001b\[[0-9;?]*[ -/]*[@-~]/g
const RAY = /^\([^()]*\bpid=\d+[^()]*\)\s*/
/** Anchored: text of a model may hold "step:" too. */
const STEP = /^step:(\d+) - (.+)$/
const NUMPY = /^np\.\w+\((.*)\)$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i

/** A number as Python prints it. @returns null for NaN and infinities, undefined for anything else */
export function readPythonNumber(text: string): number | null | undefined {
  const plain = NUMPY.exec(text)?.[1] ?? text
  if (NOT_FINITE.test(plain)) return null
  if (!NUMBER.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : null
}

/** @returns undefined where the line is not the one of a step */
export function readVerlLine(line: string): Point | undefined {
  const found = STEP.exec(line.replace(ANSI, '').trim().replace(RAY, ''))
  const step = Number(found?.[1])
  if (!found || !Number.isSafeInteger(step)) return undefined
  const values: Record<string, number | null> = {}
  for (const part of (found[2] ?? '').split(' - ')) {
    // Keys may hold colons; the value stands behind the last.
    const colon = part.lastIndexOf(':')
    const value = readPythonNumber(part.slice(colon + 1).trim())
    if (colon > 0 && value !== undefined) values[part.slice(0, colon).trim()] = value
  }
  return Object.keys(values).length === 0 ? undefined : { step, values: rename(values, verlName) }
}
