import { type ExactJson, tryReadJson } from '#core/json/exact.ts'
import { printJson } from '#core/json/print.ts'

const SHORT = 60

/** One value over several lines; what fits in a short line stays on one. Numbers and key order as written. */
function lay(value: ExactJson, indent: string): string {
  const flat = printJson(value, 'compact')
  if (flat.length <= SHORT) return flat
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    return `[\n${value.map((v) => deeper + lay(v, deeper)).join(',\n')}\n${indent}]`
  }
  if (value instanceof Map) {
    const lines = [...value].map(([key, v]) => `${deeper}${printJson(key)}: ${lay(v, deeper)}`)
    return `{\n${lines.join(',\n')}\n${indent}}`
  }
  return flat
}

/** JSON text laid out for reading; text that is not JSON comes back as it is. */
export function prettyJson(text: string): string {
  const value = tryReadJson(text)
  return value === undefined ? text : lay(value, '')
}

/** A value as it reads in a row: strings without quotes, everything else as JSON. */
export const plainValue = (value: ExactJson): string => (typeof value === 'string' ? value : lay(value, ''))

/** The arguments of a call, one row each; undefined when they are not an object. */
export function argumentRows(text: string): { name: string; value: string }[] | undefined {
  const value = tryReadJson(text)
  if (!(value instanceof Map)) return undefined
  return [...value].map(([name, v]) => ({ name, value: plainValue(v) }))
}
