/** TRL's two logs: the `log_history` of trainer_state.json, and the dict lines that it prints. */
import { rename, trlName } from './foreign-names.ts'
import { isRecord, isStep, readLooseJson } from './loose-json.ts'
import type { Point } from './point.ts'
import { readPythonNumber } from './verl-line.ts'

/** Where a line stands, not what was measured. */
const PLACES = new Set(['step', 'epoch'])

/** The last entry of a run sums it up; it is no step. */
const isSummary = (entry: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(entry).some((name) => name === 'train_runtime' || name === 'total_flos')

const pointOf = (step: number, values: Record<string, number | null>): Point => ({
  step,
  values: rename(values, trlName),
})

/** Flat objects; the document around them never is one, since it holds them. */
const FLAT = /\{[^{}]*\}/g

/** Entries of `log_history` in a stretch of trainer_state.json. Training and evaluation of a step are two of them. */
export function readTrainerState(text: string): Point[] {
  return [...text.matchAll(FLAT)].flatMap(([found]) => {
    const entry = readLooseJson(found)
    if (!isRecord(entry) || !isStep(entry.step) || isSummary(entry)) return []
    const values: Record<string, number | null> = {}
    for (const [name, value] of Object.entries(entry))
      if (!PLACES.has(name) && (value === null || typeof value === 'number')) values[name] = value
    return Object.keys(values).length === 0 ? [] : [pointOf(entry.step, values)]
  })
}

const DICT = /^\{('[^']+': .+)\}$/
const PAIR = /'([^']+)': (?:'([^']*)'|([^,{}[\]]+))(?:, |$)/g

/**
 * A line such as `{'loss': '0.1', 'reward': 0.5, 'epoch': '0.06'}`: Python's repr, numbers as texts or not. It has no
 * step, so lines of training are counted and an evaluation belongs to the line before it.
 *
 * @param last the step of the line before; 0 at the start
 * @returns undefined where the line is something else
 */
export function readTrlLine(line: string, last: number): Point | undefined {
  const inner = DICT.exec(line.trim())?.[1]
  if (inner === undefined) return undefined
  const values: Record<string, number | null> = {}
  for (const [, name = '', quoted, bare] of inner.matchAll(PAIR)) {
    const value = readPythonNumber((quoted ?? bare ?? '').trim())
    if (value !== undefined && !PLACES.has(name)) values[name] = value
  }
  const names = Object.keys(values)
  if (names.length === 0 || isSummary(values)) return undefined
  return pointOf(names.some((name) => name.startsWith('eval_')) ? last : last + 1, values)
}
