import type { ImportCode } from '../import-words.ts'

/** An entry of a file cannot become a tool. Caught by the collector; never leaves the importer. */
export class Refusal extends Error {
  readonly why: ImportCode
  readonly detail: string | undefined
  constructor(why: ImportCode, detail?: string) {
    super(detail === undefined ? why : `${why}: ${detail}`)
    this.why = why
    this.detail = detail
  }
}

/** What had to be altered in one tool: code → details, each once. */
export class Notes {
  readonly list = new Map<ImportCode, Set<string>>()

  add(what: ImportCode, detail?: string): void {
    const details = this.list.get(what) ?? new Set()
    if (detail !== undefined && details.size < 20) details.add(detail.slice(0, 200))
    this.list.set(what, details)
  }
}
