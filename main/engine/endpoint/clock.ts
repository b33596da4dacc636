/** Time as the endpoint client sees it; tests hand in their own. */
export interface Clock {
  /** Milliseconds that never run backwards. */
  now(): number
  /** Milliseconds since 1970, for dates in headers. */
  epoch(): number
  /** Calls `run` once after `ms`; the result takes it back. */
  after(ms: number, run: () => void): () => void
}

export const machineClock: Clock = {
  now: () => performance.now(),
  epoch: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
