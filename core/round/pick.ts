/** Which samples make a round, and in what order they are trained on. */
import { Random } from '../random/random.ts'
import { type MixPlan, POOLS, type Pool, type PoolCounts } from './mix.ts'

/** A sample that may be taken; what is known of how the policy does on it. */
export interface Candidate {
  readonly id: string
  readonly pool: Pool
  /** Share of answers that matched, from 0 to 1; unknown for what was never probed. */
  readonly passRate?: number
  readonly perplexity?: number
}

/** Of a sample in several pools, the one that says most about why it is there. */
const PRECEDENCE = ['errorSeed', 'expansion', 'highPerplexity', 'fresh'] as const satisfies readonly Pool[]

/** Each sample once. */
export function distinct(candidates: Iterable<Candidate>): Map<string, Candidate> {
  const byId = new Map<string, Candidate>()
  const rank = (candidate: Candidate): number => PRECEDENCE.indexOf(candidate.pool)
  for (const candidate of candidates) {
    const known = byId.get(candidate.id)
    if (!known || rank(candidate) < rank(known)) byId.set(candidate.id, candidate)
  }
  return byId
}

export function countPools(candidates: Iterable<Candidate>): PoolCounts {
  const counts = { fresh: 0, errorSeed: 0, expansion: 0, highPerplexity: 0 }
  for (const { pool } of candidates) counts[pool]++
  return counts
}

/** A random order that depends on the seed and the ids, not on the order of arrival. */
const drawn = (candidates: readonly Candidate[], seed: number): Candidate[] =>
  candidates
    .map((candidate) => ({ candidate, rank: new Random(seed, 'draw', candidate.id).next() }))
    .sort((a, b) => a.rank - b.rank || (a.candidate.id < b.candidate.id ? -1 : 1))
    .map(({ candidate }) => candidate)

const mostPerplexed = (a: Candidate, b: Candidate): number => (b.perplexity ?? 0) - (a.perplexity ?? 0)

/** The plan's counts from each pool: of high perplexity the highest, of the others a draw by seed. */
export function pickRound(
  candidates: ReadonlyMap<string, Candidate>,
  plan: Pick<MixPlan, 'take'>,
  seed: number,
): Candidate[] {
  const byPool: Record<Pool, Candidate[]> = { fresh: [], errorSeed: [], expansion: [], highPerplexity: [] }
  for (const candidate of candidates.values()) byPool[candidate.pool].push(candidate)
  return POOLS.flatMap((pool) => {
    const order = drawn(byPool[pool], seed)
    if (pool === 'highPerplexity') order.sort(mostPerplexed)
    return order.slice(0, plan.take[pool])
  })
}

export const ROUND_ORDERS = ['curriculum', 'shuffled'] as const
export type RoundOrder = (typeof ROUND_ORDERS)[number]

/**
 * The ids in training order. `curriculum`: what the policy does best comes first, of equals the one it is surest of;
 * a sample never probed stands where the average of the probed ones would. Ties and `shuffled` are drawn by seed.
 */
export function orderRound(picked: readonly Candidate[], order: RoundOrder, seed: number): string[] {
  const shuffled = drawn(picked, seed)
  if (order === 'curriculum') {
    const rates = picked.flatMap(({ passRate }) => passRate ?? [])
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length)
    shuffled.sort(
      (a, b) =>
        (b.passRate ?? mean) - (a.passRate ?? mean) ||
        (a.perplexity ?? Number.MAX_VALUE) - (b.perplexity ?? Number.MAX_VALUE),
    )
  }
  return shuffled.map(({ id }) => id)
}
