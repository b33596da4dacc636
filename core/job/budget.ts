/** Caps and what counts against them: of a job, of a round with all its stages, of a project with all its jobs. */
import { z } from 'zod'
import { ranMs } from './fold.ts'
import type { Budget, PilotEstimate } from './job.ts'
import type { JobView } from './view.ts'

const cap = z.number().positive().exactOptional()
export const budgetSchema = z.object({ tokens: cap, money: cap, seconds: cap })

export const CAPS = ['tokens', 'money', 'seconds'] as const
export type Cap = (typeof CAPS)[number]

/** Whose cap it is. */
export const CAP_OWNERS = ['job', 'round', 'project'] as const
export type CapOwner = (typeof CAP_OWNERS)[number]

type Counters = Readonly<Record<string, number>>

/**
 * Counters of what was spent. Money is counted when it is spent, by the price kept for the endpoint at that time, in
 * millionths, so that counters stay whole numbers.
 */
export const USAGE = {
  requests: 'usage.requests',
  retries: 'usage.retries',
  read: 'usage.promptTokens',
  written: 'usage.completionTokens',
  /** Tokens of the two above that no server counted. */
  estimated: 'usage.estimatedTokens',
  micros: 'usage.moneyMicros',
  /** Tokens of the two above that have a price. */
  priced: 'usage.pricedTokens',
} as const

/** What counts against caps. */
export interface Spent {
  readonly read: number
  readonly written: number
  /** Of the tokens, those counted by an estimate. */
  readonly estimated: number
  /** What the priced tokens cost. */
  readonly money: number
  /** Tokens with a known price; the others are not in `money`. */
  readonly priced: number
  /** Running time. */
  readonly ms: number
}

export const tokensOf = ({ read, written }: Pick<Spent, 'read' | 'written'>): number => read + written

/** @param ms running time */
export function spentIn(counters: Counters, ms: number): Spent {
  const of = (name: string): number => counters[name] ?? 0
  return {
    read: of(USAGE.read),
    written: of(USAGE.written),
    estimated: of(USAGE.estimated),
    money: of(USAGE.micros) / 1_000_000,
    priced: of(USAGE.priced),
    ms,
  }
}

/** @param now ISO 8601 */
export const spentBy = ({ counters, state }: Pick<JobView, 'counters' | 'state'>, now: string): Spent =>
  spentIn(counters, ranMs(state, now))

/** The caps of a job as they stand. */
export const budgetOf = ({ spec, state }: Pick<JobView, 'spec' | 'state'>): Budget =>
  state.budget ?? spec.budget

const usedOf = (spent: Spent, of: Cap): number =>
  of === 'tokens' ? tokensOf(spent) : of === 'money' ? spent.money : spent.ms / 1000

/** How far each cap that is set is used. */
export const usedCaps = (
  budget: Budget,
  spent: Spent,
): { readonly cap: Cap; readonly used: number; readonly of: number }[] =>
  CAPS.flatMap((name) => {
    const of = budget[name]
    return of === undefined ? [] : [{ cap: name, used: usedOf(spent, name), of }]
  })

export interface Reached {
  readonly owner: CapOwner
  readonly cap: Cap
  readonly used: number
  readonly of: number
}

/** The first cap that is reached; undefined while none is. */
export function budgetReached(owner: CapOwner, budget: Budget, spent: Spent): Reached | undefined {
  const found = usedCaps(budget, spent).find(({ used, of }) => used >= of)
  return found && { owner, ...found }
}

/** As a pause's record says it; `readReached` reads it back. */
export const sayReached = ({ owner, cap: name, used, of }: Reached): string =>
  `${owner} ${name} ${Math.round(used * 1e6) / 1e6} of ${of}`

export function readReached(detail: string): Reached | undefined {
  const [, owner, name, used, of] = /^(\w+) (\w+) (\S+) of (\S+)$/.exec(detail) ?? []
  const [whose, which] = [CAP_OWNERS.find((one) => one === owner), CAPS.find((one) => one === name)]
  if (whose === undefined || which === undefined) return undefined
  return { owner: whose, cap: which, used: Number(used), of: Number(of) }
}

/**
 * Caps that leave room again, for each that is reached: as much on top of what is spent as the cap was, and as much as
 * a pilot said that the whole will take at most.
 */
export function raised(budget: Budget, spent: Spent, estimate?: PilotEstimate): Budget {
  const reached = usedCaps(budget, spent).filter(({ used, of }) => used >= of)
  const more = reached.map(({ cap: name, used, of }) => {
    const most = estimate?.[name]?.[1] ?? 0
    return [name, roundedUp(Math.max(used + of, most))] as const
  })
  return { ...budget, ...Object.fromEntries(more) }
}

/** To two leading digits, upwards. */
function roundedUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Number((Math.ceil(value / step) * step).toPrecision(12))
}

/** What the caps leave; absent where there is none. */
export const roomLeft = (budget: Budget, spent: Spent): Budget =>
  Object.fromEntries(usedCaps(budget, spent).map(({ cap: name, used, of }) => [name, Math.max(0, of - used)]))
