/** When a parent job stops by itself because of failures, and how often somebody let it go on since. */
import { z } from 'zod'
import type { JobView } from './view.ts'

/**
 * A stop as a step of the stage's item: it says that resuming was allowed knowing this. (Caps were stops once, and
 * stand as such in projects of that time.)
 */
const stopSchema = z.object({
  stop: z.enum(['failures', 'tokens', 'seconds', 'asked']),
  /** What was asked. */
  what: z.string().exactOptional(),
})
export const STOP_STEP = JSON.stringify({ stop: 'failures' })
/** The same for a stage that a person had to be asked about. */
export const askedStep = (what: string): string => JSON.stringify({ stop: 'asked', what })

/** Before so many items of a stage have ended, a share of failures says little. */
const FEWEST_ENDED = 50

/** A stage that failed too often and was resumed all the same goes on. */
export class FailureStops {
  private readonly forgiven = new Set<number>()
  private readonly asked = new Set<string>()
  private readonly steps = new Map<number, number>()

  /** @param steps of the parent's items, oldest first, as stored. @throws z.ZodError */
  constructor(steps: Iterable<{ readonly item: number; readonly body: unknown }>) {
    for (const { item, body } of steps) {
      this.steps.set(item, this.of(item) + 1)
      const { stop, what } = stopSchema.parse(body)
      if (stop === 'failures') this.forgiven.add(item)
      if (what !== undefined) this.asked.add(what)
    }
  }

  /** Whether a person was asked this before, and let it go on. */
  wasAsked(what: string): boolean {
    return this.asked.has(what)
  }

  /** How many stops an item has. */
  of(item: number): number {
    return this.steps.get(item) ?? 0
  }

  /**
   * What is wrong, with its numbers; undefined while nothing is.
   *
   * @param share of failed items, from 0 to 1
   * @param item ordinal of the stage's
   */
  reached(share: number, item: number, { counts, state, spec }: JobView): string | undefined {
    const { done, dropped, failed, waiting } = counts
    const ended = done + dropped + failed
    const tells = ended >= FEWEST_ENDED || (waiting === 0 && state.planComplete)
    const tooMany = !this.forgiven.has(item) && tells && failed > share * ended
    return tooMany ? `${spec.kind}: ${failed} of ${ended}` : undefined
  }
}
