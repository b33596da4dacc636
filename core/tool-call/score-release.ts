import { type ExactJson, ExactNumber, JsonError, readJson } from '../json/exact.ts'
import type { Answer } from './call.ts'
import { printCalls } from './print.ts'
import type { Score, ScoreRequest } from './score-request.ts'
import type { WhyCode } from './why.ts'

const ANSWER = '<|im_start|>assistant'
const ANSWER_END = '<|im_end|>'
const CALL_OPEN = '<tool_call>'
const CALL_CLOSE = '</tool_call>'
const THINK_OPEN = '<think>'
const THINK_CLOSE = '</think>'
/** Words of thinking that earn the whole bonus. */
const FULL_LENGTH = 512
/** Python refuses to read integers of more digits. */
const MOST_DIGITS = 4300

/** What parts words for Python's `split`. */
const WORDS = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g

const behind = (text: string, at: number, mark: string): string =>
  at < 0 ? text : text.slice(at + mark.length)
const before = (text: string, mark: string): string => {
  const at = text.indexOf(mark)
  return at < 0 ? text : text.slice(0, at)
}

/** The answer inside a rendered dialog: behind the last assistant mark, up to the next end mark. */
const answerIn = (text: string): string => before(behind(text, text.lastIndexOf(ANSWER), ANSWER), ANSWER_END)

/** A number as Python compares it: integers exactly, others as doubles, both kinds with each other by value. */
function numberKey(text: string): string {
  if (/^-?\d+$/.test(text)) {
    if (text.length < 16) return String(Number(text) + 0)
    if (text.replace('-', '').length > MOST_DIGITS) throw new RangeError('too many digits')
    return BigInt(text).toString()
  }
  const value = Number(text)
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

/** A text that two values share when the release takes them for equal; `ordered` keeps lists as lists. */
function keyOf(value: ExactJson, ordered: boolean): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (value instanceof ExactNumber) return numberKey(value.text)
  if (Array.isArray(value)) {
    const items = value.map((item) => keyOf(item, ordered))
    return ordered ? `[${items.join()}]` : setKey(items)
  }
  // The sign before an entry keeps it from looking like an item, so that only empty lists and objects are equal.
  const entries: string[] = []
  for (const [name, item] of value) entries.push(`=${JSON.stringify(name)}:${keyOf(item, ordered)}`)
  return `{${entries.sort().join()}}`
}

const setKey = (items: readonly string[]): string =>
  items.length < 2 ? `{${items.join()}}` : `{${[...new Set(items)].sort().join()}}`

/** What stands in a tag, as a key; what cannot be decoded stays a text. */
function bodyKey(body: string, ordered: boolean): string {
  try {
    return keyOf(readJson(body, { maxDepth: 512, pythonNumbers: true }), ordered)
  } catch (error) {
    if (error instanceof JsonError || error instanceof RangeError) return JSON.stringify(body)
    throw error
  }
}

/** Keys of the tags that stand on lines of their own; others are not seen. */
function callKeys(text: string, ordered: boolean): string[] {
  const keys: string[] = []
  const open = `${CALL_OPEN}\n`
  const close = `\n${CALL_CLOSE}`
  for (let at = text.indexOf(open); at >= 0; ) {
    const end = text.indexOf(close, at + open.length)
    if (end < 0) break
    keys.push(bodyKey(text.slice(at + open.length, end), ordered))
    at = text.indexOf(open, end + close.length)
  }
  return keys
}

interface Range {
  readonly low: number
  readonly high: number
}

function scoreText(answer: string, range: Range, half: boolean): Score {
  const right = !answer.includes(CALL_OPEN) && !answer.includes(CALL_CLOSE)
  const score = right ? range.high : range.low
  return { score: half ? score / 2 : score, why: right ? 'text.right' : 'calls.unwanted' }
}

/** A wrong answer that lacks a tag; the release looks for each somewhere, not for pairs. */
function lacking(answer: string): WhyCode | undefined {
  const [opens, closes] = [answer.includes(CALL_OPEN), answer.includes(CALL_CLOSE)]
  if (opens && closes) return undefined
  return opens ? 'answer.tagNotClosed' : closes ? 'answer.tagNotOpened' : 'calls.missing'
}

function scorePrefix(label: readonly string[], said: readonly string[], { low }: Range): Score {
  if (label.length === 0) return { score: low, why: 'label.nothingRead' }
  let score = low
  let right = 0
  // Added one by one, as the release does: the last bits of the sum come out the same.
  while (right < label.length && label[right] === said[right]) {
    score += 1 / label.length
    right++
  }
  return { score, why: right === label.length ? 'same' : right > 0 ? 'prefix.part' : 'calls.differ' }
}

function scoreCalls(label: string, answer: string, range: Range, ordered: boolean): Score {
  const lacks = lacking(answer)
  if (lacks) return { score: range.low, why: lacks }
  const wanted = callKeys(label, ordered)
  const said = callKeys(answer, ordered)
  if (ordered) return scorePrefix(wanted, said, range)
  if (wanted.length !== said.length) return { score: range.low, why: 'calls.count' }
  if (setKey(wanted) !== setKey(said)) return { score: range.low, why: 'calls.differ' }
  return { score: range.high, why: wanted.length === 0 ? 'release.nothingRead' : 'same' }
}

function lengthBonus(answer: string): number {
  if (!answer.includes(THINK_OPEN) || !answer.includes(THINK_CLOSE)) return 0
  const thought = before(behind(answer, answer.lastIndexOf(THINK_OPEN), THINK_OPEN), THINK_CLOSE)
  return Math.min(1, (thought.match(WORDS)?.length ?? 0) / FULL_LENGTH)
}

const labelText = (label: string | Answer): string =>
  typeof label === 'string' ? label : label.kind === 'text' ? label.text : printCalls(label.calls, 'python')

/**
 * The match of the LoopTool release (its file toolace.py), one score a label. Lists and objects are compared as sets
 * at every depth, true equals 1, `{}` equals `[]`; tags count only on lines of their own, also inside thinking; what
 * cannot be decoded stays a text; a text label takes any answer without a call tag, also an empty one.
 */
export function scoreRelease({ accepted, prediction, options }: ScoreRequest): Score[] {
  const answer = answerIn(prediction)
  const low = options?.minimum ?? 0
  const range = { low, high: low === -3 ? 3 : 1 }
  const bonus = options?.lengthBonus ? lengthBonus(answer) : undefined
  return accepted.map((one) => {
    const label = labelText(one)
    const match = label.includes(CALL_OPEN)
      ? scoreCalls(label, answer, range, options?.orderedPrefix === true)
      : scoreText(answer, range, options?.halfText === true)
    if (bonus === undefined) return match
    return { ...match, score: match.score + bonus, parts: { match: match.score, length: bonus } }
  })
}
