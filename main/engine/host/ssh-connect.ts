/** One connection to a host, through the machines before it; every machine's key is checked before anything is said. */
import { createHash } from 'node:crypto'
import { connect as connectTcp, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import ssh2, { type Client, type ServerHostKeyAlgorithm } from 'ssh2'
import { Failure } from '#core/failure/failure.ts'
import { type KnownKeys, keyTypeOf, knownAt, trustIn } from '#core/host/known-keys.ts'
import { doorOf, placeOf, type Way } from '#core/host/stored-host.ts'
import { connectTrouble, type Stage } from '#core/host/trouble.ts'
import type { ContactOutcome } from '#core/network/contact.ts'
import { type LoginDeps, LoginTry } from './login.ts'

export interface ConnectDeps extends LoginDeps {
  known(): Promise<KnownKeys>
  /** Hears the key of every machine that is not trusted, or not any more. */
  readonly shown?: (door: string, key: Buffer) => void
  /** Hears how far the connection to the last machine has come. */
  readonly at?: (stage: Stage) => void
  readonly patience?: Partial<Patience>
  /** Told of each machine, as `address:port`, before it is contacted; gives back who is told how that went. */
  contact(place: string): (outcome: ContactOutcome) => void
}

export interface Patience {
  /** Milliseconds until a machine has to answer. */
  readonly connectMs: number
  /** A silent link is asked for a sign of life so often, and counts as lost after so many unanswered. */
  readonly keepaliveMs: number
  readonly keepaliveCount: number
}
const USUAL: Patience = { connectMs: 10_000, keepaliveMs: 5000, keepaliveCount: 2 }

export interface Connection {
  readonly client: Client
  /** Resolves once the link is gone, for whatever reason. */
  readonly closed: Promise<void>
  close(): void
}

/** As ssh prints it. */
export const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** Key types that are asked for, best first; the SHA-1 ones are not. */
const KEY_TYPES: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]

/** The type that was trusted comes first: a machine with several keys must not seem to have changed. */
function keyTypesFor(known: string | undefined): ServerHostKeyAlgorithm[] {
  const isKnown = (type: string): boolean =>
    type === known || (known === 'ssh-rsa' && type.startsWith('rsa-'))
  return [...KEY_TYPES.filter(isKnown), ...KEY_TYPES.filter((type) => !isKnown(type))]
}

/**
 * @param ways from this computer on; the last is the host
 * @throws Failure `host.*`: for each cause its own code
 */
export async function connectThrough(ways: readonly Way[], deps: ConnectDeps): Promise<Connection> {
  const behind: Connection[] = []
  const closeAll = (): void => {
    for (const one of behind.toReversed()) one.close()
  }
  try {
    for (const [i, way] of ways.entries()) {
      const isLast = i === ways.length - 1
      behind.push(await connectOne(way, behind.at(-1), isLast ? deps : { ...deps, at: () => undefined }))
    }
  } catch (error) {
    closeAll()
    throw error
  }
  const last = behind.at(-1)
  if (!last) throw new Failure('host.gone')
  void last.closed.then(closeAll)
  return { client: last.client, closed: last.closed, close: closeAll }
}

async function connectOne(way: Way, through: Connection | undefined, deps: ConnectDeps): Promise<Connection> {
  const patience = { ...USUAL, ...deps.patience }
  const place = placeOf(way)
  let stage: Stage = 'reach'
  const at = (next: Stage): void => {
    stage = next
    deps.at?.(next)
  }
  const told = deps.contact(`${way.address}:${way.port}`)
  let socket: Duplex | undefined
  try {
    at('reach')
    const known = await deps.known()
    socket = through ? await forwarded(through.client, way) : await reached(way, patience.connectMs)
    at('server')
    const connection = await shakeHands({ way, socket, known, patience, deps, at })
    told({ is: 'answered' })
    return connection
  } catch (error) {
    socket?.destroy()
    const trouble = connectTrouble(error, stage, place)
    told({ is: 'failed', code: trouble.code })
    throw trouble
  }
}

function reached({ address, port }: Way, waitMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address, port, noDelay: true })
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))
    }, waitMs)
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}

const forwarded = (client: Client, { address, port }: Way): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, address, port, (error, channel) =>
      error ? reject(error) : resolve(channel),
    )
  })

interface Handshake {
  readonly way: Way
  readonly socket: Duplex
  readonly known: KnownKeys
  readonly patience: Patience
  readonly deps: ConnectDeps
  at(stage: Stage): void
}

async function shakeHands({ way, socket, known, patience, deps, at }: Handshake): Promise<Connection> {
  const client = new ssh2.Client()
  const login = new LoginTry(way, deps, () => client.end())
  const door = doorOf(way)
  let untrusted: Failure | undefined
  const closed = new Promise<void>((resolve) => client.once('close', resolve))
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve)
    const why = (): Failure | undefined => untrusted ?? login.failure
    client.on('error', (error) => reject(why() ?? error))
    client.once('close', () => reject(why() ?? new Error('the link was lost')))
  })
  client.connect({
    sock: socket as Socket,
    username: way.user,
    readyTimeout: patience.connectMs,
    keepaliveInterval: patience.keepaliveMs,
    keepaliveCountMax: patience.keepaliveCount,
    algorithms: { serverHostKey: keyTypesFor(knownAt(known, door)?.type) },
    // It must answer at once: a promise would count as yes.
    hostVerifier: (key: Buffer): boolean => {
      at('key')
      untrusted = distrust(known, door, key)
      if (untrusted) deps.shown?.(door, key)
      else at('login')
      return untrusted === undefined
    },
    authHandler: login.handler,
  })
  try {
    await ready
  } catch (error) {
    client.destroy()
    throw error
  }
  return { client, closed, close: () => client.end() }
}

/** Why a key must not be trusted; undefined for the one that was. */
function distrust(known: KnownKeys, door: string, key: Buffer): Failure | undefined {
  const trust = trustIn(known, door, key.toString('base64'))
  if (trust.is === 'known') return undefined
  const shown = { door, type: keyTypeOf(key), fingerprint: fingerprintOf(key) }
  if (trust.is === 'new') return new Failure('host.keyUnknown', shown)
  const old = trust.known
  return new Failure('host.keyChanged', {
    ...shown,
    oldType: old.type,
    oldFingerprint: fingerprintOf(Buffer.from(old.key, 'base64')),
    since: old.since,
  })
}
