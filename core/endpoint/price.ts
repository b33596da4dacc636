/** What the tokens of a job cost. */
import type { JobSpec } from '../job/job.ts'
import { keptAt, type StoredEndpoint } from './stored-endpoint.ts'

type Counters = Readonly<Record<string, number>>

export const tokensSpent = (counters: Counters): { readonly read: number; readonly written: number } => ({
  read: counters['usage.promptTokens'] ?? 0,
  written: counters['usage.completionTokens'] ?? 0,
})

/**
 * Tokens are counted for the whole job, so their price is known only where all who were asked have the same one.
 * @returns undefined when it is not known
 */
export function moneySpent(
  { spec, counters }: { readonly spec: Pick<JobSpec, 'roles'>; readonly counters: Counters },
  endpoints: readonly StoredEndpoint[],
): number | undefined {
  const asked = Object.values(spec.roles).flatMap((players) => players.filter(({ scripted }) => !scripted))
  const prices = asked.map(({ endpoint }) => keptAt(endpoints, endpoint)?.price)
  const [price] = prices
  const same = prices.every((one) => one && one.input === price?.input && one.output === price.output)
  if (!price || !same) return undefined
  const { read, written } = tokensSpent(counters)
  return (read * price.input + written * price.output) / 1_000_000
}
