/**
 * Whether an endpoint is worth asking. After failures without a success between them it opens: requests wait, and
 * one at a time is let through as a probe. Any success closes it. All times are ms of one clock.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number; readonly since: number }
  | { readonly state: 'open'; readonly since: number; readonly probeAt: number; readonly delay: number }

export const CLOSED: Breaker = { state: 'closed', failures: 0, since: 0 }

/** Many requests may fail in one instant, few may fail slowly: either opens it. */
const OPENS_AT = [
  { failures: 5, afterMs: 3_000 },
  { failures: 3, afterMs: 12_000 },
] as const
const FIRST_PROBE_MS = 1_000
const SLOWEST_PROBE_MS = 10_000

export function onFailure(breaker: Breaker, now: number): Breaker {
  if (breaker.state === 'open') return breaker
  const since = breaker.failures === 0 ? now : breaker.since
  const failures = breaker.failures + 1
  return OPENS_AT.some((rule) => failures >= rule.failures && now - since >= rule.afterMs)
    ? { state: 'open', since, probeAt: now + FIRST_PROBE_MS, delay: FIRST_PROBE_MS }
    : { state: 'closed', failures, since }
}

export const onSuccess = (breaker: Breaker): Breaker =>
  breaker.state === 'closed' && breaker.failures === 0 ? breaker : CLOSED

export const mayPass = (breaker: Breaker, now: number): boolean =>
  breaker.state === 'closed' || now >= breaker.probeAt

/** A request went through. An open breaker lets the next one pass after its delay, answered or not. */
export function onPass(breaker: Breaker, now: number): Breaker {
  if (breaker.state === 'closed') return breaker
  const delay = Math.min(SLOWEST_PROBE_MS, breaker.delay * 2)
  return { ...breaker, probeAt: now + delay, delay }
}
