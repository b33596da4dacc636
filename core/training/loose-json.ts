/** Values that Python's `json` writes and JSON does not know. */
const BARE = /([:,[]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g

/** Reads one JSON value; bare NaN and Infinity become null. @returns undefined where it is no JSON */
export function readLooseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Only then, since a text inside the JSON may well hold such a word.
  }
  try {
    return JSON.parse(text.replace(BARE, '$1null'))
  } catch {
    return undefined
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isStep = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
