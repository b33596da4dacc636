/**
 * Grounding: every value of a call should come from what was said, from an earlier result or from the date. Values
 * are compared loosely (case, width, normal form); closed choices, booleans, defaults and words of the tool's own
 * definition are exempt. A rule can be sure of an invented identifier only: words may be put differently and numbers
 * worked out, so those findings are marked as not sure.
 */
import { type ExactJson, ExactNumber, tryReadJson } from '../json/exact.ts'
import type { Sample } from '../sample/sample.ts'
import type { Tool } from '../tool/tool.ts'
import type { ToolCall } from '../tool-call/call.ts'
import { bare, loose, Said, wordsOf } from './said.ts'
import { isVocabulary, parametersOf, schemaAt } from './vocabulary.ts'

/** A value that nobody said. */
export interface Ungrounded {
  /** Place of the call in the answer. */
  readonly call: number
  /** JSON pointer into the arguments. */
  readonly path: string
  readonly value: string
  /** True for an identifier (an address, a number with letters) of which no part was said. */
  readonly sure: boolean
}

const DATE_LIKE = /\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}:\d{2}|\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|^(?:19|20)\d{2}/
const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
/** Share of a phrase's words that must have been said. */
const WORDS_SAID = 0.5
/** With more different words than this, a text was composed for the call (the body of a mail). */
const COMPOSED = 20
/** Codes that words stand for: a currency, a language, a share's symbol. */
const isCode = (value: string): boolean => bare(loose(value)).length <= 3 || /^[A-Z]{4,5}$/.test(value)

const digitRuns = (text: string): string[] => text.match(/\d{3,}/g) ?? []

/** Lengths of time, in ISO's notation. */
const DURATION = /^p[\dt]/
/** Longer texts are no identifiers, and too long for the expressions that look for one. */
const LONGEST_IDENTIFIER = 200

/**
 * An identifier: nothing that a speaker would put in other words or work out, as amounts with a unit are. It begins
 * with a letter and has digits enough to be one of many.
 */
function isIdentifier(text: string): boolean {
  if (text.length > LONGEST_IDENTIFIER || /\s/.test(text)) return false
  if (MAIL.test(text)) return true
  if (!/^\p{L}/u.test(text) || DURATION.test(text) || DATE_LIKE.test(text)) return false
  return digitRuns(text).join('').length >= 4
}

/** Dates are worked out from the dialog's own ("next Friday"); their parts cannot be looked up. */
const isDate = (text: string): boolean => DATE_LIKE.test(text) && /^[\d\s:/.\-tz+年月日时分,]+$/.test(text)

function partSaid(text: string, said: Said): boolean {
  const parts = text.includes('@') ? [text.slice(0, text.indexOf('@'))] : digitRuns(text)
  return parts.some((part) => said.bare.includes(bare(part)))
}

function phraseSaid(text: string, said: Said): boolean {
  const words = [...new Set(wordsOf(text))]
  if (words.length > COMPOSED) return true
  const found = words.filter(
    (word) => said.words.has(word) || (word.length > 3 && said.bare.includes(stem(word))),
  )
  return found.length > 0 && found.length >= words.length * WORDS_SAID
}

/** A word without its ending, so that `restaurants` finds `restaurant`. */
const stem = (word: string): string => word.slice(0, Math.max(4, word.length - 2))

/** Undefined: said, or not to be looked for. Otherwise whether the finding is sure. */
function findText(value: string, said: Said): { sure: boolean } | undefined {
  const text = loose(value)
  const plain = bare(text)
  if (isCode(value) || said.bare.includes(plain) || isDate(text)) return undefined
  if (/^-?\d+(?:\.\d+)?$/.test(text) && said.hasNumber(text)) return undefined
  if (isIdentifier(text)) return partSaid(text, said) ? undefined : { sure: true }
  return phraseSaid(text, said) ? undefined : { sure: false }
}

interface Look {
  readonly said: Said
  readonly tool: Tool | undefined
  readonly found: Ungrounded[]
  readonly call: number
}

const pointer = (key: string | number): string => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`

function look(value: ExactJson, schema: ExactJson | undefined, path: string, at: Look): void {
  if (value === null || typeof value === 'boolean') return
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) look(one, schemaAt(schema, i), `${path}${pointer(i)}`, at)
    return
  }
  if (value instanceof Map) {
    for (const [key, one] of value) look(one, schemaAt(schema, key), `${path}${pointer(key)}`, at)
    return
  }
  if (at.tool && isVocabulary(schema, value, at.tool)) return
  const text = value instanceof ExactNumber ? value.text : value
  const finding =
    value instanceof ExactNumber
      ? at.said.hasNumber(value.text)
        ? undefined
        : { sure: false }
      : findText(value, at.said)
  if (finding) at.found.push({ call: at.call, path, value: text, ...finding })
}

/**
 * Values of the calls that nobody said.
 *
 * @param tools by name; a call of an unknown tool is looked at without exemptions
 */
export function ungrounded(
  context: Pick<Sample, 'date' | 'messages'>,
  calls: readonly ToolCall[],
  tools: ReadonlyMap<string, Tool>,
): Ungrounded[] {
  const said = new Said(context)
  const found: Ungrounded[] = []
  for (const [i, call] of calls.entries()) {
    const tool = tools.get(call.name)
    const args = tryReadJson(call.arguments)
    if (args !== undefined) look(args, tool && parametersOf(tool), '', { said, tool, found, call: i })
  }
  return found
}
