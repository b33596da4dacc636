import { hostOf } from '#core/endpoint/url.ts'
import { Failure } from '#core/failure/failure.ts'
import type { EngineDeps } from './deps.ts'
import { endpointBook } from './kept-endpoints.ts'

/** Whoever is asked over an address; others have none. */
export interface Addressed {
  readonly kind: string
  readonly url?: string
  readonly seats?: Readonly<Record<string, { readonly url: string }>>
}

/** The addresses of players, seats included. */
export const addressesOf = (players: Iterable<Addressed>): string[] =>
  [...players].flatMap(({ url, seats = {} }) => [
    ...(url === undefined ? [] : [url]),
    ...Object.values(seats).map((seat) => seat.url),
  ])

/**
 * Nothing goes to another's host before the user has read what goes out and agreed.
 * @throws Failure `endpoint.consent`
 */
export async function requireConsent(
  deps: Pick<EngineDeps, 'asksConsent' | 'endpointsFile' | 'now'>,
  players: Iterable<Addressed>,
): Promise<void> {
  if (!deps.asksConsent) return
  const book = endpointBook(deps)
  for (const url of addressesOf(players))
    if (!(await book.allows(url))) throw new Failure('endpoint.consent', { host: hostOf(url) ?? '—' })
}
