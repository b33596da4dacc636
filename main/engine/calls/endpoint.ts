import { randomUUID } from 'node:crypto'
import type { Connections, EndpointView, KeyPlace } from '#core/contract/connection-views.ts'
import type { CallDecoded, Handlers } from '#core/contract/contract.ts'
import type { StagedTest } from '#core/endpoint/staged-test.ts'
import {
  type EndpointBookFile,
  type EndpointDraft,
  freeName,
  type StoredEndpoint,
} from '#core/endpoint/stored-endpoint.ts'
import { addressOf, endpointPaths, hostOf, isOwnMachine } from '#core/endpoint/url.ts'
import { addressFinding } from '#core/endpoint/way-findings.ts'
import { Failure } from '#core/failure/failure.ts'
import { nameHosts, requireConsent } from '../consent.ts'
import type { EngineDeps } from '../deps.ts'
import { runStagedTest } from '../endpoint/staged-test.ts'
import { endpointBook } from '../kept-endpoints.ts'
import { networkGate } from '../network-gate.ts'
import { keyName } from '../players.ts'
import type { TokenCounters } from '../token-counters.ts'

type EndpointCall = Extract<keyof Handlers, `endpoint.${string}`>
type TestWish = CallDecoded<'endpoint.test'>

/** Endpoints are the user's, not a project's: these calls need none open. */
export function endpointCalls(deps: EngineDeps, counters: TokenCounters): Handlers<EndpointCall> {
  const book = endpointBook(deps)
  const tests = new Map<string, AbortController>()
  /** The last test of each stored endpoint. */
  const tested = new Map<string, StagedTest>()

  const view = async (endpoint: StoredEndpoint): Promise<EndpointView> => {
    const last = tested.get(endpoint.id)
    return {
      endpoint,
      key: await placeOf(deps, endpoint.url),
      host: hostOf(endpoint.url) ?? endpoint.url,
      own: isOwnMachine(endpoint.url),
      allowed: await book.allows(endpoint.url),
      ...(last ? { tested: last } : {}),
    }
  }
  const shown = async ({ endpoints, removed, roles, sampling }: EndpointBookFile): Promise<Connections> => ({
    endpoints: await Promise.all(endpoints.map(view)),
    roles,
    sampling,
    ...(removed ? { removed: removed.endpoint.name } : {}),
    keysLast: (await deps.keyring?.lasting()) ?? false,
    ...(book.damaged ? { damaged: book.damaged } : {}),
  })
  const run = async (
    id: string,
    { endpoint, key, ...wish }: TestWish,
    signal: AbortSignal,
  ): Promise<void> => {
    const told = (test: StagedTest): void => {
      if (endpoint !== undefined) tested.set(endpoint, test)
      deps.push('endpoint.tested', test)
    }
    const { caFile, proxy, ...typed } = wish
    const config = { id, ...typed, ...(caFile ? { caFile } : {}), ...(proxy ? { proxy } : {}) }
    const readKey = async () => key ?? deps.secrets.get(keyName(wish.url))
    await runStagedTest(config, { key: readKey, gate: networkGate(deps), changed: told }, signal)
  }

  /** What was removed in an earlier run cannot be undone any more, and its key goes. */
  let tidied = false
  const tidyOnce = async (): Promise<void> => {
    const { removed, ...kept } = await book.read()
    const first = !tidied
    tidied = true
    if (!first || !removed) return
    await book.change(() => kept)
    await forgetUnused(deps, removed.endpoint.url, kept.endpoints)
  }

  return {
    'endpoint.list': async () => {
      await tidyOnce()
      return shown(await book.read())
    },
    'endpoint.save': async ({ id, draft, key, keep }) => {
      const endpoint = checked(draft, id ?? randomUUID())
      const before = (await book.read()).endpoints.find((one) => one.id === id)
      const { endpoints } = await book.change((now) => placed(now, endpoint))
      if (key !== undefined) await deps.secrets.set(keyName(endpoint.url), key, keep === 'run')
      if (before) await forgetUnused(deps, before.url, endpoints)
      return view(endpoint)
    },
    'endpoint.duplicate': async ({ id }) => {
      const copy = { ...found(await book.read(), id), id: randomUUID() }
      const { endpoints } = await book.change((now) =>
        placed(now, { ...copy, name: freeName(copy.name, namesOf(now)) }, id),
      )
      return view(found({ endpoints }, copy.id))
    },
    'endpoint.remove': async ({ id }) => {
      const before = await book.read()
      const next = await book.change((now) => without(now, id))
      // Until its removal can no longer be undone, its key stays.
      if (before.removed)
        await forgetUnused(deps, before.removed.endpoint.url, [...next.endpoints, found(before, id)])
      return shown(next)
    },
    'endpoint.undoRemove': async () => shown(await book.change(restored)),
    'endpoint.forgetKey': async ({ id }) => {
      const endpoint = found(await book.read(), id)
      await deps.keyring?.forget(keyName(endpoint.url))
      return view(endpoint)
    },
    'endpoint.setRole': async ({ role, endpoints }) =>
      shown(
        await book.change((now) => {
          for (const id of endpoints) found(now, id)
          return { ...now, roles: { ...now.roles, [role]: endpoints } }
        }),
      ),
    'endpoint.setRoleSettings': async ({ role, settings }) =>
      shown(await book.change((now) => ({ ...now, sampling: { ...now.sampling, [role]: settings } }))),
    'endpoint.allowHost': async ({ url }) => {
      const host = hostOf(url)
      if (host === undefined) throw new Failure('connection.addressInvalid')
      await book.change((now) => ({ ...now, allowedHosts: [...new Set([...now.allowedHosts, host])] }))
    },
    'endpoint.unagreed': async ({ urls }) => {
      const hosts = urls.flatMap((url) => (isOwnMachine(url) ? [] : (hostOf(url) ?? [])))
      const { allowedHosts } = await book.read()
      return [...new Set(hosts)].filter((host) => !allowedHosts.includes(host))
    },
    'endpoint.test': async (wish) => {
      // What is no address at all is the test's own finding.
      if (hostOf(wish.url) !== undefined) await requireConsent(deps, [{ kind: 'endpoint', url: wish.url }])
      if (wish.proxy !== undefined) await nameHosts(deps, [wish.proxy])
      const id = randomUUID()
      const stop = new AbortController()
      tests.set(id, stop)
      run(id, wish, stop.signal)
        .finally(() => tests.delete(id))
        .catch(console.error)
      return { id }
    },
    'endpoint.tryTokenizer': ({ place, url, model }) => counters.facts(place, { url, model }),
    'endpoint.stopTest': ({ id }) => tests.get(id)?.abort(new Error('stopped')),
  }
}

const placeOf = async (deps: EngineDeps, url: string): Promise<KeyPlace> =>
  (await deps.keyring?.place(keyName(url))) ?? 'none'

const namesOf = ({ endpoints }: Pick<EndpointBookFile, 'endpoints'>): string[] =>
  endpoints.map(({ name }) => name)

/** @throws Failure `connection.address…` for an address that cannot be used; a password in it is never stored */
function checked(draft: EndpointDraft, id: string): StoredEndpoint {
  for (const url of [draft.url, ...draft.replicas]) {
    const paths = endpointPaths(url)
    if (!('code' in paths)) continue
    const { code, values } = addressFinding(url, paths)
    throw new Failure(code, values)
  }
  return { ...draft, id }
}

/** @throws Failure `endpoint.gone` */
function found({ endpoints }: Pick<EndpointBookFile, 'endpoints'>, id: string): StoredEndpoint {
  const endpoint = endpoints.find((one) => one.id === id)
  if (!endpoint) throw new Failure('endpoint.gone')
  return endpoint
}

/** The endpoint in place of the one with its id, behind another, or at the end. */
function placed(book: EndpointBookFile, endpoint: StoredEndpoint, behind?: string): EndpointBookFile {
  const { endpoints } = book
  if (endpoints.some(({ id }) => id === endpoint.id))
    return { ...book, endpoints: endpoints.map((one) => (one.id === endpoint.id ? endpoint : one)) }
  const at = endpoints.findIndex(({ id }) => id === behind)
  const place = at < 0 ? endpoints.length : at + 1
  return { ...book, endpoints: [...endpoints.slice(0, place), endpoint, ...endpoints.slice(place)] }
}

function without(book: EndpointBookFile, id: string): EndpointBookFile {
  const endpoint = found(book, id)
  const place = book.endpoints.indexOf(endpoint)
  return {
    ...book,
    endpoints: book.endpoints.filter((one) => one !== endpoint),
    removed: { endpoint, place },
  }
}

function restored({ removed, ...book }: EndpointBookFile): EndpointBookFile {
  if (!removed) return book
  const { endpoint, place } = removed
  return { ...book, endpoints: [...book.endpoints.slice(0, place), endpoint, ...book.endpoints.slice(place)] }
}

/** A key that no endpoint needs any more is not kept. */
async function forgetUnused(
  deps: EngineDeps,
  url: string,
  endpoints: readonly StoredEndpoint[],
): Promise<void> {
  const used = endpoints.some((one) =>
    [one.url, ...one.replicas].some((each) => addressOf(each) === addressOf(url)),
  )
  if (!used) await deps.keyring?.forget(keyName(url))
}
