import { type ExactJson, ExactNumber, isExactObject, type JsonText, tryReadJson } from '../json/exact.ts'

const STATUS_KEYS = ['status', 'statusCode', 'status_code']

/** `"error": null`, `false`, `""`, `0`, `[]` and `{}` say that there was none. */
const saysSomething = (value: ExactJson | undefined): boolean => {
  if (value === undefined || value === null || value === false || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  if (isExactObject(value)) return value.size > 0
  return !(value instanceof ExactNumber) || Number(value.text) !== 0
}

const isErrorStatus = (value: ExactJson | undefined): boolean =>
  value instanceof ExactNumber
    ? Number(value.text) >= 400 && Number(value.text) < 600
    : typeof value === 'string' && /^(?:[45]\d\d|error|failed|failure)$/i.test(value)

/**
 * Whether a tool's result says that the call failed: an object whose top level has something in `error` or
 * `errors`, `isError: true`, or a status of 400 to 599; or a text that begins with the word. The word deeper inside
 * says nothing (a log entry, an article about errors).
 */
export function isErrorResult(content: JsonText): boolean {
  const value = tryReadJson(content)
  if (typeof value === 'string') return /^\s*(?:(?:error|exception)\b|错误|出错)/i.test(value)
  if (!isExactObject(value)) return false
  if (saysSomething(value.get('error')) || saysSomething(value.get('errors'))) return true
  return value.get('isError') === true || STATUS_KEYS.some((key) => isErrorStatus(value.get(key)))
}
