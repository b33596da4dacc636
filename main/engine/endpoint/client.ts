/** A client of one OpenAI-compatible server: chat completions, not streamed, with retries that are its own business. */
import { retryAfterMs, waitMs } from '#core/endpoint/backoff.ts'
import { readRefusal, refusedField } from '#core/endpoint/refusal.ts'
import { BadReply, decodeModels, decodeReply } from '#core/endpoint/reply.ts'
import {
  type ChatReply,
  type ChatRequest,
  type Transport,
  type TransportCode,
  TransportError,
} from '#core/endpoint/transport.ts'
import type { TokenCounter } from '#core/token/counter.ts'
import { estimatingCounter } from '#core/token/estimate.ts'
import { countedUsage } from '#core/token/usage.ts'
import { Abort } from './abort.ts'
import { Admission, type Outcome } from './admission.ts'
import { type Attempt, brokenAttempt, faultAttempt, outcomeOf } from './attempt.ts'
import { type Clock, machineClock } from './clock.ts'
import { Broken, type RawReply } from './exchange.ts'
import type { Gate } from './gate.ts'
import { type RequestBody, requestBody } from './request-body.ts'
import { Wire } from './wire.ts'

export interface EndpointConfig {
  readonly id: string
  /** Shown. */
  readonly name: string
  /** As the user typed it; see `endpointPaths`. */
  readonly url: string
  /** Most requests open at once. */
  readonly concurrency: number
  readonly timeouts?: Partial<EndpointTimeouts>
  readonly maxBodyBytes?: number
  /** A certificate (PEM) to trust beside the known ones. */
  readonly ca?: string
  /** Origin of a proxy that leads to the server. */
  readonly proxy?: string
}

/** All in ms. */
export interface EndpointTimeouts {
  readonly connectMs: number
  /** Longest silence inside an exchange; the answer is not streamed, so this is also the longest thinking time. */
  readonly idleMs: number
  /** Longest single exchange. */
  readonly totalMs: number
  /** How long an overloaded server may put one request off. */
  readonly patienceMs: number
  /** How long the whole endpoint may be down before its requests fail for good. */
  readonly outageMs: number
}

export interface EndpointDeps {
  /** The secret key, if the server wants one. It is put into the request's header and nowhere else. */
  readonly key: () => Promise<string | undefined>
  /** Asked before anything is sent. */
  readonly gate: Gate
  readonly clock?: Clock
  /** In [0, 1); spreads retries. */
  readonly random?: () => number
  /** Counts a model's tokens where the server does not; by default they are estimated from the text. */
  readonly counterOf?: (model: string) => Promise<TokenCounter>
}

export interface EndpointStats {
  readonly inFlight: number
  readonly waiting: number
  /** Requests allowed at once now: below `concurrency` while the server is overloaded. */
  readonly places: number
  readonly breaker: 'closed' | 'open'
  /** Requests sent, retries included. */
  readonly sent: number
  /** Fields that the server refused and that are left out since, by model. */
  readonly unwelcome: Readonly<Record<string, readonly string[]>>
}

export interface Endpoint extends Transport {
  stats(): EndpointStats
  /** Names of the models that the server says it serves. @throws TransportError */
  models(signal: AbortSignal): Promise<string[]>
  /** Ends open requests and connections. */
  close(): Promise<void>
}

export const DEFAULT_TIMEOUTS: EndpointTimeouts = {
  connectMs: 5_000,
  idleMs: 300_000,
  totalMs: 900_000,
  patienceMs: 900_000,
  outageMs: 300_000,
}
const DEFAULT_MAX_BODY = 8 * 1024 * 1024
const MODELS_TOTAL_MS = 10_000
/** Attempts of one request that may fail by faults of the server; being put off for load does not count. */
const MAX_FAULTS = 6
/** Requests refused in a row, none served: the fault is in what all of them have in common. */
const REFUSED_IN_A_ROW = 5

class EndpointClient implements Endpoint {
  readonly name: string
  readonly scripted = false
  private readonly admission: Admission
  private readonly wire: Wire
  private readonly patienceMs: number
  private readonly clock: Clock
  private readonly random: () => number
  private readonly counterOf: (model: string) => Promise<TokenCounter>
  private readonly unwelcome = new Map<string, Set<string>>()
  private refusedInARow = 0

  constructor(config: EndpointConfig, deps: EndpointDeps) {
    const { concurrency, url, maxBodyBytes = DEFAULT_MAX_BODY } = config
    const timeouts = { ...DEFAULT_TIMEOUTS, ...config.timeouts }
    this.name = config.name
    this.patienceMs = timeouts.patienceMs
    this.clock = deps.clock ?? machineClock
    this.random = deps.random ?? Math.random
    this.counterOf = deps.counterOf ?? (async () => estimatingCounter)
    this.admission = new Admission(concurrency, timeouts.outageMs, this.clock)
    const way = {
      ...(config.ca === undefined ? {} : { ca: config.ca }),
      ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
    }
    const why = 'work' as const
    const settings = { ...timeouts, ...way, url, maxBodyBytes, connections: concurrency, why }
    this.wire = new Wire(settings, deps.key, this.clock, deps.gate)
  }

  stats(): EndpointStats {
    const unwelcome = Object.fromEntries([...this.unwelcome].map(([model, fields]) => [model, [...fields]]))
    return { ...this.admission.stats(), unwelcome }
  }

  async close(): Promise<void> {
    this.admission.close(new TransportError('passing', 'endpoint.unreachable', 'the endpoint was closed'))
    await this.wire.close()
  }

  async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    const abort = new Abort(signal)
    try {
      return await this.persist(request, abort)
    } finally {
      abort.end()
    }
  }

  async models(signal: AbortSignal): Promise<string[]> {
    const abort = new Abort(signal)
    try {
      return await this.listModels(abort)
    } finally {
      abort.end()
    }
  }

  /** Attempts until there is a reply, or a reason to stop. */
  private async persist(request: ChatRequest, abort: Abort): Promise<ChatReply> {
    let body = requestBody(request, this.unwelcome.get(request.model))
    const startedAt = this.clock.now()
    let faults = 0
    let putOff = 0
    let serviceMs = 0
    let restMs = 0
    for (let attempts = 1; ; attempts++) {
      const ticket = await this.admission.enter(request.model, restMs, abort)
      let outcome: Outcome = { what: 'aborted' }
      try {
        const attempt = await this.attempt(request, body, abort)
        outcome = outcomeOf(attempt)
        serviceMs = this.clock.now() - ticket.enteredAt
        if (attempt.is === 'reply') {
          this.refusedInARow = 0
          const queueMs = ticket.enteredAt - startedAt
          const { choices, usage = await this.counted(request, choices) } = attempt.content
          return { ...attempt.content, usage, queueMs, serviceMs, attempts }
        }
        if (attempt.is === 'final') throw this.giveUp(attempt.error, request.model)
        if (attempt.is === 'amended') {
          body = requestBody(request, this.unwelcome.get(request.model))
          restMs = 0
          continue
        }
        const isPutOff = attempt.code === 'endpoint.overloaded'
        if (isPutOff) putOff++
        else if (!this.admission.isOpen) faults++
        const tooLong = isPutOff && this.clock.now() - startedAt > this.patienceMs
        if (faults >= MAX_FAULTS || tooLong)
          throw new TransportError('passing', attempt.code, `${attempts} attempts; last: ${attempt.detail}`)
        restMs = waitMs(Math.max(1, faults + putOff), attempt.waitAsked, this.random())
      } finally {
        this.admission.leave(ticket, outcome)
      }
    }
  }

  /** A tokenizer that cannot be used is no reason to lose an answer. */
  private async counted(request: ChatRequest, choices: ChatReply['choices']): Promise<ChatReply['usage']> {
    try {
      return await countedUsage(await this.counterOf(request.model), request, choices)
    } catch {
      return countedUsage(estimatingCounter, request, choices)
    }
  }

  /** Sends once. Rejects only when the request was aborted or its key cannot be had. */
  private async attempt(request: ChatRequest, body: RequestBody, abort: Abort): Promise<Attempt> {
    let raw: RawReply
    try {
      raw = await this.wire.postChat(body.text, abort)
    } catch (error) {
      return brokenAttempt(error)
    }
    if (raw.status < 200 || raw.status >= 300) return this.refusedAttempt(raw, request.model, body, abort)
    try {
      return { is: 'reply', content: decodeReply(raw.text, request.model) }
    } catch (error) {
      if (!(error instanceof BadReply)) throw error
      return faultAttempt('endpoint.badReply', error.message)
    }
  }

  private async refusedAttempt(
    raw: RawReply,
    model: string,
    body: RequestBody,
    abort: Abort,
  ): Promise<Attempt> {
    const { next, code, detail, overloaded } = readRefusal(raw.status, this.wire.redact(raw.text))
    if (next === 'retry') {
      const waitAsked = retryAfterMs(raw.retryAfter, this.clock.epoch())
      return { is: 'fault', code, detail, overloaded: overloaded === true, waitAsked }
    }
    const field = code === 'endpoint.rejected' ? refusedField(detail, body.fields) : undefined
    if (field !== undefined) {
      this.unwelcome.set(model, new Set([...(this.unwelcome.get(model) ?? []), field]))
      return { is: 'amended' }
    }
    if (code !== 'endpoint.model' && code !== 'endpoint.notFound')
      return { is: 'final', error: new TransportError(next, code, detail) }
    return { is: 'final', error: await this.explainMissing(code, detail, model, abort) }
  }

  /** A 404 may mean the model or the path; the list of models tells which, and what could be used instead. */
  private async explainMissing(
    code: TransportCode,
    detail: string,
    model: string,
    abort: Abort,
  ): Promise<TransportError> {
    let served: string[]
    try {
      served = await this.listModels(abort)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      return new TransportError('job', code, detail)
    }
    const missing = !served.includes(model)
    return new TransportError(
      'job',
      missing ? 'endpoint.model' : code,
      missing ? `${model} is not served; served: ${served.slice(0, 20).join(', ') || 'none'}` : detail,
    )
  }

  private async listModels(abort: Abort): Promise<string[]> {
    try {
      const raw = await this.wire.getModels(MODELS_TOTAL_MS, abort)
      if (raw.status === 200) return decodeModels(raw.text)
      const { next, code, detail } = readRefusal(raw.status, this.wire.redact(raw.text))
      throw new TransportError(next === 'retry' ? 'passing' : 'job', code, detail)
    } catch (error) {
      if (error instanceof BadReply) throw new TransportError('passing', 'endpoint.badReply', error.message)
      if (error instanceof Broken)
        throw new TransportError(error.fatal ? 'job' : 'passing', error.code, error.message)
      throw error
    }
  }

  /** Those who wait would meet the same error: they are told at once instead of asking the server again. */
  private giveUp(error: TransportError, model: string): TransportError {
    const inARow = error.code === 'endpoint.rejected' ? ++this.refusedInARow : 0
    const all =
      error.scope === 'item' && inARow >= REFUSED_IN_A_ROW
        ? new TransportError('job', error.code, error.detail)
        : error
    if (all.scope !== 'job') return all
    if (all.code === 'endpoint.auth') this.wire.forgetKey()
    this.admission.endWaiting(all, all.code === 'endpoint.model' ? model : undefined)
    return all
  }
}

/**
 * Opens an endpoint; nothing is sent before the first request. A wrong URL shows itself as TransportError there.
 * Each endpoint owns its connections, its adaptive concurrency and its circuit breaker.
 */
export const createEndpoint = (config: EndpointConfig, deps: EndpointDeps): Endpoint =>
  new EndpointClient(config, deps)
