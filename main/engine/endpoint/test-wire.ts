/** Asks a server once and says what came of it, never more: the staged test judges every fault by itself. */
import { setTimeout as rest } from 'node:timers/promises'
import { retryAfterMs } from '#core/endpoint/backoff.ts'
import type { ExchangeOutcome } from '#core/endpoint/exchange-outcome.ts'
import { refusedField, serverWords } from '#core/endpoint/refusal.ts'
import { type ChatRequest, TransportError } from '#core/endpoint/transport.ts'
import { Abort } from './abort.ts'
import type { Clock } from './clock.ts'
import { Broken } from './exchange.ts'
import { requestBody } from './request-body.ts'
import type { Wire, WireRequest } from './wire.ts'

/** A server that asks for so short a rest gets it, once. */
const SHORT_REST_MS = 3000
/** What a line is about is never left out for it. */
const TESTED_FIELDS: ReadonlySet<string> = new Set(['response_format'])

export class TestWire {
  private readonly unwelcome = new Set<string>()
  private readonly wire: Wire
  private readonly clock: Clock
  private readonly signal: AbortSignal

  constructor(wire: Wire, clock: Clock, signal: AbortSignal) {
    this.wire = wire
    this.clock = clock
    this.signal = signal
  }

  /** @throws the signal's reason */
  async get(path: string, totalMs: number): Promise<ExchangeOutcome> {
    const request = { method: 'GET', path, limits: { totalMs, idleMs: totalMs } } as const
    return this.withRest(() => this.send(request))
  }

  /** A chat request; fields that the server names as unknown are left out. @throws the signal's reason */
  async chat(path: string, request: ChatRequest, totalMs: number, patient = true): Promise<ExchangeOutcome> {
    for (;;) {
      const body = requestBody(request, this.unwelcome)
      const post = { method: 'POST', path, body: body.text, limits: { totalMs } } as const
      const outcome = await (patient ? this.withRest(() => this.send(post)) : this.send(post))
      if (outcome.is === 'broken' || (outcome.status !== 400 && outcome.status !== 422)) return outcome
      const sent = body.fields.filter((field) => !this.unwelcome.has(field) && !TESTED_FIELDS.has(field))
      const field = refusedField(serverWords(outcome.text), sent)
      if (field === undefined) return outcome
      this.unwelcome.add(field)
    }
  }

  private async withRest(send: () => Promise<ExchangeOutcome>): Promise<ExchangeOutcome> {
    const outcome = await send()
    if (outcome.is === 'broken' || outcome.status !== 429) return outcome
    const asked = retryAfterMs(outcome.retryAfter, this.clock.epoch())
    if (asked === undefined || asked > SHORT_REST_MS) return outcome
    await rest(asked, undefined, { signal: this.signal })
    return send()
  }

  private async send(request: WireRequest): Promise<ExchangeOutcome> {
    const from = this.clock.now()
    const ms = () => Math.round(this.clock.now() - from)
    const abort = new Abort(this.signal)
    try {
      const reply = await this.wire.send(request, abort)
      return { is: 'reply', ...reply, text: this.wire.redact(reply.text), ms: ms() }
    } catch (error) {
      if (error instanceof TransportError)
        return brokenOff(new Broken(error.code, error.detail), error.detail, ms())
      if (!(error instanceof Broken)) throw error
      return brokenOff(error, this.wire.redact(error.message), ms())
    } finally {
      abort.end()
    }
  }
}

const brokenOff = (
  { code, system, begun, greeting }: Broken,
  detail: string,
  ms: number,
): ExchangeOutcome => ({ is: 'broken', code, system, begun, greeting, detail, ms })
