import { hostOf } from '#core/endpoint/url.ts'
import { Failure } from '#core/failure/failure.ts'
import { configuredHosts } from '#core/network/configured.ts'
import type { EngineDeps } from './deps.ts'
import { endpointBook } from './kept-endpoints.ts'

/** Whoever is asked over an address; others have none. */
interface Player {
  readonly kind: string
  readonly url?: string
  readonly seats?: Readonly<Record<string, { readonly url: string }>>
}

/**
 * Nothing goes to another's host before the user has read what goes out and agreed. What is named here counts as
 * configured from then on.
 * @throws Failure `endpoint.consent`
 */
export async function requireConsent(deps: EngineDeps, players: Iterable<Player>): Promise<void> {
  if (!deps.asksConsent) return
  const book = endpointBook(deps)
  const urls = [...players].flatMap(({ url, seats = {} }) => [
    url,
    ...Object.values(seats).map((seat) => seat.url),
  ])
  for (const url of urls)
    if (url !== undefined && !(await book.allows(url)))
      throw new Failure('endpoint.consent', { host: hostOf(url) ?? '—' })
  await nameHosts(
    deps,
    urls.flatMap((url) => url ?? []),
  )
}

/** The user typed or chose these addresses: their hosts may be contacted, now and when work with them goes on. */
export async function nameHosts(deps: EngineDeps, addresses: readonly string[]): Promise<void> {
  if (!deps.asksConsent) return
  const book = endpointBook(deps)
  const known = configuredHosts(await book.read())
  const added = addresses.flatMap((address) => hostOf(address) ?? []).filter((host) => !known.has(host))
  if (added.length === 0) return
  await book.change((now) => ({ ...now, allowedHosts: [...new Set([...now.allowedHosts, ...added])] }))
}
