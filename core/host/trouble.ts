/** Why a connection failed, from what the system or the SSH library said: one code for each cause. */
import { Failure } from '../failure/failure.ts'
import type { HostFindingCode } from './finding.ts'

/** How far a connection had come. */
export const STAGES = ['reach', 'server', 'key', 'login'] as const
export type Stage = (typeof STAGES)[number]

interface Said {
  readonly code?: unknown
  readonly message?: unknown
  /** Where the SSH library says it came from. */
  readonly level?: unknown
}

const REACH: Readonly<Record<string, HostFindingCode>> = {
  ENOTFOUND: 'host.nameUnknown',
  EAI_AGAIN: 'host.nameUnknown',
  EAI_NODATA: 'host.nameUnknown',
  ECONNREFUSED: 'host.refused',
  EHOSTUNREACH: 'host.noRoute',
  ENETUNREACH: 'host.noRoute',
  EADDRNOTAVAIL: 'host.noRoute',
  EHOSTDOWN: 'host.noRoute',
  ENETDOWN: 'host.noRoute',
  ETIMEDOUT: 'host.connectTimeout',
}

function codeOf({ code, message, level }: Said, stage: Stage): HostFindingCode {
  const known = typeof code === 'string' ? REACH[code] : undefined
  if (known) return known
  const text = String(message ?? '')
  if (/Channel open failure/i.test(text)) return 'host.jumpRefused'
  if (/no matching (key exchange|host key|C->S|S->C)/.test(text)) return 'host.noCommonCipher'
  if (/Timed out while waiting for handshake/.test(text))
    return stage === 'server' ? 'host.notSsh' : 'host.connectTimeout'
  // Until the server has shown its key, nothing has proved that it speaks SSH at all.
  if (stage === 'server') return 'host.notSsh'
  if (
    level === 'client-socket' ||
    /ECONNRESET|EPIPE|Keepalive timeout|Not connected|lost/i.test(`${code} ${text}`)
  )
    return 'host.linkLost'
  return stage === 'reach' ? 'host.noRoute' : 'host.odd'
}

/**
 * @param place the machine that was to be reached, as the user knows it
 * @returns the failure itself where it has a cause already
 */
export function connectTrouble(error: unknown, stage: Stage, place: string): Failure {
  if (error instanceof Failure) return error
  const said: Said = typeof error === 'object' && error !== null ? error : { message: String(error) }
  return new Failure(codeOf(said, stage), { place }, String(said.message ?? error))
}

/** What a server left to try after everything that could be offered. */
export interface AuthLeft {
  readonly by: 'key' | 'agent' | 'password'
  /** Methods that the server still takes; undefined where it never said. */
  readonly methods: readonly string[] | undefined
  /** What was offered was right, but the server wants more. */
  readonly partial: boolean
}

export function loginTrouble({ by, methods, partial }: AuthLeft): HostFindingCode {
  if (partial) return 'host.twoFactor'
  if (by === 'agent') return 'host.agentRefused'
  if (by === 'key') return 'host.keyRefused'
  const typed = methods?.some((name) => name === 'password' || name === 'keyboard-interactive') ?? true
  return typed ? 'host.passwordRefused' : 'host.passwordOff'
}

/** Why a private key cannot be used, from what the reader of keys said. */
export function keyTrouble(message: string, hasPassphrase: boolean): HostFindingCode {
  if (/no passphrase given|Encrypted .*no passphrase/i.test(message)) return 'host.passphraseMissing'
  if (/integrity check failed|bad decrypt|bad passphrase|wrong passphrase/i.test(message))
    return 'host.passphraseWrong'
  return hasPassphrase && /Malformed OpenSSH private key/.test(message)
    ? 'host.passphraseWrong'
    : 'host.keyFileFormat'
}

const AWAY: ReadonlySet<string> = new Set([
  'host.nameUnknown',
  'host.refused',
  'host.noRoute',
  'host.connectTimeout',
  'host.jumpRefused',
  'host.linkLost',
  'host.notSsh',
  'host.slow',
])
/** Failures that pass by themselves: the machine is away for now. */
export const isAway = (error: unknown): error is Failure => error instanceof Failure && AWAY.has(error.code)
