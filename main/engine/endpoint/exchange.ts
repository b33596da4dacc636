/** One HTTP request and its whole reply, under our own deadlines and size cap. Redirects are not followed. */
import { isUtf8 } from 'node:buffer'
import type { Dispatcher } from 'undici'
import type { TransportCode } from '#core/endpoint/transport.ts'
import type { Abort } from './abort.ts'
import type { Clock } from './clock.ts'

export interface ExchangeLimits {
  /** Longest silence, from sending to the first byte and between bytes. */
  readonly idleMs: number
  /** Longest whole exchange. */
  readonly totalMs: number
  readonly maxBodyBytes: number
}

export interface RawReply {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly contentType: string
  readonly location: string | undefined
  readonly authenticate: string | undefined
  readonly text: string
}

interface BrokenHow {
  /** It never will until somebody acts (certificate, protocol). */
  readonly fatal?: boolean
  /** Bytes of a reply had come. */
  readonly begun?: boolean
  /** The system's own code. */
  readonly system?: string
  /** What was said in place of HTTP. */
  readonly greeting?: string
}

/** No whole reply came. */
export class Broken extends Error {
  readonly code: TransportCode
  readonly fatal: boolean
  readonly begun: boolean
  readonly system: string
  readonly greeting: string
  constructor(
    code: TransportCode,
    detail: string,
    { fatal = false, begun = false, system = '', greeting = '' }: BrokenHow = {},
  ) {
    super(detail)
    this.code = code
    this.fatal = fatal
    this.begun = begun
    this.system = system
    this.greeting = greeting
  }
}

const TLS_PROBLEM = /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/
const NO_CONNECTION =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EMFILE|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_SOCKET|UND_ERR_DESTROYED|UND_ERR_CLOSED)$/

/** What an error of undici or the system means. @param begun bytes of a reply had come */
function broken(error: Error & { code?: unknown; data?: unknown }, begun: boolean): Broken {
  const code = typeof error.code === 'string' ? error.code : ''
  // An AggregateError of several addresses has no words of its own.
  const detail = [code, error.message].filter((part) => part !== '').join(' ')
  const how = { begun, system: code, greeting: greetingOf(error.data) }
  if (TLS_PROBLEM.test(code)) return new Broken('endpoint.unreachable', detail, { ...how, fatal: true })
  if (begun) return new Broken('endpoint.badReply', `the reply was cut: ${detail}`, how)
  return new Broken(NO_CONNECTION.test(code) ? 'endpoint.unreachable' : 'endpoint.badReply', detail, how)
}

/** The first line of what a parser could not read, as far as it is text. */
const greetingOf = (data: unknown): string =>
  typeof data === 'string' ? (/^[\x20-\x7e]{3,80}/.exec(data)?.[0].trim() ?? '') : ''

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header

class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined
  private settled = false
  private begun = false
  private status = 0
  private headers: Record<string, string | string[] | undefined> = {}
  private bytes = 0
  private readonly chunks: Buffer[] = []
  private lastNews: number
  private stopTimer: () => void = () => undefined
  private readonly deadline: number
  private readonly limits: ExchangeLimits
  private readonly clock: Clock
  private readonly resolve: (reply: RawReply) => void
  private readonly reject: (error: unknown) => void

  constructor(
    limits: ExchangeLimits,
    clock: Clock,
    resolve: (reply: RawReply) => void,
    reject: (error: unknown) => void,
  ) {
    this.limits = limits
    this.clock = clock
    this.resolve = resolve
    this.reject = reject
    this.lastNews = clock.now()
    this.deadline = this.lastNews + limits.totalMs
    this.watch()
  }

  /** Ends the exchange from our side; what undici says about it afterwards is not news. */
  fail(error: unknown): void {
    if (this.settled) return
    this.settle()
    this.reject(error)
    this.controller?.abort(error instanceof Error ? error : new Error('ended'))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.settled) controller.abort(new Error('ended'))
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.lastNews = this.clock.now()
    this.begun = true
    this.status = status
    this.headers = headers
    const encoding = one(headers['content-encoding']) ?? 'identity'
    if (encoding !== 'identity')
      this.fail(new Broken('endpoint.badReply', `an unasked encoding: ${encoding}`))
    this.checkSize(Number(one(headers['content-length']) ?? 0))
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.lastNews = this.clock.now()
    this.bytes += chunk.length
    this.checkSize(this.bytes)
    if (!this.settled) this.chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.settled) return
    this.settle()
    const body = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks)
    if (!body || !isUtf8(body)) this.reject(new Broken('endpoint.badReply', 'the body is not UTF-8'))
    else this.resolve(this.reply(body.toString('utf8')))
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.settled) return
    this.settle()
    this.reject(broken(error, this.begun))
  }

  private reply(text: string): RawReply {
    return {
      status: this.status,
      retryAfter: one(this.headers['retry-after']),
      contentType: one(this.headers['content-type']) ?? '',
      location: one(this.headers.location),
      authenticate: one(this.headers['www-authenticate']),
      text,
    }
  }

  private checkSize(bytes: number): void {
    const { maxBodyBytes } = this.limits
    if (bytes > maxBodyBytes) this.fail(new Broken('endpoint.tooLarge', `more than ${maxBodyBytes} bytes`))
  }

  /** One timer for both deadlines: it looks, and sleeps on if there was news. */
  private watch(): void {
    const now = this.clock.now()
    const idleAt = this.lastNews + this.limits.idleMs
    const { begun } = this
    if (now >= this.deadline)
      this.fail(new Broken('endpoint.timeout', 'the whole reply took too long', { begun }))
    else if (now >= idleAt) this.fail(new Broken('endpoint.timeout', 'the server fell silent', { begun }))
    else this.stopTimer = this.clock.after(Math.min(this.deadline, idleAt) - now, () => this.watch())
  }

  private settle(): void {
    this.settled = true
    this.stopTimer()
  }
}

/** @throws Broken, or the abort's reason */
export function exchange(
  pool: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limits: ExchangeLimits,
  clock: Clock,
  abort: Abort,
): Promise<RawReply> {
  return new Promise<RawReply>((resolve, reject) => {
    const running = new Exchange(limits, clock, resolve, reject)
    try {
      abort.tell((reason) => running.fail(reason))
      pool.dispatch(request, running)
    } catch (error) {
      running.fail(error)
    }
  })
}
