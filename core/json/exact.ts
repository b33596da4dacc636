/**
 * Exact JSON. JavaScript's own reader turns `1.0` into 1, cuts 20-digit integers and moves keys such as "2" to
 * the front. A label must equal what was written, so JSON of unknown shape is read into this tree instead.
 */

/** A number as it was written; `text` is a legal JSON number. */
export class ExactNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Keys in written order. A repeated key keeps its first place and its last value, as Python and JavaScript do. */
export type ExactObject = Map<string, ExactJson>
export type ExactJson = null | boolean | string | ExactNumber | ExactJson[] | ExactObject

/** Text that is known to be one legal JSON value. Made by `printJson` or `checkJsonText`. */
export type JsonText = string & { readonly __jsonText: true }

/** Where and why a text is not JSON. `at` is an offset in UTF-16 units. */
export class JsonError extends Error {
  readonly reason: string
  readonly at: number
  constructor(reason: string, at: number) {
    super(`${reason} at ${at}`)
    this.reason = reason
    this.at = at
  }
}

export interface ReadLimits {
  /** Deepest nesting that is read; deeper text is refused before the stack is at risk. */
  maxDepth: number
  /** Also reads NaN, Infinity and -Infinity, which Python writes and takes for JSON. */
  pythonNumbers?: boolean
}
const DEFAULT_LIMITS: ReadLimits = { maxDepth: 512 }

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const COLON = 58
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

const PYTHON_NUMBER = /NaN|-?Infinity/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const PLAIN_STRING = /[^"\\\u0000-\u001f]*/y
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Reader {
  private at = 0
  private readonly text: string
  private readonly limits: ReadLimits
  constructor(text: string, limits: ReadLimits) {
    this.text = text
    this.limits = limits
  }

  whole(): ExactJson {
    const value = this.value(0)
    this.space()
    if (this.at < this.text.length) throw new JsonError('text after the value', this.at)
    return value
  }

  /** Skips white space. @returns the sign behind it as a UTF-16 unit, NaN at the end */
  private space(): number {
    for (;;) {
      const c = this.text.charCodeAt(this.at)
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return c
      this.at++
    }
  }

  private value(depth: number): ExactJson {
    if (depth > this.limits.maxDepth)
      throw new JsonError(`nested deeper than ${this.limits.maxDepth}`, this.at)
    switch (this.space()) {
      case OPEN_OBJECT:
        return this.object(depth)
      case OPEN_LIST:
        return this.array(depth)
      case QUOTE:
        return this.string()
      case 116:
        return this.word('true', true)
      case 102:
        return this.word('false', false)
      case 110:
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new JsonError('not a JSON value', this.at)
    this.at += word.length
    return value
  }

  private match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    return expression.exec(this.text)
  }

  private number(): ExactNumber {
    const found = this.match(NUMBER) ?? (this.limits.pythonNumbers ? this.match(PYTHON_NUMBER) : null)
    if (!found)
      throw new JsonError(this.at < this.text.length ? 'not a JSON value' : 'the text ends early', this.at)
    this.at += found[0].length
    return new ExactNumber(found[0])
  }

  private string(): string {
    this.at++
    // Most strings hold no escape: then the text up to the next quote is the string.
    for (let end = this.at; ; end++) {
      const c = this.text.charCodeAt(end)
      if (c === QUOTE) {
        const whole = this.text.slice(this.at, end)
        this.at = end + 1
        return whole
      }
      if (!(c > 31 && c !== BACKSLASH)) break
    }
    return this.escapedString()
  }

  private escapedString(): string {
    let out = ''
    for (;;) {
      PLAIN_STRING.lastIndex = this.at
      const run = PLAIN_STRING.exec(this.text)?.[0] ?? ''
      out += run
      this.at += run.length
      const c = this.text[this.at]
      if (c === '"') {
        this.at++
        return out
      }
      if (c !== '\\')
        throw new JsonError(
          c === undefined ? 'a string is not closed' : 'a control character in a string',
          this.at,
        )
      out += this.escape()
    }
  }

  private escape(): string {
    const c = this.text[this.at + 1] ?? ''
    if (c === 'u') {
      const hex = this.text.slice(this.at + 2, this.at + 6)
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new JsonError('a broken \\u escape', this.at)
      this.at += 6
      return String.fromCharCode(Number.parseInt(hex, 16))
    }
    const plain = ESCAPES[c]
    if (plain === undefined) throw new JsonError('an unknown escape', this.at)
    this.at += 2
    return plain
  }

  private array(depth: number): ExactJson[] {
    this.at++
    const out: ExactJson[] = []
    if (this.space() === CLOSE_LIST) {
      this.at++
      return out
    }
    for (;;) {
      out.push(this.value(depth + 1))
      const c = this.space()
      this.at++
      if (c === CLOSE_LIST) return out
      if (c !== COMMA) throw new JsonError('expected , or ] in a list', this.at - 1)
    }
  }

  private object(depth: number): ExactObject {
    this.at++
    const out: ExactObject = new Map()
    if (this.space() === CLOSE_OBJECT) {
      this.at++
      return out
    }
    for (;;) {
      if (this.space() !== QUOTE) throw new JsonError('expected a key', this.at)
      const key = this.string()
      if (this.space() !== COLON) throw new JsonError('expected : after a key', this.at)
      this.at++
      out.set(key, this.value(depth + 1))
      const c = this.space()
      this.at++
      if (c === CLOSE_OBJECT) return out
      if (c !== COMMA) throw new JsonError('expected , or } in an object', this.at - 1)
    }
  }
}

/** Reads one JSON value exactly. @throws JsonError */
export function readJson(text: string, limits: ReadLimits = DEFAULT_LIMITS): ExactJson {
  return new Reader(text, limits).whole()
}

/** Like `readJson`, with `undefined` in place of an error. */
export function tryReadJson(text: string, limits: ReadLimits = DEFAULT_LIMITS): ExactJson | undefined {
  try {
    return readJson(text, limits)
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}

export const isExactObject = (value: ExactJson | undefined): value is ExactObject => value instanceof Map
