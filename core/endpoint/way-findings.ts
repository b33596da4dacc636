/** Verdicts on the way to a server: the address, the connection, the certificate. Nothing here touches a network. */
import { type Finding, fails, notes, warns } from './finding.ts'
import { type AddressProblem, isOwnMachine, shownAddress, withoutLogin } from './url.ts'

export function addressFinding(typed: string, { code, scheme }: AddressProblem): Finding {
  const better = code === 'login' ? withoutLogin(typed) : undefined
  switch (code) {
    case 'empty':
      return fails('connection.addressEmpty')
    case 'invalid':
      return fails('connection.addressInvalid')
    case 'space':
      return fails('connection.addressSpace')
    case 'scheme':
      return fails('connection.addressScheme', { scheme: scheme ?? '' })
    case 'login':
      return fails(
        'connection.addressLogin',
        {},
        better === undefined ? {} : { fix: { kind: 'url', url: better } },
      )
  }
}

/** Where the first connection goes: the server, or the proxy before it. */
export interface Destination {
  readonly host: string
  readonly port: number
  readonly proxy: boolean
}

/** A connection was made. */
export const reachedFinding = ({ host, port, proxy }: Destination): Finding =>
  proxy
    ? notes('connection.reachedProxy', { proxy: `${host}:${port}` })
    : notes('connection.reached', { host, port })

/**
 * No connection.
 * @param system the system's code, e.g. `ECONNREFUSED`
 * @param seconds how long was waited
 */
export function unreachedFinding(
  { host, port, proxy }: Destination,
  system: string,
  seconds: number,
): Finding {
  const more = { detail: system, fix: { kind: 'again' } } as const
  if (proxy) return fails('connection.proxyUnreachable', { proxy: `${host}:${port}` }, { detail: system })
  switch (system) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_FAIL':
      return fails('connection.dnsUnknown', { host }, { detail: system })
    case 'ECONNREFUSED':
      return fails('connection.refused', { host, port }, more)
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
    case 'EACCES':
      return fails('connection.noRoute', { host }, { detail: system })
    case 'ETIMEDOUT':
      return fails('connection.connectTimeout', { host, port, seconds }, more)
    default:
      return fails('connection.notConnected', { host }, more)
  }
}

/** No encryption was asked for. @param typed the endpoint's address */
export const openFinding = (typed: string, host: string): Finding =>
  isOwnMachine(typed) ? notes('connection.noTls') : warns('connection.clearText', { host })

/** What a server's certificate says of itself; dates as `YYYY-MM-DD`. */
export interface Certificate {
  readonly issuer: string
  readonly from: string
  readonly until: string
  /** Names and addresses that it is good for. */
  readonly names: readonly string[]
}

/** @param problem the system's code; empty when all is well */
export function certificateFinding(host: string, problem: string, certificate: Certificate): Finding {
  const { issuer, from, until, names } = certificate
  const more = { detail: problem, fix: { kind: 'ca' } } as const
  if (problem === '') return notes('connection.secured', { issuer, until })
  if (/EXPIRED/.test(problem)) return fails('connection.tlsExpired', { host, until }, { detail: problem })
  if (/NOT_YET/.test(problem)) return fails('connection.tlsNotYet', { host, from }, { detail: problem })
  if (/ALTNAME|HOSTNAME/.test(problem))
    return fails(
      'connection.tlsName',
      { host, names: names.slice(0, 5).join(', ') || '—' },
      { detail: problem },
    )
  if (/SELF_SIGNED/.test(problem) && !/CHAIN/.test(problem))
    return fails('connection.tlsSelfSigned', { host }, more)
  return fails('connection.tlsUnknownIssuer', { host, issuer: issuer || '—' }, more)
}

/** The handshake itself failed. @param plain the server answered in plain http */
export function handshakeFinding(
  { host, port }: Destination,
  typed: string,
  system: string,
  plain: boolean,
): Finding {
  return plain
    ? fails(
        'connection.tlsPlain',
        { port },
        { detail: system, fix: { kind: 'url', url: withScheme(typed, 'http') } },
      )
    : fails('connection.tlsFailed', { host }, { detail: system })
}

/** The typed address with another scheme. */
export const withScheme = (typed: string, scheme: 'http' | 'https'): string =>
  `${scheme}://${typed.trim().replace(/^[a-z][a-z0-9+.-]*:\/*/i, '')}`

export const caFinding = (file: string, detail: string): Finding =>
  fails('connection.caUnreadable', { file }, { detail, fix: { kind: 'ca' } })

export const proxyFinding = (typed: string): Finding =>
  fails('connection.proxyInvalid', {}, { detail: shownAddress(typed) })
