/**
 * Pairs of nearly equal token sets, without comparing all with all. Tokens are ordered from rare to common; two sets
 * with Jaccard similarity ≥ t must share a token among the first |x| − ⌈t·|x|⌉ + 1 of each (prefix filter of
 * Bayardo, Ma, Srikant: Scaling up all pairs similarity search, WWW 2007), so only those are looked up.
 */

/** Both by index; `similarity` is |a ∩ b| / |a ∪ b|. */
export interface NearPair {
  readonly first: number
  readonly second: number
  readonly similarity: number
}

/** A token that starts this many sets tells nothing; later ones are not looked up by it. */
const COMMON = 400

function byRarity(sets: readonly ReadonlySet<string>[]): number[][] {
  const counts = new Map<string, number>()
  for (const set of sets) for (const token of set) counts.set(token, (counts.get(token) ?? 0) + 1)
  const order = [...counts].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
  const rank = new Map(order.map(([token], i) => [token, i]))
  return sets.map((set) => [...set].map((token) => rank.get(token) ?? 0).sort((a, b) => a - b))
}

/** Shared items of two ascending lists. */
function overlap(a: readonly number[], b: readonly number[]): number {
  let [i, j, shared] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const difference = (a[i] as number) - (b[j] as number)
    if (difference === 0) shared++
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return shared
}

/** The most similar of the candidates, the earliest where several are. */
function mostLike(
  second: number,
  lists: readonly (readonly number[])[],
  candidates: ReadonlySet<number>,
  threshold: number,
): NearPair | undefined {
  const list = lists[second] ?? []
  let best: NearPair | undefined
  for (const first of [...candidates].sort((a, b) => a - b)) {
    const other = lists[first] ?? []
    if (Math.min(list.length, other.length) < threshold * Math.max(list.length, other.length)) continue
    const shared = overlap(list, other)
    const similarity = shared / (list.length + other.length - shared)
    if (similarity >= threshold && similarity > (best?.similarity ?? 0)) best = { first, second, similarity }
  }
  return best
}

/**
 * For each set, the earlier set that is most like it, when at least `threshold` like it. Deterministic; empty sets
 * are like nothing. With tokens that very many sets begin with, a pair may be missed.
 */
export function nearPairs(sets: readonly ReadonlySet<string>[], threshold: number): NearPair[] {
  const lists = byRarity(sets)
  const index = new Map<number, number[]>()
  const same = new Map<string, number>()
  const out: NearPair[] = []
  for (const [second, list] of lists.entries()) {
    if (list.length === 0) continue
    const key = list.join(' ')
    const equal = same.get(key)
    if (equal !== undefined) {
      out.push({ first: equal, second, similarity: 1 })
      continue
    }
    same.set(key, second)
    const prefix = list.slice(0, list.length - Math.ceil(threshold * list.length) + 1)
    const candidates = new Set(prefix.flatMap((token) => index.get(token) ?? []))
    const best = mostLike(second, lists, candidates, threshold)
    if (best) out.push(best)
    for (const token of prefix) {
      const starts = index.get(token)
      if (starts === undefined) index.set(token, [second])
      else if (starts.length < COMMON) starts.push(second)
    }
  }
  return out
}
