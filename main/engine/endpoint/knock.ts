/** A connection made by hand, to tell apart what fails on the way: name, port, certificate. */
import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, rootCertificates } from 'node:tls'
import type { Certificate } from '#core/endpoint/way-findings.ts'

/** What came of an attempt: the system's code, empty when it worked. */
export interface Knocked {
  readonly problem: string
}
export interface Shaken extends Knocked {
  /** Undefined when the handshake itself failed. */
  readonly certificate?: Certificate
  /** The server answered in plain http. */
  readonly plain: boolean
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)

/** Brackets of an IPv6 address are the URL's, not the address's. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '')

/** Runs until the socket says how it went, the time is over or the signal aborts; the socket is closed in any case. */
function settle<T>(
  socket: Socket,
  ms: number,
  signal: AbortSignal,
  listen: (done: (value: T) => void) => void,
  late: T,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = (act: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      act()
    }
    const stop = (): void => end(() => reject(signal.reason))
    const timer = setTimeout(() => end(() => resolve(late)), ms)
    signal.addEventListener('abort', stop)
    listen((value) => end(() => resolve(value)))
  })
}

/** Whether something listens there. @throws the signal's reason */
export async function knock(host: string, port: number, ms: number, signal: AbortSignal): Promise<Knocked> {
  signal.throwIfAborted()
  const name = bare(host)
  try {
    if (isIP(name) === 0) await lookup(name)
  } catch (error) {
    return { problem: codeOf(error) }
  }
  const socket = connect({ host: name, port })
  return settle<Knocked>(
    socket,
    ms,
    signal,
    (done) => {
      socket.once('connect', () => done({ problem: '' }))
      socket.once('error', (error) => done({ problem: innerCode(error) }))
    },
    { problem: 'ETIMEDOUT' },
  )
}

/** A name with several addresses fails with all of their errors in one. */
const innerCode = (error: Error): string =>
  error instanceof AggregateError ? codeOf(error.errors[0]) : codeOf(error)

const day = (text: string | undefined): string => {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? '—' : new Date(at).toISOString().slice(0, 10)
}
const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

const factsOf = ({
  issuer,
  valid_from,
  valid_to,
  subject,
  subjectaltname,
}: PeerCertificate): Certificate => ({
  issuer: one(issuer?.CN) || one(issuer?.O),
  from: day(valid_from),
  until: day(valid_to),
  names: subjectaltname?.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, '')) ?? [
    one(subject?.CN),
  ],
})

/** The handshake, and what the certificate is worth. @param ca a certificate (PEM) to trust beside the known ones */
export function shake(
  host: string,
  port: number,
  ca: string | undefined,
  ms: number,
  signal: AbortSignal,
): Promise<Shaken> {
  signal.throwIfAborted()
  const name = bare(host)
  const socket = connectTls({
    host: name,
    port,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    // Judged below, so that the certificate can be shown; nothing is sent over this connection.
    rejectUnauthorized: false,
  })
  return settle<Shaken>(
    socket,
    ms,
    signal,
    (done) => {
      socket.once('secureConnect', () => {
        const problem = socket.authorized ? '' : String(socket.authorizationError)
        done({ problem, certificate: factsOf(socket.getPeerCertificate()), plain: false })
      })
      socket.once('error', (error) => {
        const code = `${codeOf(error)} ${error.message}`
        done({ problem: code, plain: /WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST|wrong version/i.test(code) })
      })
    },
    { problem: 'ETIMEDOUT', plain: false },
  )
}
