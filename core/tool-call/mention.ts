/** What a right answer has to ask for. */
export interface MissingParameter {
  readonly name: string
  readonly wordings: readonly string[]
}

const loose = (text: string): string => text.normalize('NFKC').toLowerCase()
const WORD = /[a-z0-9]/

/** Whether a wording stands in the text; one that starts with a letter or digit only at the start of a word. */
function holds(text: string, wording: string): boolean {
  if (wording === '') return false
  const startsWord = WORD.test(wording[0] ?? '')
  for (let at = text.indexOf(wording); at >= 0; at = text.indexOf(wording, at + 1)) {
    if (!startsWord || at === 0 || !WORD.test(text[at - 1] ?? '')) return true
  }
  return false
}

/**
 * Whether a text mentions every parameter, by its name or by one of its wordings. Case, width and normal form do not
 * count; `id` is not mentioned by "did".
 */
export function mentionsAll(text: string, missing: readonly MissingParameter[]): boolean {
  if (missing.length === 0) return true
  const said = loose(text)
  return missing.every(({ name, wordings }) => [name, ...wordings].some((one) => holds(said, loose(one))))
}
