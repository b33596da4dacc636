/** Waits between attempts, in ms. */

/** No wait is longer, whatever a server asks for. */
export const MAX_WAIT_MS = 60_000
const FIRST_WAIT_MS = 500

/**
 * The wait before the next attempt: doubling, half of it random so that refused requests do not come back together.
 * @param failures attempts that failed so far, from 1
 * @param random in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  const most = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20))
  return most / 2 + (most / 2) * random
}

/**
 * What a Retry-After header asks for: seconds or a date, cut to `MAX_WAIT_MS`; undefined when it says nothing usable.
 * @param epochMs the current time, for dates
 */
export function retryAfterMs(header: string | undefined, epochMs: number): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(MAX_WAIT_MS, Number(text) * 1000)
  // Date.parse takes almost anything with a digit; a header's date starts with a weekday.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.min(MAX_WAIT_MS, Math.max(0, at - epochMs))
}

/** The wait before the next attempt when the server may have named one; never shorter than what it asks (up to the cap). */
export function waitMs(failures: number, asked: number | undefined, random: number): number {
  const own = backoffMs(failures, random)
  return asked === undefined || asked === 0 ? own : Math.min(MAX_WAIT_MS, Math.max(asked, own))
}
