/** A job's record of why it failed, read back: the text of a Failure, or of any error. */
import { Failure } from './failure.ts'
import { failureCodes } from './words.ts'

/** Places where the values may end; a text with more of them is no failure's. */
const MOST_ENDS = 200

function valuesAt(text: string): { values: Record<string, string | number>; rest: string } | undefined {
  let end = -1
  for (let tries = 0; tries < MOST_ENDS; tries++) {
    end = text.indexOf('}', end + 1)
    if (end < 0) return undefined
    try {
      const values = JSON.parse(text.slice(0, end + 1)) as Record<string, string | number>
      return { values, rest: text.slice(end + 1).trim() }
    } catch {
      // A brace inside a value.
    }
  }
  return undefined
}

/** @returns undefined where the text is no failure's that has words */
export function failureIn(text: string): Failure | undefined {
  const [, code = '', after = ''] = /^([a-z]\w*\.\w+) (\{[\s\S]*)$/i.exec(text) ?? []
  const found = failureCodes('en').includes(code) ? valuesAt(after) : undefined
  return found && new Failure(code, found.values, found.rest)
}

/** As something that can be said in words. */
export const heardFailure = (text: string): Failure | Error =>
  failureIn(text) ?? Object.assign(new Error(text), { stack: text })
