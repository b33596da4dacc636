import { type ExactJson, JsonError, readJson } from './exact.ts'

/** End of the bracketed value that opens at `start`, strings respected; undefined when it does not close. */
function closeOf(text: string, start: number): number | undefined {
  let depth = 0
  let inString = false
  for (let i = start; i < text.length; i++) {
    const c = text[i]
    if (inString) {
      if (c === '\\') i++
      else if (c === '"') inString = false
    } else if (c === '"') inString = true
    else if (c === '{' || c === '[') depth++
    else if (c === '}' || c === ']') {
      depth--
      if (depth === 0) return i + 1
    }
  }
  return undefined
}

/** Places where an object may begin that are tried; a text with more of them is no answer in JSON. */
const TRIES = 20

function firstObject(text: string): ExactJson | undefined {
  let at = text.indexOf('{')
  for (let n = 0; at >= 0 && n < TRIES; n++) {
    const end = closeOf(text, at)
    if (end === undefined) return undefined
    try {
      return readJson(text.slice(at, end))
    } catch (error) {
      if (!(error instanceof JsonError)) throw error
    }
    // Behind it, never into it: a part of a broken answer is no answer.
    at = text.indexOf('{', end)
  }
  return undefined
}

export type FoundJson = { readonly value: ExactJson } | { readonly problem: string }

/**
 * The JSON value that a model was asked for: the whole text; or what a code fence holds; or, with words around it,
 * the first object that can be read and is no part of a broken one.
 */
export function findJson(text: string): FoundJson {
  const fenced = /```[a-zA-Z]*\s*\n([\s\S]*?)\n?```/.exec(text)?.[1]
  let problem = 'there is no JSON'
  for (const candidate of fenced === undefined ? [text] : [text, fenced]) {
    try {
      return { value: readJson(candidate.trim()) }
    } catch (error) {
      if (!(error instanceof JsonError)) throw error
      problem = error.message
    }
  }
  const value = firstObject(text)
  return value === undefined ? { problem } : { value }
}
