import type { Handlers } from '#core/contract/contract.ts'
import type { EndpointWay, NetworkView } from '#core/contract/settings-views.ts'
import type { StoredEndpoint } from '#core/endpoint/stored-endpoint.ts'
import { hostOf } from '#core/endpoint/url.ts'
import { configuredHosts } from '#core/network/configured.ts'
import type { EngineDeps } from '../deps.ts'
import { readCaFile } from '../endpoint/ca-file.ts'
import { endpointBook } from '../kept-endpoints.ts'
import { networkGate } from '../network-gate.ts'

/** Who may be contacted, and who was: of the user, not of a project. */
export function networkCalls(deps: EngineDeps): Handlers<'network.view' | 'network.set'> {
  const book = endpointBook(deps)
  const view = async (): Promise<NetworkView> => {
    const kept = await book.read()
    return {
      onlyConfigured: kept.onlyConfigured,
      ways: await Promise.all(kept.endpoints.map(wayTo)),
      configured: [...configuredHosts(kept)].sort(),
      contacts: networkGate(deps).contacts.list(),
    }
  }
  return {
    'network.view': view,
    'network.set': async ({ onlyConfigured }) => {
      await book.change((now) => ({ ...now, onlyConfigured }))
      return view()
    },
  }
}

async function wayTo({ id, name, url, replicas, proxy, caFile }: StoredEndpoint): Promise<EndpointWay> {
  const way = {
    id,
    name,
    hosts: [...new Set([url, ...replicas].flatMap((address) => hostOf(address) ?? []))],
    ...(proxy === undefined ? {} : { proxy }),
  }
  if (caFile === undefined) return way
  const caReadable = await readCaFile(caFile).then(
    () => true,
    () => false,
  )
  return { ...way, caFile, caReadable }
}
