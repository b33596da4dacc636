/** What tokens cost. */
import { keptAt, type StoredEndpoint } from './stored-endpoint.ts'
import type { Usage } from './transport.ts'
import { isOwnMachine } from './url.ts'

/** Money for a million tokens read and written. */
export interface Price {
  readonly input: number
  readonly output: number
}

export const FREE: Price = { input: 0, output: 0 }

/** The price kept for an address; the user's own machine costs nothing where none is. Undefined: not known. */
export const priceAt = (endpoints: readonly StoredEndpoint[], url: string): Price | undefined =>
  keptAt(endpoints, url)?.price ?? (isOwnMachine(url) ? FREE : undefined)

/** In millionths of the money that the price is in. */
export const microsOf = ({ promptTokens, completionTokens }: Usage, { input, output }: Price): number =>
  Math.round(promptTokens * input + completionTokens * output)
