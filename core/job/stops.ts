/** Stop conditions of a parent job: what was reached, and how often somebody let it go on since. */
import { z } from 'zod'
import type { JobView } from './view.ts'

/** When a parent stops by itself; each is counted over its stages as they stand. */
export interface StopConditions {
  readonly tokens?: number
  /** Running time. */
  readonly seconds?: number
  /** Of the items of one stage, from 0 to 1. */
  readonly failedShare: number
}

const STOPS = ['tokens', 'seconds', 'failures'] as const
type Stop = (typeof STOPS)[number]

/** A stop as a step of the stage's item: it says that resuming was allowed knowing this. */
const stopSchema = z.object({ stop: z.enum(STOPS) })

/** Before so many items of a stage have ended, a share of failures says little. */
const FEWEST_ENDED = 50

export interface Spent {
  readonly tokens: number
  readonly ms: number
}

export const spentBy = ({ counters }: Pick<JobView, 'counters'>, ms: number): Spent => ({
  tokens: (counters['usage.promptTokens'] ?? 0) + (counters['usage.completionTokens'] ?? 0),
  ms,
})

/** The stops of a parent so far. A resumed one may spend as much again; a stage that failed too often goes on. */
export class Stops {
  private readonly counts: Record<'tokens' | 'seconds', number> = { tokens: 0, seconds: 0 }
  private readonly forgiven = new Set<number>()
  private readonly steps = new Map<number, number>()

  /** @param steps of the parent's items, oldest first, as stored. @throws z.ZodError */
  constructor(steps: Iterable<{ readonly item: number; readonly body: unknown }>) {
    for (const { item, body } of steps) {
      const { stop } = stopSchema.parse(body)
      this.steps.set(item, this.of(item) + 1)
      if (stop === 'failures') this.forgiven.add(item)
      else this.counts[stop]++
    }
  }

  /** How many stops an item has. */
  of(item: number): number {
    return this.steps.get(item) ?? 0
  }

  /** The condition that is reached, with its numbers; undefined while none is. @param item ordinal of the stage's */
  reached(
    conditions: StopConditions,
    item: number,
    child: JobView,
    spent: Spent,
  ): { readonly stop: Stop; readonly detail: string } | undefined {
    const { tokens, seconds, failedShare } = conditions
    const most = { tokens: (tokens ?? 0) * (1 + this.counts.tokens), ms: 0 }
    if (tokens !== undefined && spent.tokens >= most.tokens)
      return { stop: 'tokens', detail: `tokens ${spent.tokens} of ${most.tokens}` }
    const time = (seconds ?? 0) * (1 + this.counts.seconds)
    if (seconds !== undefined && spent.ms >= time * 1000)
      return { stop: 'seconds', detail: `seconds ${Math.floor(spent.ms / 1000)} of ${time}` }
    const { done, dropped, failed, waiting } = child.counts
    const ended = done + dropped + failed
    const tells = ended >= FEWEST_ENDED || (waiting === 0 && child.state.planComplete)
    if (!this.forgiven.has(item) && tells && failed > failedShare * ended)
      return { stop: 'failures', detail: `${child.spec.kind}: ${failed} of ${ended}` }
    return undefined
  }
}
