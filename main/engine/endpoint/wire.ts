/** The wire to one server: its addresses, its connections, its key. One call is one exchange; nothing is retried. */
import { rootCertificates } from 'node:tls'
import { type Dispatcher, Pool, ProxyAgent } from 'undici'
import { TransportError } from '#core/endpoint/transport.ts'
import { type EndpointPaths, endpointPaths } from '#core/endpoint/url.ts'
import type { ContactReason } from '#core/network/contact.ts'
import type { Abort } from './abort.ts'
import type { Clock } from './clock.ts'
import { Broken, type ExchangeLimits, exchange, type RawReply } from './exchange.ts'
import type { Gate } from './gate.ts'

export interface WireSettings extends ExchangeLimits {
  readonly url: string
  readonly connections: number
  readonly connectMs: number
  /** A certificate (PEM) to trust beside the known ones. */
  readonly ca?: string
  /** Origin of a proxy that leads to the server. */
  readonly proxy?: string
  /** What its requests are for, as the list of contacts says it. */
  readonly why: ContactReason
}

export interface WireRequest {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly body?: string
  readonly limits?: Partial<ExchangeLimits>
}

function connectionsTo(origin: string, { connections, connectMs, ca, proxy }: WireSettings): Dispatcher {
  const trust = ca === undefined ? {} : { ca: [...rootCertificates, ca] }
  // The deadlines of an exchange are ours; undici's are off.
  const own = { connections, headersTimeout: 0, bodyTimeout: 0 }
  return proxy === undefined
    ? new Pool(origin, { ...own, connect: { timeout: connectMs, ...trust } })
    : new ProxyAgent({ ...own, uri: proxy, requestTls: { timeout: connectMs, ...trust } })
}

export class Wire {
  private readonly paths: EndpointPaths | undefined
  private readonly pool: Dispatcher | undefined
  private readonly problem: string
  private readonly settings: WireSettings
  private readonly readKey: () => Promise<string | undefined>
  private readonly clock: Clock
  private readonly gate: Gate
  /** Set once it was read; an endpoint may have none. */
  private key: { readonly text: string | undefined } | undefined
  private reading: Promise<string | undefined> | undefined

  constructor(settings: WireSettings, readKey: () => Promise<string | undefined>, clock: Clock, gate: Gate) {
    this.settings = settings
    this.gate = gate
    this.readKey = readKey
    this.clock = clock
    const paths = endpointPaths(settings.url)
    this.problem = 'problem' in paths ? paths.problem : ''
    if ('problem' in paths) return
    this.paths = paths
    this.pool = connectionsTo(paths.origin, settings)
  }

  /** @throws Broken, TransportError (wrong address or key), the abort's reason */
  postChat(body: string, abort: Abort): Promise<RawReply> {
    return this.send({ method: 'POST', path: this.paths?.chat ?? '', body }, abort)
  }

  /** @throws as `postChat` */
  getModels(totalMs: number, abort: Abort): Promise<RawReply> {
    const limits = { totalMs: Math.min(totalMs, this.settings.totalMs) }
    return this.send({ method: 'GET', path: this.paths?.models ?? '', limits }, abort)
  }

  /** Servers repeat a wrong key in their error text. */
  redact(text: string): string {
    return this.key?.text === undefined ? text : text.replaceAll(this.key.text, '•••')
  }

  /** The key is read anew for the next request. */
  forgetKey(): void {
    this.key = undefined
  }

  async close(): Promise<void> {
    await this.pool?.destroy()
  }

  /** One exchange with the server, whatever its path. @throws as `postChat` */
  async send({ method, path, body, limits }: WireRequest, abort: Abort): Promise<RawReply> {
    if (!this.pool || !this.paths) throw new TransportError('job', 'endpoint.unreachable', this.problem)
    const key = this.key ?? (await this.keepKey(abort))
    const headers: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'identity' }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (key.text !== undefined) headers.authorization = `Bearer ${key.text}`
    const { origin } = this.paths
    const request = { origin, method, path, headers, ...(body === undefined ? {} : { body }) }
    const { pool } = this
    return this.throughGate(origin, () =>
      exchange(pool, request, { ...this.settings, ...limits }, this.clock, abort),
    )
  }

  /** @throws TransportError `network.notConfigured`, and what `send` throws */
  private async throughGate(origin: string, send: () => Promise<RawReply>): Promise<RawReply> {
    const { proxy, why } = this.settings
    const viaProxy = proxy === undefined ? undefined : await this.gate.pass(proxy, 'proxy')
    const told = await this.gate.pass(origin, why)
    try {
      const reply = await send()
      viaProxy?.({ is: 'answered' })
      told({ is: 'answered', status: reply.status })
      return reply
    } catch (error) {
      const outcome = { is: 'failed', code: error instanceof Broken ? error.code : 'stopped' } as const
      viaProxy?.(outcome)
      told(outcome)
      throw error
    }
  }

  /** @throws TransportError `endpoint.key`; the key itself is never part of it */
  private async keepKey(abort: Abort): Promise<{ readonly text: string | undefined }> {
    this.reading ??= this.readKey().catch(() => {
      throw new TransportError('job', 'endpoint.key', 'the key could not be read')
    })
    let text: string | undefined
    try {
      text = (await abort.during(this.reading))?.trim()
    } finally {
      this.reading = undefined
    }
    if (text !== undefined && !/^[\x21-\x7e]*$/.test(text))
      throw new TransportError('job', 'endpoint.key', 'the key holds characters that no key has')
    this.key = { text: text === '' ? undefined : text }
    return this.key
  }
}
