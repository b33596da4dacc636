/** The pilot of a job: which items go first, and what they say of all. */
import { z } from 'zod'
import { Random } from '../random/random.ts'
import { CAPS } from './budget.ts'
import type { Budget, Interval, Pilot, PilotEstimate } from './job.ts'

/** What is offered where models are asked that may cost something. */
export const USUAL_PILOT: Pilot = { items: 12, ask: 'always' }

export const pilotSchema = z.object({
  items: z.number().int().min(5).max(500),
  ask: z.enum(['always', 'overBudget']),
})

/** What one item of the pilot took. `ms`: from its start to its end, waiting for the server included. */
export interface ItemCost {
  readonly tokens: number
  readonly money: number
  readonly ms: number
}

/** Whether a job of so many items has a pilot: at least as many must be left over as it takes. */
export const hasPilot = (pilot: Pilot | undefined, planned: number): pilot is Pilot =>
  pilot !== undefined && planned >= 2 * pilot.items

/** Ordinals of the pilot's items: drawn evenly from all, since the first ones may be unlike the rest. Ascending. */
export function pilotItems(seed: number, planned: number, items: number): number[] {
  const random = new Random(seed, 'pilot')
  const chosen = new Set<number>()
  while (chosen.size < Math.min(items, planned)) chosen.add(random.int(0, planned - 1))
  return [...chosen].sort((a, b) => a - b)
}

/** Two-sided 99 % of the normal distribution: see `totalOf`. */
const Z = 2.5758
/** An item's cost varies at least so much, relative to the mean, however alike the pilot's were. */
const LEAST_SPREAD = 0.25

/** Student's t for the same level (Abramowitz & Stegun 26.7.5; within 1 % from 7 degrees of freedom). */
function student(freedom: number): number {
  const [z, n] = [Z, freedom]
  return (
    z +
    (z ** 3 + z) / (4 * n) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3)
  )
}

/**
 * Interval for the sum over `of` items, of which the values of some are known: the prediction interval for the rest,
 * sum + R·mean ± t·s·√(R²/k + R) with R = of − k. Costs are skewed (some items take several tries), and the textbook's
 * 90 % interval then holds in 80 % of cases only. Ours takes t at 99 % and a floor for s, and so holds in at least 90 %
 * for costs up to a log-normal of σ = 0.8 and for two kinds of items of which the rarer makes a fifth, from 12 items on.
 * What is rarer and many times as dear no small pilot can see.
 */
export function totalOf(values: readonly number[], of: number): Interval {
  const k = values.length
  const known = values.reduce((sum, value) => sum + value, 0)
  const rest = Math.max(0, of - k)
  if (rest === 0 || known === 0 || k < 2) return [known, known + (k === 0 ? 0 : (known / k) * rest)]
  const mean = known / k
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (k - 1)
  const spread = Math.max(Math.sqrt(variance), LEAST_SPREAD * mean)
  const width = student(k - 1) * spread * Math.sqrt(rest ** 2 / k + rest)
  return [Math.max(known, known + rest * mean - width), known + rest * mean + width]
}

/**
 * What a job is going to take by its pilot.
 *
 * @param ranMs how long the pilot ran
 * @param concurrency items open at once
 */
export function estimateFrom(
  costs: readonly ItemCost[],
  { of, ranMs, concurrency }: { readonly of: number; readonly ranMs: number; readonly concurrency: number },
): PilotEstimate {
  const total = (value: (cost: ItemCost) => number): Interval => totalOf(costs.map(value), of)
  const work = total(({ ms }) => ms)
  const worked = costs.reduce((sum, { ms }) => sum + ms, 0)
  // At best all places work side by side, at worst the rest goes no wider than the pilot went.
  const lanes = Math.max(1, Math.min(concurrency, of))
  const seen = Math.min(lanes, Math.max(1, worked / Math.max(1, ranMs)))
  const money = total((cost) => cost.money)
  return {
    items: costs.length,
    of,
    tokens: total(({ tokens }) => tokens),
    ...(money[1] > 0 ? { money } : {}),
    seconds: [work[0] / lanes / 1000, work[1] / seen / 1000],
  }
}

/** Whether all that is still to come may go beyond what the caps leave. @param room by cap, as it is now */
export function mayExceed({ tokens, money, seconds, items, of }: PilotEstimate, room: Budget): boolean {
  const high = { tokens: tokens[1], money: money?.[1] ?? 0, seconds: seconds[1] }
  const share = of === 0 ? 0 : (of - items) / of
  return CAPS.some((cap) => {
    const left = room[cap]
    return left !== undefined && high[cap] * share > left
  })
}
