import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { CallDecoded, Handlers } from '#core/contract/contract.ts'
import type { HostList, HostView, WayView } from '#core/contract/host-views.ts'
import { Failure } from '#core/failure/failure.ts'
import type { HostReport } from '#core/host/host-report.ts'
import type { HostTest } from '#core/host/host-test.ts'
import { type KnownKeys, knownAt } from '#core/host/known-keys.ts'
import {
  doorOf,
  type HostBookFile,
  placeOf,
  type StoredHost,
  secretName,
  THIS_COMPUTER,
  type Way,
  waysOf,
} from '#core/host/stored-host.ts'
import type { EngineDeps } from '../deps.ts'
import { offeredHosts } from '../host/ssh-config-files.ts'
import { fingerprintOf } from '../host/ssh-connect.ts'
import { isPosix, type KeptHosts } from '../kept-hosts.ts'
import type { StockCall } from './host-stock.ts'

type HostCall = Exclude<Extract<keyof Handlers, `host.${string}`>, StockCall>
type TestWish = CallDecoded<'host.test'>

/** Hosts are the user's, not a project's: these calls need none open. */
export function hostCalls(deps: EngineDeps, hosts: KeptHosts): Handlers<HostCall> {
  const { book } = hosts
  const tests = new Map<string, AbortController>()
  /** The last test and report of each host. */
  const tested = new Map<string, HostTest>()
  const reports = new Map<string, HostReport>()

  const view = async (id: string, known?: KnownKeys): Promise<HostView> => {
    const keys = known ?? (await hosts.known())
    const host = id === THIS_COMPUTER ? undefined : await hosts.stored(id)
    const test = tested.get(id)
    const report = reports.get(id)
    return {
      id,
      name: host?.name ?? '',
      ...(host ? { host } : {}),
      ways: host ? await Promise.all(waysOf(host).map((way) => wayView(deps, way, keys))) : [],
      link: hosts.stateOf(id),
      ...(test ? { tested: test } : {}),
      ...(report ? { report } : {}),
    }
  }
  const shown = async ({ hosts: stored, removed }: HostBookFile): Promise<HostList> => {
    const known = await hosts.known()
    const ids = [...(isPosix ? [THIS_COMPUTER] : []), ...stored.map(({ id }) => id)]
    return {
      hosts: await Promise.all(ids.map((id) => view(id, known))),
      ...(removed ? { removed: removed.host.name } : {}),
      keysLast: (await deps.keyring?.lasting()) ?? false,
      ...(book.damaged ? { damaged: book.damaged } : {}),
    }
  }
  const runTest = async (id: string, wish: TestWish, signal: AbortSignal): Promise<void> => {
    const { host, draft, secrets } = wish
    const local = host === THIS_COMPUTER
    const target = draft ?? (local || host === undefined ? undefined : await hosts.stored(host))
    if (!target && !local) throw new Failure('host.gone')
    const changed = (test: HostTest): void => {
      if (host !== undefined) tested.set(host, test)
      deps.push('host.tested', test)
    }
    await hosts.test(id, target, changed, signal, secrets)
  }

  return {
    'host.list': async () => shown(await book.read()),
    'host.offered': () => offeredHosts(join(homedir(), '.ssh')),
    'host.save': async ({ id, draft, secrets, keep }) => {
      const host = { ...draft, id: id ?? randomUUID() }
      const before = (await book.read()).hosts.find((one) => one.id === id)
      const { hosts: kept } = await book.change((now) => placed(now, host))
      for (const way of waysOf(host)) {
        const [name, secret] = [secretName(way), secrets[placeOf(way)]]
        if (name !== undefined && secret !== undefined) await deps.secrets.set(name, secret, keep === 'run')
      }
      if (before) await forgetUnused(deps, before, kept)
      hosts.wake()
      return view(host.id)
    },
    'host.remove': async ({ id }) => {
      const before = await book.read()
      const next = await book.change((now) => without(now, id))
      // Until its removal can no longer be undone, its secrets stay.
      if (before.removed) await forgetUnused(deps, before.removed.host, [...next.hosts, ...before.hosts])
      return shown(next)
    },
    'host.undoRemove': async () => shown(await book.change(restored)),
    'host.forgetSecrets': async ({ id }) => {
      await forgetUnused(deps, await hosts.stored(id), [])
      return view(id)
    },
    'host.test': async (wish) => {
      const id = randomUUID()
      const stop = new AbortController()
      tests.set(id, stop)
      runTest(id, wish, stop.signal)
        .finally(() => tests.delete(id))
        .catch(console.error)
      return { id }
    },
    'host.stopTest': ({ id }) => tests.get(id)?.abort(new Error('stopped')),
    'host.trust': ({ door, fingerprint, instead }) => hosts.trust(door, fingerprint, instead),
    'host.examine': async ({ id }) => {
      hosts.wake()
      reports.set(id, await hosts.examine(id))
      return view(id)
    },
  }
}

async function wayView(deps: EngineDeps, way: Way, known: KnownKeys): Promise<WayView> {
  const name = secretName(way)
  const key = knownAt(known, doorOf(way))
  return {
    place: placeOf(way),
    secret: (name === undefined ? undefined : await deps.keyring?.place(name)) ?? 'none',
    ...(key
      ? {
          trusted: {
            type: key.type,
            fingerprint: fingerprintOf(Buffer.from(key.key, 'base64')),
            since: key.since,
          },
        }
      : {}),
  }
}

/** The host in place of the one with its id, or at the end. */
const placed = (book: HostBookFile, host: StoredHost): HostBookFile => ({
  ...book,
  hosts: book.hosts.some(({ id }) => id === host.id)
    ? book.hosts.map((one) => (one.id === host.id ? host : one))
    : [...book.hosts, host],
})

/** @throws Failure `host.gone` */
function without(book: HostBookFile, id: string): HostBookFile {
  const place = book.hosts.findIndex((one) => one.id === id)
  const host = book.hosts[place]
  if (!host) throw new Failure('host.gone')
  return { ...book, hosts: book.hosts.filter((one) => one !== host), removed: { host, place } }
}

function restored({ removed, ...book }: HostBookFile): HostBookFile {
  if (!removed) return book
  const { host, place } = removed
  return { ...book, hosts: [...book.hosts.slice(0, place), host, ...book.hosts.slice(place)] }
}

/** What no host needs any more is not kept. */
async function forgetUnused(deps: EngineDeps, host: StoredHost, hosts: readonly StoredHost[]): Promise<void> {
  const used = new Set(hosts.flatMap((one) => waysOf(one).map(secretName)))
  for (const name of waysOf(host).map(secretName))
    if (name !== undefined && !used.has(name)) await deps.keyring?.forget(name)
}
