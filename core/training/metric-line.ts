/** `{"step": N, "data": {…}}` a line: our own metrics.jsonl and verl's file logger. */
import { rename, verlName } from './foreign-names.ts'
import { isRecord, isStep, readLooseJson } from './loose-json.ts'
import type { Point } from './point.ts'

/** @returns undefined where the line is something else, or a torn one */
export function readMetricLine(line: string): Point | undefined {
  const raw = readLooseJson(line)
  if (!isRecord(raw) || !isStep(raw.step) || !isRecord(raw.data)) return undefined
  const values: Record<string, number | null> = {}
  for (const [name, value] of Object.entries(raw.data))
    if (value === null || typeof value === 'number') values[name] = value
  const at = typeof raw.at === 'string' ? Date.parse(raw.at) : Number.NaN
  // Our own names mean themselves, so that one reader serves both writers.
  return { step: raw.step, ...(Number.isNaN(at) ? {} : { at }), values: rename(values, verlName) }
}
