import { priceAt } from '#core/endpoint/price.ts'
import { hostOf } from '#core/endpoint/url.ts'
import { Failure } from '#core/failure/failure.ts'
import type { Budget } from '#core/job/job.ts'
import type { EngineHost } from './calls/engine-host.ts'
import { type Addressed, addressesOf } from './consent.ts'
import { endpointBook } from './kept-endpoints.ts'

/**
 * A cap on money, of the job or of the project, sees only what has a price.
 * @throws Failure `budget.noPrice`
 */
export async function requirePrices(
  engine: EngineHost,
  players: Iterable<Addressed>,
  budget: Budget,
): Promise<void> {
  const cap = budget.money ?? engine.project().budget().budget.money
  if (cap === undefined) return
  const { endpoints } = await endpointBook(engine.deps).read()
  const blind = addressesOf(players).find((url) => priceAt(endpoints, url) === undefined)
  if (blind !== undefined) throw new Failure('budget.noPrice', { host: hostOf(blind) ?? blind })
}
