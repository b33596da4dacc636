import type { Clock } from '#engine/endpoint/clock.ts'

export interface ManualClock extends Clock {
  /** Moves on, running what falls due in order, and lets promises settle in between. */
  advance(ms: number): Promise<void>
  /** Timers that are set. */
  pending(): number
}

/** Time that moves only when a test says so. */
export function manualClock(start = 1_000): ManualClock {
  let now = start
  let timers: { at: number; run: () => void }[] = []
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    now: () => now,
    epoch: () => 1_700_000_000_000 + now,
    after: (ms, run) => {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    pending: () => timers.length,
    advance: async (ms) => {
      const end = now + ms
      await settle()
      for (;;) {
        const due = timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        timers = timers.filter((one) => one !== due)
        now = Math.max(now, due.at)
        due.run()
        await settle()
      }
      now = end
    },
  }
}

/** The machine's time, so many times as fast: waits between attempts take no time worth speaking of. */
export const fastClock = (factor: number): Clock => ({
  now: () => performance.now() * factor,
  epoch: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.ceil(ms / factor))
    return () => clearTimeout(timer)
  },
})
