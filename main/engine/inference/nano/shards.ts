import { SHARDS } from './memory-plan.ts'

/**
 * Divides units among the shards so that they cost about the same: the dearest first, each to the cheapest shard so
 * far. Depends on the costs only. Within a shard units keep their order; the dearest shard comes first.
 */
export function intoShards<T>(units: readonly T[], costOf: (unit: T) => number): (readonly T[])[] {
  const byCost = units.map((unit, index) => ({ index, cost: costOf(unit) }))
  byCost.sort((a, b) => b.cost - a.cost || a.index - b.index)
  const shards = Array.from({ length: SHARDS }, () => ({ cost: 0, indices: [] as number[] }))
  for (const { index, cost } of byCost) {
    const cheapest = shards.reduce((least, shard) => (shard.cost < least.cost ? shard : least))
    cheapest.cost += cost
    cheapest.indices.push(index)
  }
  return shards
    .filter(({ indices }) => indices.length > 0)
    .sort((a, b) => b.cost - a.cost)
    .map(({ indices }) => indices.sort((a, b) => a - b).flatMap((index) => units[index] ?? []))
}

/** Indices of the tensors, divided so that each of `parts` threads updates about as much; empty parts are left out. */
export function spread(sizes: readonly number[], parts: number): number[][] {
  const out = Array.from({ length: parts }, () => ({ size: 0, indices: [] as number[] }))
  const bySize = sizes.map((size, index) => ({ size, index })).sort((a, b) => b.size - a.size)
  for (const { size, index } of bySize) {
    const least = out.reduce((best, part) => (part.size < best.size ? part : best))
    least.size += size
    least.indices.push(index)
  }
  return out.map(({ indices }) => indices).filter(({ length }) => length > 0)
}
