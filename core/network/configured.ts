import type { EndpointBookFile } from '../endpoint/stored-endpoint.ts'
import { hostOf } from '../endpoint/url.ts'

/**
 * Hosts (with port, as `hostOf` gives them) that the user configured: those of stored endpoints, their replicas and
 * proxies, and those that they named and agreed to.
 */
export function configuredHosts({
  endpoints,
  allowedHosts,
}: Pick<EndpointBookFile, 'endpoints' | 'allowedHosts'>): Set<string> {
  const addresses = endpoints.flatMap(({ url, replicas, proxy }) => [url, ...replicas, proxy ?? ''])
  return new Set([...allowedHosts, ...addresses.flatMap((address) => hostOf(address) ?? [])])
}
