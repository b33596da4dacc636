import { type ExactJson, ExactNumber } from '../../json/exact.ts'

const JSON_TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])
export const isJsonType = (word: string): boolean => JSON_TYPES.has(word)

/** Type words of Python, Java and JavaScript that function documents use. `any` leaves the type open. */
const WORDS: Readonly<Record<string, string>> = {
  dict: 'object',
  dictionary: 'object',
  map: 'object',
  hashmap: 'object',
  struct: 'object',
  record: 'object',
  float: 'number',
  double: 'number',
  decimal: 'number',
  numeric: 'number',
  int: 'integer',
  int32: 'integer',
  int64: 'integer',
  long: 'integer',
  short: 'integer',
  byte: 'integer',
  bigint: 'integer',
  str: 'string',
  text: 'string',
  char: 'string',
  bool: 'boolean',
  list: 'array',
  tuple: 'array',
  set: 'array',
  arraylist: 'array',
  none: 'null',
  nonetype: 'null',
  any: 'any',
  unknown: 'any',
  mixed: 'any',
}

/** Words that name a kind of text. */
const TEXTS: Readonly<Record<string, string | undefined>> = {
  enum: '',
  date: 'date',
  time: '',
  datetime: 'date-time',
  timestamp: '',
  binary: '',
  file: '',
  uuid: 'uuid',
  url: 'uri',
  uri: 'uri',
  email: 'email',
}

export type TypeReading =
  | { readonly how: 'same' | 'mapped'; readonly type: string }
  /** Read as text; `format` may be empty. */
  | { readonly how: 'guessed'; readonly type: 'string'; readonly format: string }
  | { readonly how: 'any' | 'unknown' }

/** Reads one type word of any dialect: `STRING`, `dict`, `DATE (YYYY-MM-DD)`, `list[str]`. */
export function readType(source: string): TypeReading {
  if (JSON_TYPES.has(source)) return { how: 'same', type: source }
  const word = source.trim().toLowerCase()
  if (JSON_TYPES.has(word)) return { how: 'mapped', type: word }
  // "DATE (YYYY-MM-DD)", "list[str]", "ArrayList<String>", "integer array": the first word decides.
  const head = /^[a-z]+\d*/.exec(word)?.[0] ?? ''
  const isList = /\[\]$|\barray$/.test(word)
  const type = isList
    ? 'array'
    : JSON_TYPES.has(head)
      ? head
      : Object.hasOwn(WORDS, head)
        ? WORDS[head]
        : undefined
  if (type === 'any') return { how: 'any' }
  if (type !== undefined) return { how: 'mapped', type }
  if (Object.hasOwn(TEXTS, head)) return { how: 'guessed', type: 'string', format: TEXTS[head] ?? '' }
  return { how: 'unknown' }
}

/** Whether a value is of a JSON Schema type; `1.0` is an integer there. */
export function isOfType(value: ExactJson, type: string): boolean {
  if (value === null) return type === 'null'
  if (typeof value === 'string') return type === 'string'
  if (typeof value === 'boolean') return type === 'boolean'
  if (value instanceof ExactNumber) {
    return type === 'number' || (type === 'integer' && Number.isInteger(Number(value.text)))
  }
  return type === (Array.isArray(value) ? 'array' : 'object')
}

const NUMBER_TEXT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** A value that was written as text, in the type it is meant to have; `undefined` when it does not fit. */
export function asType(value: ExactJson, type: string | undefined): ExactJson | undefined {
  if (type === undefined || isOfType(value, type)) return value
  if (type === 'string' && value instanceof ExactNumber) return value.text
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if ((type === 'number' || type === 'integer') && NUMBER_TEXT.test(text)) {
    const number = new ExactNumber(text)
    return isOfType(number, type) ? number : undefined
  }
  if (type === 'boolean' && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return undefined
}
