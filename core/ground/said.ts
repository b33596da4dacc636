/** What was said before an answer, laid out so that a value can be looked for loosely. */
import { decimalKey } from '../json/equal.ts'
import { type ExactJson, ExactNumber, tryReadJson } from '../json/exact.ts'
import type { Message, Sample } from '../sample/sample.ts'

/** Loose form of a text: compatibility normal form, lower case, spaces as one. For comparing only. */
export const loose = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Letters, marks and digits of a loose text: `A-12 b` and `a12b` are the same. */
export const bare = (looseText: string): string => looseText.replace(/[^\p{L}\p{M}\p{N}]+/gu, '')

/** Words of a loose text; Chinese, Japanese and Korean signs one by one. */
export const wordsOf = (looseText: string): string[] =>
  looseText.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{M}\p{N}]+/gu,
  ) ?? []

/** A number as its significant digits and power of ten, without sign. */
interface Decimal {
  readonly digits: string
  readonly exponent: number
}

function decimalOf(text: string): Decimal | undefined {
  const key = decimalKey(text)
  if (key === '0') return { digits: '0', exponent: 0 }
  const found = /^-?(\d+)E(-?\d{1,6})$/.exec(key)
  return found ? { digits: found[1] ?? '', exponent: Number(found[2]) } : undefined
}

const DIGIT_WORDS: Readonly<Record<string, string>> = {
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  fifteen: '15',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  sixty: '60',
  ninety: '90',
  hundred: '100',
  thousand: '1000',
  dozen: '12',
  couple: '2',
  pair: '2',
  both: '2',
  once: '1',
  twice: '2',
  half: '0.5',
  quarter: '0.25',
  first: '1',
  second: '2',
  third: '3',
  single: '1',
  a: '1',
  an: '1',
  week: '7',
  fortnight: '14',
  month: '30',
  year: '365',
  day: '24',
  hour: '60',
  minute: '60',
  零: '0',
  一: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  十: '10',
  百: '100',
  千: '1000',
  半: '0.5',
  双: '2',
  周: '7',
  月: '30',
  年: '365',
  天: '24',
  时: '60',
  分: '60',
}
/** Units may move the point: percent, thousands, 万, cents, millions, 亿. */
const SHIFTS: ReadonlySet<number> = new Set([0, 2, 3, 4, 6, 8, 9])

function messageTexts(message: Message): string[] {
  if (message.role === 'user') return [message.text]
  if (message.role === 'tool') return message.results.map(({ content }) => content)
  return message.answer.kind === 'text'
    ? [message.answer.text]
    : message.answer.calls.map(({ arguments: args }) => args)
}

/** The texts inside a JSON value, unescaped. */
function insides(value: ExactJson | undefined, into: string[]): void {
  if (typeof value === 'string') into.push(value)
  else if (value instanceof ExactNumber) into.push(value.text)
  else if (Array.isArray(value)) for (const one of value) insides(one, into)
  else if (value instanceof Map) {
    for (const [key, one] of value) {
      into.push(key)
      insides(one, into)
    }
  }
}

function textOf(message: Message): string {
  if (message.role === 'user') return message.text
  if (message.role === 'assistant' && message.answer.kind === 'text') return message.answer.text
  const found: string[] = []
  for (const text of messageTexts(message)) insides(tryReadJson(text), found)
  return found.join('\n')
}

/** Messages never change and the samples of a dialog share them. */
const texts = new WeakMap<Message, string>()
function looseTextOf(message: Message): string {
  let text = texts.get(message)
  if (text === undefined) {
    text = loose(textOf(message))
    texts.set(message, text)
  }
  return text
}

/** What stands before an answer: the date and every message, results and earlier calls included. */
export class Said {
  readonly text: string
  readonly bare: string
  readonly words: ReadonlySet<string>
  private readonly decimals: ReadonlyMap<string, readonly number[]>

  constructor({ date, messages }: Pick<Sample, 'date' | 'messages'>) {
    this.text = [loose(date), ...messages.map(looseTextOf)].join('\n')
    this.bare = bare(this.text)
    this.words = new Set(wordsOf(this.text))
    const decimals = new Map<string, number[]>()
    const add = (text: string): void => {
      const decimal = decimalOf(text)
      if (decimal) decimals.set(decimal.digits, [...(decimals.get(decimal.digits) ?? []), decimal.exponent])
    }
    for (const number of this.text.match(/\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g) ?? [])
      add(number.replaceAll(',', ''))
    for (const word of this.words) {
      const digits = Object.hasOwn(DIGIT_WORDS, word) ? DIGIT_WORDS[word] : undefined
      if (digits !== undefined) add(digits)
    }
    this.decimals = decimals
  }

  /** Whether a number was said, with the point where it stands or moved as units move it. The sign may be in words. */
  hasNumber(text: string): boolean {
    const decimal = decimalOf(text)
    if (!decimal) return false
    const exponents = this.decimals.get(decimal.digits) ?? []
    return exponents.some((exponent) => SHIFTS.has(Math.abs(exponent - decimal.exponent)))
  }
}
