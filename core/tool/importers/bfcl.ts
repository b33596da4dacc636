/** Function documents and question rows of the Berkeley Function-Calling Leaderboard. */
import { type ExactJson, isExactObject } from '../../json/exact.ts'
import type { Collector } from './collector.ts'
import { importFunctions, importRecords, toolsOf } from './openai.ts'
import type { Entry } from './read-document.ts'

// Python, Java and JavaScript type words are this layout's own.
const LAYOUT = { ownTypes: true }

export const importBfclFunctions = (entries: readonly Entry[], out: Collector): void =>
  importFunctions(entries, LAYOUT, out)

/** Rows with `function` carry their tools; multi-turn rows name classes whose documents lie elsewhere. */
export function importBfclRows(entries: readonly Entry[], out: Collector): void {
  for (const entry of entries) {
    const { where, value } = entry
    const list = toolsOf(value, 'function')
    if (list === undefined && isExactObject(value) && value.has('involved_classes')) {
      out.refuse(where, 'bfcl.noFunctions', classes(value.get('involved_classes')))
    } else importRecords([entry], ['function'], LAYOUT, out)
  }
}

const classes = (value: ExactJson | undefined): string =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string').join(', ') : ''
