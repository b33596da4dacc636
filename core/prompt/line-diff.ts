/** A line of two texts beside each other. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Beyond this the texts are shown as replaced whole: a prompt has a few hundred lines. */
const MOST_LINES = 2000

/** At `i * width + j`: length of the longest common subsequence of what follows line i and line j. */
function commonLengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  return at
}

/**
 * How one text becomes another, line by line, with as few changed lines as possible (longest common subsequence).
 * Removed lines stand before those that were put in their place.
 */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const lines = (kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] =>
    texts.map((text) => ({ kind, text }))
  if (a.length > MOST_LINES || b.length > MOST_LINES)
    return before === after ? lines('same', a) : [...lines('removed', a), ...lines('added', b)]
  const common = commonLengths(a, b)
  const found: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [left = '', right = ''] = [a[i], b[j]]
    if (left === right) {
      found.push({ kind: 'same', text: left })
      i++
      j++
    } else if (common(i + 1, j) >= common(i, j + 1)) {
      found.push({ kind: 'removed', text: left })
      i++
    } else {
      found.push({ kind: 'added', text: right })
      j++
    }
  }
  return [...found, ...lines('removed', a.slice(i)), ...lines('added', b.slice(j))]
}
