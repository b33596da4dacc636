import type { Budget } from './job.ts'

/**
 * Which cap of a job's budget is reached, in words for the record; undefined while none is.
 *
 * @param counters `usage.promptTokens` and `usage.completionTokens` count
 * @param ranMs running time so far
 */
export function budgetReached(
  { tokens, seconds }: Budget,
  counters: Readonly<Record<string, number>>,
  ranMs: number,
): string | undefined {
  const used = (counters['usage.promptTokens'] ?? 0) + (counters['usage.completionTokens'] ?? 0)
  if (tokens !== undefined && used >= tokens) return `tokens ${used} of ${tokens}`
  if (seconds !== undefined && ranMs >= seconds * 1000) return `seconds ${seconds}`
  return undefined
}
