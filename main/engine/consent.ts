import { hostOf } from '#core/endpoint/url.ts'
import { Failure } from '#core/failure/failure.ts'
import type { EngineDeps } from './deps.ts'
import { endpointBook } from './kept-endpoints.ts'

/**
 * Nothing goes to another's host before the user has read what goes out and agreed.
 * @throws Failure `endpoint.consent`
 */
export async function requireConsent(deps: EngineDeps, urls: Iterable<string>): Promise<void> {
  if (!deps.asksConsent) return
  const book = endpointBook(deps)
  for (const url of urls)
    if (!(await book.allows(url))) throw new Failure('endpoint.consent', { host: hostOf(url) ?? '—' })
}
