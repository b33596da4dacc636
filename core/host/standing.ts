/** How a program that goes on alone on a host stands, and what follows from it. */
import { z } from 'zod'

/** One line of `resources/host/detach.py`. */
export const standingSchema = z.object({
  type: z.literal('stands'),
  state: z.enum(['none', 'running', 'ended']),
  /** Number of the latest attempt; 0 before the first. */
  attempt: z.number().int().min(0),
  /** False where the program that was to start it ended before it did. */
  started: z.boolean(),
  /** Exit code; above 128: 128 + the signal that ended it. Null where nobody wrote it down. */
  code: z.number().int().nullable(),
  /** The system counted an end for want of memory at that moment. */
  memory: z.boolean().default(false),
  /** The machine was started anew since. */
  rebooted: z.boolean(),
  /** The time there. ISO 8601. */
  at: z.string().exactOptional(),
})
export type Standing = z.infer<typeof standingSchema>

/** Which attempt is followed, and whether its end has been told: durable with what was read of it. */
export interface Followed {
  readonly attempt: number
  /** Its first word was read: what was said before belongs to an earlier attempt. */
  readonly begun: boolean
  readonly told: boolean
}
export const NOBODY: Followed = { attempt: 0, begun: false, told: true }

export type Course =
  /** It goes on, or its end has to be read and told. */
  | { readonly to: 'follow'; readonly followed: Followed; readonly over: boolean }
  /** Nothing lives and all that was is told: the next attempt may start. */
  | { readonly to: 'start'; readonly attempt: number }

/**
 * What to do about an attempt. A later attempt than the one that was followed was started by this program just before it
 * ended, or by another desktop: it is taken up, never doubled.
 */
export function courseOf(standing: Standing, before: Followed): Course {
  const { attempt, begun, told } = before
  const followed =
    standing.attempt > attempt
      ? { attempt: standing.attempt, begun: false, told: false }
      : { attempt, begun, told }
  if (standing.state === 'running') return { to: 'follow', followed, over: false }
  if (standing.state === 'none' || followed.told) return { to: 'start', attempt: standing.attempt + 1 }
  return { to: 'follow', followed, over: true }
}

export const SIGNAL_BASE = 128
/** The signal that ended a program, by its exit code. */
export const signalOf = (code: number | null): number | undefined =>
  code !== null && code > SIGNAL_BASE && code <= SIGNAL_BASE + 64 ? code - SIGNAL_BASE : undefined
