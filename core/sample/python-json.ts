import type { JsonText } from '../json/exact.ts'
import { escapeNonAscii } from '../json/print.ts'

const MARK = /[,:]|[ \n\r\t]+/g
const NOT_PLAIN = /[^ -~]/

/** What stands between strings is short and repeats: `":"`, `},`, `: 1.0,` and the like. */
const between = new Map<string, string>()
const MOST_KEPT = 10_000

function spaced(text: string): string {
  let found = between.get(text)
  if (found === undefined) {
    found = text.replace(MARK, (mark) => (mark === ',' ? ', ' : mark === ':' ? ': ' : ''))
    if (between.size < MOST_KEPT) between.set(text, found)
  }
  return found
}

/** Index behind the closing quote of the string that opens at `open`. */
function stringEnd(text: string, open: number): number {
  for (let at = open + 1; ; ) {
    const quote = text.indexOf('"', at)
    let slashes = 0
    while (text.charCodeAt(quote - 1 - slashes) === 92) slashes++
    if (slashes % 2 === 0) return quote + 1
    at = quote + 1
  }
}

/**
 * The layout of Python's `json.dumps`: `, ` and `: `, non-ASCII escaped. Equal to
 * `checkJsonText(text, 'python')`, without building a tree: rendering passes over every history many times.
 */
export function pythonJson(text: JsonText): JsonText {
  let out = ''
  let at = 0
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', at)) {
    const end = stringEnd(text, open)
    out += spaced(text.slice(at, open)) + text.slice(open, end)
    at = end
  }
  out += spaced(text.slice(at))
  return (NOT_PLAIN.test(out) ? escapeNonAscii(out) : out) as JsonText
}
