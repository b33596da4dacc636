/**
 * Something went wrong that a user can understand and act on. Anything else that is thrown is a defect and is shown
 * as `program.defect`. The words for a code stand in words.ts, in every language of the window.
 */
export class Failure extends Error {
  readonly code: string
  /** Values for the sentence, e.g. the name of a file. */
  readonly values: Readonly<Record<string, string | number>>
  /** Folded away in the window: technical text, no secrets. */
  readonly detail: string
  constructor(code: string, values: Record<string, string | number> = {}, detail = '') {
    super(`${code} ${JSON.stringify(values)}${detail ? ` ${detail}` : ''}`)
    this.name = 'Failure'
    this.code = code
    this.values = values
    this.detail = detail
  }
}

/** A failure in words, ready to be shown. */
export interface SpokenFailure {
  readonly code: string
  /** What stands in the sentences, so that they can be said again in another language. */
  readonly values: Readonly<Record<string, string | number>>
  /** What happened and the likely cause. */
  readonly message: string
  /** The next action. */
  readonly hint: string
  readonly detail: string
}
