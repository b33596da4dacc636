/** Model clients by address, with what the user keeps about that address: certificate, proxy, replicas, limits. */
import { type Price, priceAt } from '#core/endpoint/price.ts'
import { keptAt, type StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'
import { proxyOrigin } from '#core/endpoint/url.ts'
import type { TokenCounter } from '#core/token/counter.ts'
import type { EngineDeps } from './deps.ts'
import { EndpointBook } from './endpoint/book.ts'
import { readCaFile } from './endpoint/ca-file.ts'
import { inOurNotation } from './endpoint/call-notation.ts'
import { createEndpoint, type Endpoint, type EndpointTimeouts } from './endpoint/client.ts'
import type { Gate } from './endpoint/gate.ts'
import { balanced } from './endpoint/replicas.ts'

export interface KeptEndpoints {
  /** @param concurrency most requests at once, where nothing is kept about the address */
  open(url: string, concurrency: number): Endpoint
  /** Undefined: not known. */
  price(url: string): Price | undefined
}

/** Part of a damaged file's new name. */
export const stampOf = (at: Date): string => at.toISOString().replace(/\.\d+Z$|[-:]/g, '')

export type BookDeps = Pick<EngineDeps, 'endpointsFile' | 'now'>

/** One for each engine: changes follow one another, and a damaged file is told of whoever met it first. */
const books = new WeakMap<BookDeps, EndpointBook>()

export function endpointBook(deps: BookDeps): EndpointBook {
  const known = books.get(deps)
  if (known) return known
  const book = new EndpointBook(deps.endpointsFile, () => stampOf(deps.now()))
  books.set(deps, book)
  return book
}

/** What of an endpoint decides about the way to its server. */
async function wayOf({ caFile, proxy }: StoredEndpoint): Promise<{ ca?: string; proxy?: string }> {
  // A file that is gone shows itself as an unknown certificate, which names the cause.
  const ca = caFile === undefined ? undefined : await readCaFile(caFile).catch(() => undefined)
  const read = proxy === undefined ? undefined : proxyOrigin(proxy)
  return { ...(ca === undefined ? {} : { ca }), ...(read && 'origin' in read ? { proxy: read.origin } : {}) }
}

/**
 * @param key reads the key of an address
 * @param gate asked before anything is sent
 * @param timeouts for callers that wait shorter than a job does
 * @param counterAt counts tokens where a server does not
 */
export async function keptEndpoints(
  deps: BookDeps,
  key: (url: string) => Promise<string | undefined>,
  gate: Gate,
  timeouts: Partial<EndpointTimeouts> = {},
  counterAt?: (url: string, model: string) => Promise<TokenCounter>,
): Promise<KeptEndpoints> {
  const counting = (url: string) =>
    counterAt === undefined ? {} : { counterOf: (model: string) => counterAt(url, model) }
  const { endpoints } = await endpointBook(deps).read()
  const ways = new Map(await Promise.all(endpoints.map(async (one) => [one.id, await wayOf(one)] as const)))
  const open = (url: string, concurrency: number): Endpoint => {
    const kept = keptAt(endpoints, url)
    if (!kept)
      return createEndpoint(
        { id: url, name: url, url, concurrency, timeouts },
        { key: () => key(url), gate, ...counting(url) },
      )
    const servers = [kept.url, ...kept.replicas].map((each) =>
      createEndpoint(
        {
          id: each,
          name: kept.name,
          url: each,
          concurrency: kept.concurrency,
          timeouts,
          ...ways.get(kept.id),
        },
        { key: async () => (await key(each)) ?? key(kept.url), gate, ...counting(url) },
      ),
    )
    const [only] = servers
    const one = only && servers.length === 1 ? only : balanced(kept.name, servers)
    return kept.calls === undefined ? one : inOurNotation(one, kept.calls)
  }
  return { open, price: (url) => priceAt(endpoints, url) }
}
