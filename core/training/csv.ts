/** Points as CSV (RFC 4180), one row a record of the log. */
import type { Point } from './point.ts'

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const csvHead = (names: readonly string[]): string =>
  `${['step', 'time', ...names].map(cell).join(',')}\r\n`

/** What was not measured is an empty cell; what was no number says NaN. */
export function csvRow({ step, at, values }: Point, names: readonly string[]): string {
  const cells = names.map((name) => {
    const value = values[name]
    return value === undefined ? '' : value === null ? 'NaN' : String(value)
  })
  const when = at === undefined ? '' : new Date(at).toISOString()
  return `${[String(step), when, ...cells].join(',')}\r\n`
}
