/** The user's hosts by id, each opened once: what is kept of them, the keys that were trusted, their secrets. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import type { HostReport } from '#core/host/host-report.ts'
import type { HostTest } from '#core/host/host-test.ts'
import {
  type KnownKeys,
  keyTypeOf,
  knownKeysSchema,
  NO_KEYS,
  trustIn,
  withKey,
} from '#core/host/known-keys.ts'
import {
  EMPTY_HOSTS,
  type HostBookFile,
  type HostDraft,
  hostBookSchema,
  placeOf,
  type StoredHost,
  secretName,
  THIS_COMPUTER,
  type Way,
  waysOf,
} from '#core/host/stored-host.ts'
import type { EngineDeps } from './deps.ts'
import { machineClock } from './endpoint/clock.ts'
import { examine } from './host/doctor.ts'
import type { Host } from './host/host.ts'
import { Kit } from './host/kit.ts'
import { LocalHost } from './host/local-host.ts'
import { type ConnectDeps, connectThrough, fingerprintOf } from './host/ssh-connect.ts'
import { SshHost } from './host/ssh-host.ts'
import { SshLink } from './host/ssh-link.ts'
import { type HostTestDeps, runHostTest } from './host/staged-test.ts'
import { stampOf } from './kept-endpoints.ts'
import { KeptFile } from './kept-file.ts'
import { networkGate } from './network-gate.ts'

export type HostDeps = Pick<
  EngineDeps,
  'hostsFolder' | 'resourcesFolder' | 'now' | 'secrets' | 'endpointsFile' | 'asksConsent'
>

/** Secrets that were typed for a try, by place; they are kept nowhere. */
export type TypedSecrets = Readonly<Record<string, string>>

/** Windows can reach hosts, but is none. */
export const isPosix = process.platform !== 'win32'

interface Opened {
  /** What it was opened with: another address or login is another host. */
  readonly as: string
  readonly host: Host
  readonly link?: SshLink
}

export class KeptHosts {
  readonly book: KeptFile<HostBookFile>
  readonly kit: Kit
  private readonly keys: KeptFile<KnownKeys>
  private readonly deps: HostDeps
  private readonly opened = new Map<string, Opened>()
  /** Keys that machines showed and that nobody trusts yet, by door. */
  private readonly shown = new Map<string, Buffer>()

  constructor(deps: HostDeps) {
    this.deps = deps
    const stamp = (): string => stampOf(deps.now())
    const at = (name: string) => (deps.hostsFolder === undefined ? undefined : join(deps.hostsFolder, name))
    const file = { stamp, code: 'host.book' }
    this.book = new KeptFile({ ...file, file: at('hosts.json'), schema: hostBookSchema, empty: EMPTY_HOSTS })
    this.keys = new KeptFile({
      ...file,
      file: at('known-hosts.json'),
      schema: knownKeysSchema,
      empty: NO_KEYS,
    })
    this.kit = new Kit(join(deps.resourcesFolder, 'host'))
  }

  /** @throws Failure `host.gone` */
  async stored(id: string): Promise<StoredHost> {
    const host = (await this.book.read()).hosts.find((one) => one.id === id)
    if (!host) throw new Failure('host.gone')
    return host
  }

  /**
   * A host, whoever else uses it: one link for all. Nothing is connected before it is used.
   *
   * @throws Failure `host.gone`, `host.notHere` for this computer where it cannot be one
   */
  async open(id: string): Promise<Host> {
    if (id === THIS_COMPUTER) {
      if (!isPosix) throw new Failure('host.notHere')
      return this.kept(id, '', () => ({ host: new LocalHost(homedir()) }))
    }
    const stored = await this.stored(id)
    return this.kept(id, JSON.stringify(waysOf(stored)), () => {
      const link = this.linkTo(stored)
      return { host: new SshHost(id, placeOf(stored), link), link }
    })
  }

  /** A link of its own, with what was typed for it. */
  linkTo(draft: Omit<HostDraft, 'name'>, typed: TypedSecrets = {}, more: Partial<ConnectDeps> = {}): SshLink {
    return new SshLink(
      placeOf(draft),
      () => connectThrough(waysOf(draft), { ...this.connectDeps(typed), ...more }),
      machineClock,
    )
  }

  stateOf(id: string): 'idle' | 'up' | 'lost' {
    return this.opened.get(id)?.link?.state ?? 'idle'
  }

  /**
   * Tests a way to a host, over a link of its own; without a way, this computer.
   *
   * @param typed secrets that were typed and are kept nowhere
   */
  test(
    id: string,
    target: HostDraft | undefined,
    changed: (test: HostTest) => void,
    signal: AbortSignal,
    typed: TypedSecrets = {},
  ): Promise<HostTest> {
    const connect: HostTestDeps['connect'] = async (at) => {
      if (!target) return { host: new LocalHost(homedir()), way: false }
      const link = this.linkTo(target, typed, { at })
      await link.use()
      return { host: new SshHost(id, placeOf(target), link), way: true }
    }
    const place = target ? placeOf(target) : THIS_COMPUTER
    return runHostTest(id, place, { changed, now: machineClock.now, connect }, signal)
  }

  /** The host's facts and what they mean. @throws Failure `host.*` */
  async examine(id: string): Promise<HostReport> {
    return examine(await this.open(id), this.kit, this.deps.now)
  }

  /** Something changed that may help: whoever waits for a next attempt gets it now. */
  wake(): void {
    for (const { link } of this.opened.values()) link?.wake()
  }

  known(): Promise<KnownKeys> {
    return this.keys.read()
  }

  /**
   * The user's yes to a key that a machine has just shown.
   *
   * @param instead fingerprint of the key that was trusted before; a known key is never replaced without it
   * @throws Failure `host.keyNotShown`, `host.keyKnown`
   */
  async trust(door: string, fingerprint: string, instead: string | undefined): Promise<void> {
    const key = this.shown.get(door)
    if (!key || fingerprintOf(key) !== fingerprint) throw new Failure('host.keyNotShown', { door })
    const since = this.deps.now().toISOString()
    await this.keys.change((kept) => {
      const trust = trustIn(kept, door, key.toString('base64'))
      const old = trust.is === 'changed' ? fingerprintOf(Buffer.from(trust.known.key, 'base64')) : undefined
      if (old !== instead) throw new Failure('host.keyNotShown', { door })
      return withKey(kept, { door, type: keyTypeOf(key), key: key.toString('base64'), since })
    })
    this.shown.delete(door)
    this.wake()
  }

  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map(({ host }) => host.close()))
    this.opened.clear()
  }

  private connectDeps(typed: TypedSecrets): ConnectDeps {
    return {
      known: () => this.keys.read(),
      agent: process.env.SSH_AUTH_SOCK,
      secret: async (way: Way) => {
        const name = secretName(way)
        return typed[placeOf(way)] ?? (name === undefined ? undefined : this.deps.secrets.get(name))
      },
      shown: (door, key) => this.shown.set(door, key),
      // The user's own list of hosts is the configuration: they are counted, not held back.
      contact: (place) => networkGate(this.deps).contacts.begin(place, 'host'),
    }
  }

  private async kept(id: string, as: string, make: () => Omit<Opened, 'as'>): Promise<Host> {
    const known = this.opened.get(id)
    if (known?.as === as) return known.host
    await known?.host.close()
    const made = { as, ...make() }
    this.opened.set(id, made)
    return made.host
  }
}
