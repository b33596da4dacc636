/**
 * How many requests an endpoint is sent at once. Halved when the server says it is overloaded; doubles with every
 * round of replies until it is near the place where that happened, and feels its way from there.
 */
export interface Limiter {
  readonly max: number
  /** Places now; at least 1. Fractions are kept, so that slow growth adds up. */
  readonly limit: number
  /** Up to here growth is fast. */
  readonly threshold: number
  /** Requests numbered up to this were sent before the last cut; their refusals say nothing new. */
  readonly cutAfter: number
}

const NEAR = 0.9
const SLOW_GROWTH = 0.02
/** Growth needs the places to be in use: an idle endpoint proves nothing. */
const IN_USE = 0.8

export const newLimiter = (max: number): Limiter => ({ max, limit: max, threshold: max, cutAfter: 0 })

/** A request was served while `inFlight` requests (itself included) were open. */
export function onServed(state: Limiter, inFlight: number): Limiter {
  if (state.limit >= state.max || inFlight < state.limit * IN_USE) return state
  const step =
    state.limit < state.threshold ? 1 : Math.max(1, state.limit * SLOW_GROWTH) / Math.max(1, state.limit)
  return { ...state, limit: Math.min(state.max, state.limit + step) }
}

/**
 * The server refused request number `request` for load.
 * @param sent number of the last request sent
 * @param inFlight requests open then, itself included
 */
export function onOverload(state: Limiter, request: number, sent: number, inFlight: number): Limiter {
  if (request <= state.cutAfter) return state
  const used = Math.max(1, Math.min(state.limit, inFlight))
  return { ...state, limit: Math.max(1, used / 2), threshold: used * NEAR, cutAfter: sent }
}
