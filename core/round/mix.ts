/** How many samples of each kind make the next round's set (LoopTool Eq. 5). */

/** Where a sample of a round comes from; the order is that in which they claim their places. */
export const POOLS = ['fresh', 'errorSeed', 'expansion', 'highPerplexity'] as const
export type Pool = (typeof POOLS)[number]
export type PoolCounts = Readonly<Record<Pool, number>>

/** Who gives more than it was asked for when another pool is too small. */
export const FILL_ORDER = [
  'highPerplexity',
  'fresh',
  'expansion',
  'errorSeed',
] as const satisfies readonly Pool[]

export interface MixRequest {
  /** From 1. */
  readonly round: number
  /** Samples wanted in all. */
  readonly size: number
  /** What is there. */
  readonly available: PoolCounts
  /** Exact counts for some pools; such a pool never gives more. The others follow the paper's schedule. */
  readonly wanted?: Partial<PoolCounts>
}

export interface MixPlan {
  readonly size: number
  readonly take: PoolCounts
  /** Pools that held less than was wanted. */
  readonly short: readonly { readonly pool: Pool; readonly wanted: number; readonly available: number }[]
  /** Pools that got fewer places than they wanted and had, since the size was reached. */
  readonly cut: readonly { readonly pool: Pool; readonly wanted: number; readonly taken: number }[]
  /** Pools that gave more than was wanted of them, in place of the short ones. */
  readonly filled: readonly { readonly pool: Pool; readonly count: number }[]
  /** Places that nobody could fill. */
  readonly missing: number
}

/** Of round 2 in the paper: 5,632 of 18,304 samples. */
const FRESH_OF_ROUND_2 = 4 / 13

/**
 * Fresh samples of a round by the paper's schedule: all of round 1, four thirteenths of round 2, then half of the
 * round before (18,304 → 5,632 → 2,816 → 1,408).
 */
export const scheduledFresh = (round: number, size: number): number =>
  round <= 1 ? size : Math.round((size * FRESH_OF_ROUND_2) / 2 ** (round - 2))

/** What each pool is asked for: its exact count, or what the paper does (all errors and all children; then the rest). */
function wantedOf({ round, size, available, wanted = {} }: MixRequest): Record<Pool, number> {
  const firstRound = round <= 1
  const fresh = wanted.fresh ?? scheduledFresh(round, size)
  const errorSeed = wanted.errorSeed ?? (firstRound ? 0 : available.errorSeed)
  const expansion = wanted.expansion ?? (firstRound ? 0 : available.expansion)
  const rest = firstRound ? 0 : Math.max(0, size - fresh - errorSeed - expansion)
  return { fresh, errorSeed, expansion, highPerplexity: wanted.highPerplexity ?? rest }
}

/**
 * Shares the places out. Pools with an exact count claim first, then the others in the order of `POOLS`; what is
 * still empty is filled from pools without an exact count, in `FILL_ORDER`. The sum of `take` and `missing` is the
 * size whenever no exact counts forbid it; it is never above.
 */
export function planMix(request: MixRequest): MixPlan {
  const { size, available, wanted: exact = {} } = request
  const wanted = wantedOf(request)
  const take: Record<Pool, number> = { fresh: 0, errorSeed: 0, expansion: 0, highPerplexity: 0 }
  let room = size
  const give = (pool: Pool, count: number): number => {
    const given = Math.max(0, Math.min(count, available[pool] - take[pool], room))
    take[pool] += given
    room -= given
    return given
  }
  const claims = [
    ...POOLS.filter((pool) => exact[pool] !== undefined),
    ...POOLS.filter((pool) => exact[pool] === undefined),
  ]
  for (const pool of claims) give(pool, wanted[pool])
  const cut = POOLS.flatMap((pool) => {
    const could = Math.min(wanted[pool], available[pool])
    return take[pool] < could ? [{ pool, wanted: could, taken: take[pool] }] : []
  })
  const filled = FILL_ORDER.flatMap((pool) => {
    const count = exact[pool] === undefined ? give(pool, room) : 0
    return count > 0 ? [{ pool, count }] : []
  })
  const short = POOLS.flatMap((pool) =>
    wanted[pool] > available[pool] ? [{ pool, wanted: wanted[pool], available: available[pool] }] : [],
  )
  return { size, take, short, cut, filled, missing: room }
}
