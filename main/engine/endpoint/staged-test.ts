/** The staged test of an endpoint: one line after the other, each judged by core, told as it goes. */
import { basename } from 'node:path'
import {
  knownContextFinding,
  loadFinding,
  logprobsFinding,
  longFinding,
  parallelFinding,
  structuredFinding,
  toolFinding,
} from '#core/endpoint/ability-findings.ts'
import { type Asked, tlsNeededFinding } from '#core/endpoint/exchange-findings.ts'
import type { ExchangeOutcome } from '#core/endpoint/exchange-outcome.ts'
import { type Finding, fails, warns } from '#core/endpoint/finding.ts'
import {
  type ChatRead,
  chatFindings,
  leakFindings,
  modelFinding,
  readChat,
  readModels,
} from '#core/endpoint/model-findings.ts'
import type { ServedModel } from '#core/endpoint/reply.ts'
import {
  finished,
  judgedLine,
  lineOf,
  newTest,
  type StagedTest,
  skippedLine,
  whyNot,
  withLine,
} from '#core/endpoint/staged-test.ts'
import { TEST_LINES, type TestLineName } from '#core/endpoint/test-line.ts'
import * as toy from '#core/endpoint/toy-requests.ts'
import type { ChatRequest } from '#core/endpoint/transport.ts'
import {
  type EndpointPaths,
  endpointPaths,
  otherBases,
  proxyOrigin,
  shownAddress,
} from '#core/endpoint/url.ts'
import * as way from '#core/endpoint/way-findings.ts'
import { readCaFile } from './ca-file.ts'
import { type Clock, machineClock } from './clock.ts'
import { knock, shake } from './knock.ts'
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

export interface TestDeps {
  readonly key: () => Promise<string | undefined>
  /** Hears of every step; the last one is also the result. */
  readonly changed: (test: StagedTest) => void
  readonly clock?: Clock
  readonly patience?: Partial<TestPatience>
}

const USUAL: TestPatience = { connectMs: 5000, modelsMs: 10_000, idleMs: 90_000, chatMs: 180_000 }
const MAX_BODY = 8 * 1024 * 1024

/** Runs all lines that can be run. Never rejects for what the server does. */
export async function runStagedTest(
  config: TestConfig,
  deps: TestDeps,
  signal: AbortSignal,
): Promise<StagedTest> {
  const run = new Run(config, deps, signal)
  try {
    return await run.all()
  } finally {
    await run.close()
  }
}

/** What the first line makes sure of: an address that can be used, and everything needed to ask. */
interface Ready {
  readonly paths: EndpointPaths
  /** The server's own place; the connection goes to `destination`, which may be a proxy. */
  readonly host: string
  readonly port: number
  readonly destination: way.Destination
  readonly wire: Wire
  readonly ask: TestWire
}

class Run {
  private test: StagedTest
  private ready: Ready | undefined
  private ca: string | undefined
  private served: readonly ServedModel[] = []
  private keyGiven = false
  private readonly modelName: string
  private readonly config: TestConfig
  private readonly deps: TestDeps
  private readonly signal: AbortSignal
  private readonly clock: Clock
  private readonly patience: TestPatience

  constructor(config: TestConfig, deps: TestDeps, signal: AbortSignal) {
    this.config = config
    this.deps = deps
    this.signal = signal
    this.clock = deps.clock ?? machineClock
    this.patience = { ...USUAL, ...deps.patience }
    this.modelName = config.model.trim()
    this.test = newTest(config.id, shownAddress(config.url), this.modelName)
  }

  async all(): Promise<StagedTest> {
    for (const name of TEST_LINES) {
      if (this.signal.aborted) break
      await this.line(name).catch((error: unknown) => {
        if (!this.signal.aborted) this.tell(withLine(this.test, defectLine(name, error)))
      })
    }
    if (!this.signal.aborted) return this.tell(finished(this.test, 'done'))
    for (const { name, state } of this.test.lines)
      if (state === 'waiting' || state === 'running')
        this.test = withLine(this.test, skippedLine(name, 'connection.stopped'))
    return this.tell(finished(this.test, 'stopped'))
  }

  async close(): Promise<void> {
    await this.ready?.wire.close()
  }

  private tell(test: StagedTest): StagedTest {
    this.test = test
    this.deps.changed(test)
    return test
  }

  private async line(name: TestLineName): Promise<void> {
    const unlisted = name === 'model' && this.modelName !== '' && this.served.length === 0
    const why = whyNot(this.test, name) ?? (unlisted ? 'connection.noModelList' : undefined)
    if (why !== undefined) {
      this.tell(withLine(this.test, skippedLine(name, why)))
      return
    }
    this.tell(withLine(this.test, { name, state: 'running', findings: [] }))
    const from = this.clock.now()
    const findings = await this[name]()
    this.tell(withLine(this.test, judgedLine(name, findings, Math.round(this.clock.now() - from))))
  }

  private async reach(): Promise<Finding[]> {
    const { url, caFile, proxy: typedProxy = '' } = this.config
    const paths = endpointPaths(url)
    if ('code' in paths) return [way.addressFinding(url, paths)]
    const proxy = typedProxy.trim() === '' ? undefined : proxyOrigin(typedProxy)
    if (proxy && 'code' in proxy) return [way.proxyFinding(typedProxy)]
    if (caFile) this.ca = await readCaFile(caFile).catch(() => undefined)
    this.ready = this.makeReady(paths, proxy?.origin)
    const { destination } = this.ready
    const { problem } = await knock(destination.host, destination.port, this.patience.connectMs, this.signal)
    return [
      problem === ''
        ? way.reachedFinding(destination)
        : way.unreachedFinding(destination, problem, Math.round(this.patience.connectMs / 1000)),
    ]
  }

  private makeReady(paths: EndpointPaths, proxy: string | undefined): Ready {
    const { connectMs, idleMs, chatMs } = this.patience
    const server = placeOf(paths.origin)
    const key = async () => {
      const text = (await this.deps.key())?.trim()
      this.keyGiven = text !== undefined && text !== ''
      return text
    }
    const settings = {
      url: this.config.url,
      connections: toy.AT_ONCE,
      connectMs,
      idleMs,
      totalMs: chatMs,
      maxBodyBytes: MAX_BODY,
      ...(this.ca === undefined ? {} : { ca: this.ca }),
      ...(proxy === undefined ? {} : { proxy }),
    }
    const wire = new Wire(settings, key, this.clock)
    const destination = proxy === undefined ? { ...server, proxy: false } : { ...placeOf(proxy), proxy: true }
    return { paths, ...server, destination, wire, ask: new TestWire(wire, this.clock, this.signal) }
  }

  private asked(): Asked {
    const { paths, host, port, destination } = this.needed()
    return {
      url: this.config.url,
      paths,
      host,
      port,
      keyGiven: this.keyGiven,
      seconds: Math.round(this.patience.idleMs / 1000),
      megabytes: MAX_BODY / 1024 / 1024,
      ...(destination.proxy ? { proxy: `${destination.host}:${destination.port}` } : {}),
      epochMs: this.clock.epoch(),
    }
  }

  private needed(): Ready {
    if (!this.ready) throw new Error('the first line did not pass')
    return this.ready
  }

  private async tls(): Promise<Finding[]> {
    const { host, port, paths, destination } = this.needed()
    const { caFile, url } = this.config
    if (caFile && this.ca === undefined) return [way.caFinding(basename(caFile), '')]
    if (!isSecure(paths)) return [way.openFinding(url, host)]
    // Through a proxy the certificate shows itself with the first exchange.
    if (destination.proxy) return [way.reachedFinding(destination)]
    const shaken = await shake(host, port, this.ca, this.patience.connectMs, this.signal)
    return [
      shaken.certificate
        ? way.certificateFinding(host, shaken.problem, shaken.certificate)
        : way.handshakeFinding(destination, url, shaken.problem, shaken.plain),
    ]
  }

  private async models(): Promise<Finding[]> {
    const { ask, paths } = this.needed()
    const outcome = await ask.get(paths.models, Math.min(this.patience.modelsMs, this.patience.idleMs))
    const read = readModels(outcome, this.asked())
    if (!('served' in read))
      return [(await this.tlsNeeded(outcome)) ?? (await this.wrongPath(outcome)) ?? read.finding]
    this.served = read.served
    this.test = { ...this.test, served: read.served.map(({ id }) => id) }
    return [...read.findings]
  }

  /** Plain http to a port that wants encryption ends in many ways; a handshake tells. */
  private async tlsNeeded(outcome: ExchangeOutcome): Promise<Finding | undefined> {
    const { host, port, paths, destination } = this.needed()
    const { connectMs } = this.patience
    const odd =
      outcome.is === 'broken' ? outcome.code !== 'endpoint.key' && !outcome.begun : outcome.status === 400
    if (isSecure(paths) || destination.proxy || !odd) return undefined
    const { certificate } = await shake(host, port, undefined, connectMs, this.signal)
    const detail = outcome.is === 'broken' ? outcome.detail : `status ${outcome.status}`
    return certificate && tlsNeededFinding(this.asked(), detail)
  }

  /** Where nothing is found, or something else, the usual places beside it are tried. */
  private async wrongPath(outcome: ExchangeOutcome): Promise<Finding | undefined> {
    const { ask, paths } = this.needed()
    if (outcome.is === 'broken' || ![200, 404, 405].includes(outcome.status)) return undefined
    for (const base of otherBases(paths)) {
      const there = await ask.get(`${base}/models${paths.query}`, this.patience.modelsMs)
      const read = readModels(there, this.asked())
      if (!('served' in read) || read.served.length === 0) continue
      const right = `${paths.origin}${base}`
      return fails('connection.wrongPath', { right }, { fix: { kind: 'url', url: `${right}${paths.query}` } })
    }
    return undefined
  }

  private async model(): Promise<Finding[]> {
    return [modelFinding(this.modelName, this.test.served)]
  }

  private async chat(): Promise<Finding[]> {
    const { read, body } = await this.ask(toy.plainRequest(this.modelName))
    if (!('content' in read)) return [read.finding]
    if (lineOf(this.test, 'model')?.state === 'failed') {
      const unlisted = warns('connection.modelUnlisted', { model: this.modelName })
      this.test = withLine(this.test, judgedLine('model', [unlisted], 0))
    }
    return chatFindings(this.modelName, body, read.content)
  }

  private async tool(): Promise<Finding[]> {
    const { read, body } = await this.ask(toy.toolRequest(this.modelName))
    const known = lineOf(this.test, 'chat')?.findings.some(({ code }) => code === 'connection.thinkingLeaks')
    return [toolFinding(this.modelName, read), ...(known ? [] : leakFindings(this.modelName, body))]
  }

  private async parallel(): Promise<Finding[]> {
    return [parallelFinding((await this.ask(toy.parallelRequest(this.modelName))).read)]
  }

  private async structured(): Promise<Finding[]> {
    return [structuredFinding((await this.ask(toy.structuredRequest(this.modelName))).read)]
  }

  private async logprobs(): Promise<Finding[]> {
    return [logprobsFinding((await this.ask(toy.logprobsRequest(this.modelName))).read)]
  }

  private async context(): Promise<Finding[]> {
    const known = this.served.find(({ id }) => id === this.modelName)?.maxLength
    if (known !== undefined) return [knownContextFinding(known)]
    return [longFinding((await this.ask(toy.longRequest(this.modelName))).read)]
  }

  private async load(): Promise<Finding[]> {
    const start = this.clock.now()
    await this.ask(toy.loadRequest(this.modelName, toy.AT_ONCE), false)
    const aloneMs = this.clock.now() - start
    const all = Array.from({ length: toy.AT_ONCE }, (_, turn) =>
      this.ask(toy.loadRequest(this.modelName, turn), false),
    )
    const reads = (await Promise.all(all)).map(({ read }) => read)
    return [loadFinding({ reads, aloneMs, allMs: this.clock.now() - start - aloneMs })]
  }

  private async ask(request: ChatRequest, patient = true): Promise<{ read: ChatRead; body: string }> {
    const { ask, paths } = this.needed()
    const outcome = await ask.chat(paths.chat, request, this.patience.chatMs, patient)
    const read = readChat(outcome, this.asked(), this.modelName, this.test.served)
    return { read, body: outcome.is === 'reply' ? outcome.text : '' }
  }
}

/** Nothing that a server does comes here; still, a defect must not leave the window waiting. */
const defectLine = (name: TestLineName, error: unknown) =>
  judgedLine(name, [fails('connection.defect', {}, { detail: String(error) })], 0)

const isSecure = ({ origin }: EndpointPaths): boolean => origin.startsWith('https:')

/** Host and port of an origin; the port that the scheme implies where none is written. */
function placeOf(origin: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(origin)
  const usual = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) }
}
