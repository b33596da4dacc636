/** The server under test: how it is reached, by which way, and with what it is asked. */
import { basename } from 'node:path'
import type { Asked } from '#core/endpoint/exchange-findings.ts'
import type { Finding } from '#core/endpoint/finding.ts'
import { AT_ONCE } from '#core/endpoint/toy-requests.ts'
import { type EndpointPaths, endpointPaths, proxyOrigin } from '#core/endpoint/url.ts'
import * as way from '#core/endpoint/way-findings.ts'
import { readCaFile } from './ca-file.ts'
import type { Clock } from './clock.ts'
import type { Gate } from './gate.ts'
import { type Knocked, knock, type Shaken, shake } from './knock.ts'
import { TestWire } from './test-wire.ts'
import { Wire } from './wire.ts'

export interface TestConfig {
  readonly id: string
  /** As typed. */
  readonly url: string
  readonly model: string
  /** A file with a certificate to trust beside the known ones. */
  readonly caFile?: string
  readonly proxy?: string
}

/** All in ms. */
export interface TestPatience {
  readonly connectMs: number
  readonly modelsMs: number
  /** Longest silence of a chat answer: a server may load its model first. */
  readonly idleMs: number
  readonly chatMs: number
}

/** What a site is handed. */
export interface SiteDeps {
  readonly key: () => Promise<string | undefined>
  readonly gate: Gate
  readonly clock: Clock
  readonly patience: TestPatience
  readonly signal: AbortSignal
}

const MAX_BODY = 8 * 1024 * 1024

/** Host and port of an origin; the port that the scheme implies where none is written. */
function placeOf(origin: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(origin)
  const usual = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) }
}

export class TestSite {
  readonly paths: EndpointPaths
  readonly ask: TestWire
  private readonly wire: Wire
  private readonly host: string
  private readonly port: number
  /** Where the connection goes: the server, or the proxy before it. */
  private readonly destination: way.Destination
  private readonly config: TestConfig
  private readonly deps: SiteDeps
  private readonly ca: string | undefined
  private keyGiven = false

  private constructor(
    config: TestConfig,
    deps: SiteDeps,
    paths: EndpointPaths,
    proxy: string | undefined,
    ca: string | undefined,
  ) {
    const { connectMs, idleMs, chatMs } = deps.patience
    const { host, port } = placeOf(paths.origin)
    this.config = config
    this.deps = deps
    this.paths = paths
    this.ca = ca
    this.host = host
    this.port = port
    this.destination = proxy === undefined ? { host, port, proxy: false } : { ...placeOf(proxy), proxy: true }
    const settings = {
      url: config.url,
      connections: AT_ONCE,
      connectMs,
      idleMs,
      totalMs: chatMs,
      maxBodyBytes: MAX_BODY,
      ...(ca === undefined ? {} : { ca }),
      ...(proxy === undefined ? {} : { proxy }),
      why: 'test' as const,
    }
    this.wire = new Wire(settings, () => this.readKey(), deps.clock, deps.gate)
    this.ask = new TestWire(this.wire, deps.clock, deps.signal)
  }

  /** @returns a finding when what was typed is no address */
  static async open(config: TestConfig, deps: SiteDeps): Promise<TestSite | Finding> {
    const { url, caFile, proxy: typedProxy = '' } = config
    const paths = endpointPaths(url)
    if ('code' in paths) return way.addressFinding(url, paths)
    const proxy = typedProxy.trim() === '' ? undefined : proxyOrigin(typedProxy)
    if (proxy && 'code' in proxy) return way.proxyFinding(typedProxy)
    const ca = caFile ? await readCaFile(caFile).catch(() => undefined) : undefined
    return new TestSite(config, deps, paths, proxy?.origin, ca)
  }

  /** What has to be known to judge an exchange with it. */
  asked(): Asked {
    const { destination, paths, host, port, keyGiven } = this
    return {
      url: this.config.url,
      paths,
      host,
      port,
      keyGiven,
      seconds: Math.round(this.deps.patience.idleMs / 1000),
      megabytes: MAX_BODY / 1024 / 1024,
      ...(destination.proxy ? { proxy: `${destination.host}:${destination.port}` } : {}),
      epochMs: this.deps.clock.epoch(),
    }
  }

  async reach(): Promise<Finding> {
    const { connectMs } = this.deps.patience
    const { host, port } = this.destination
    const { problem } = await this.throughGate(() => knock(host, port, connectMs, this.deps.signal))
    return problem === ''
      ? way.reachedFinding(this.destination)
      : way.unreachedFinding(this.destination, problem, Math.round(connectMs / 1000))
  }

  async tls(): Promise<Finding> {
    const { caFile, url } = this.config
    if (caFile && this.ca === undefined) return way.caFinding(basename(caFile), '')
    if (!this.isSecure()) return way.openFinding(url, this.host)
    // Through a proxy the certificate shows itself with the first exchange.
    if (this.destination.proxy) return way.reachedFinding(this.destination)
    const { certificate, problem, plain } = await this.shake(this.ca)
    return certificate
      ? way.certificateFinding(this.host, problem, certificate)
      : way.handshakeFinding(this.destination, url, problem, plain)
  }

  /** Whether the port wants encryption although http was typed. */
  async wantsTls(): Promise<boolean> {
    if (this.isSecure() || this.destination.proxy) return false
    return (await this.shake(undefined)).certificate !== undefined
  }

  close(): Promise<void> {
    return this.wire.close()
  }

  private isSecure(): boolean {
    return this.paths.origin.startsWith('https:')
  }

  private shake(ca: string | undefined): Promise<Shaken> {
    const { patience, signal } = this.deps
    return this.throughGate(() => shake(this.host, this.port, ca, patience.connectMs, signal))
  }

  /** For connections made by hand; those that carry requests pass the gate in the wire. */
  private async throughGate<T extends Knocked>(connect: () => Promise<T>): Promise<T> {
    const { host, port, proxy } = this.destination
    const name = host.includes(':') ? `[${host}]` : host
    const scheme = this.isSecure() && !proxy ? 'https' : 'http'
    const told = await this.deps.gate.pass(`${scheme}://${name}:${port}`, proxy ? 'proxy' : 'test')
    const made = await connect().catch((error: unknown) => {
      told({ is: 'failed', code: 'stopped' })
      throw error
    })
    told(made.problem === '' ? { is: 'answered' } : { is: 'failed', code: made.problem.slice(0, 80) })
    return made
  }

  private async readKey(): Promise<string | undefined> {
    const text = (await this.deps.key())?.trim()
    this.keyGiven = text !== undefined && text !== ''
    return text
  }
}
