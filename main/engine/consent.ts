import { hostOf } from '#core/endpoint/url.ts'
import { Failure } from '#core/failure/failure.ts'
import { configuredHosts } from '#core/network/configured.ts'
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
 * Nothing goes to another's host before the user has read what goes out and agreed. What is named here counts as
 * configured from then on.
 * @throws Failure `endpoint.consent`
 */
export async function requireConsent(
  deps: Pick<EngineDeps, 'asksConsent' | 'endpointsFile' | 'now'>,
  players: Iterable<Addressed>,
): Promise<void> {
  if (!deps.asksConsent) return
  const book = endpointBook(deps)
  const urls = addressesOf(players)
  for (const url of urls)
    if (!(await book.allows(url))) throw new Failure('endpoint.consent', { host: hostOf(url) ?? '—' })
  await nameHosts(deps, urls)
}

/** The user typed or chose these addresses: their hosts may be contacted, now and when work with them goes on. */
export async function nameHosts(
  deps: Pick<EngineDeps, 'asksConsent' | 'endpointsFile' | 'now'>,
  addresses: readonly string[],
): Promise<void> {
  if (!deps.asksConsent) return
  const book = endpointBook(deps)
  const known = configuredHosts(await book.read())
  const added = addresses.flatMap((address) => hostOf(address) ?? []).filter((host) => !known.has(host))
  if (added.length === 0) return
  await book.change((now) => ({ ...now, allowedHosts: [...new Set([...now.allowedHosts, ...added])] }))
}
