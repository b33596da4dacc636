/** Who may be sent now: places of the limiter, the breaker's word, rests between attempts, unproven models. */
import { type Breaker, CLOSED, mayPass, onFailure, onPass, onSuccess } from '#core/endpoint/breaker.ts'
import { type Limiter, newLimiter, onOverload, onServed } from '#core/endpoint/limiter.ts'
import { type TransportCode, TransportError } from '#core/endpoint/transport.ts'
import type { Abort } from './abort.ts'
import type { Clock } from './clock.ts'

/** A place. It must be given back with `leave`, whatever happens. */
export interface Ticket {
  readonly model: string
  /** Counts from 1 over the endpoint's life. */
  readonly number: number
  readonly enteredAt: number
}

/** What became of a request that held a place. */
export type Outcome =
  | { readonly what: 'served' | 'aborted' }
  /** The server answered, but refused this request for good. */
  | { readonly what: 'refused' }
  | {
      readonly what: 'fault'
      readonly code: TransportCode
      readonly detail: string
      readonly overloaded: boolean
    }

interface Waiter {
  readonly model: string
  readonly notBefore: number
  readonly resolve: (ticket: Ticket) => void
  readonly reject: (error: unknown) => void
}

/** Until a model has answered once, so many requests try it; a wrong name costs no more calls than that. */
const UNPROVEN_PLACES = 4
/** An endpoint that never answered is given up sooner than one that did. */
const FIRST_CONTACT_MS = 30_000

export class Admission {
  private limiter: Limiter
  private breaker: Breaker = CLOSED
  private lastFault: { code: TransportCode; detail: string } = { code: 'endpoint.unreachable', detail: '' }
  private readonly waiting: Waiter[] = []
  private readonly resting: Waiter[] = []
  private readonly proven = new Set<string>()
  private readonly openByModel = new Map<string, number>()
  private inFlight = 0
  private sent = 0
  private closedBy: Error | undefined
  private stopTimer: (() => void) | undefined
  private timerAt = Number.POSITIVE_INFINITY
  private readonly clock: Clock
  private readonly outageMs: number

  constructor(places: number, outageMs: number, clock: Clock) {
    this.limiter = newLimiter(places)
    this.outageMs = outageMs
    this.clock = clock
  }

  stats() {
    return {
      inFlight: this.inFlight,
      waiting: this.waiting.length + this.resting.length,
      places: Math.floor(this.limiter.limit),
      breaker: this.breaker.state,
      sent: this.sent,
    }
  }

  /** The endpoint is held to be down; failures say nothing about single requests then. */
  get isOpen(): boolean {
    return this.breaker.state === 'open'
  }

  /**
   * Waits for a place.
   * @param restMs not before so many ms have passed (an open breaker may send it earlier, as its probe)
   * @throws TransportError of scope job when the outage lasts too long; the abort's reason
   */
  enter(model: string, restMs: number, abort: Abort): Promise<Ticket> {
    if (this.closedBy) return Promise.reject(this.closedBy)
    return new Promise<Ticket>((resolve, reject) => {
      const waiter: Waiter = { model, notBefore: this.clock.now() + restMs, resolve, reject }
      const list = restMs > 0 ? this.resting : this.waiting
      abort.tell((reason) => {
        for (const each of [this.waiting, this.resting]) {
          const i = each.indexOf(waiter)
          if (i >= 0) each.splice(i, 1)
        }
        reject(reason)
      })
      list.push(waiter)
      this.pump()
    })
  }

  leave(ticket: Ticket, outcome: Outcome): void {
    const { inFlight } = this
    this.inFlight--
    this.openByModel.set(ticket.model, (this.openByModel.get(ticket.model) ?? 1) - 1)
    if (outcome.what === 'served') {
      this.proven.add(ticket.model)
      this.limiter = onServed(this.limiter, inFlight)
      this.breaker = onSuccess(this.breaker)
    } else if (outcome.what === 'refused') this.breaker = onSuccess(this.breaker)
    else if (outcome.what === 'fault') this.fault(ticket, outcome, inFlight)
    this.pump()
  }

  /** Ends all who wait (for a model, or all of them) with an error that they would only meet themselves. */
  endWaiting(error: unknown, model?: string): void {
    for (const list of [this.waiting, this.resting]) {
      const ended = list.filter((waiter) => model === undefined || waiter.model === model)
      const left = list.filter((waiter) => !ended.includes(waiter))
      list.splice(0, list.length, ...left)
      for (const waiter of ended) waiter.reject(error)
    }
    if (model === undefined) this.proven.clear()
    else this.proven.delete(model)
    this.pump()
  }

  /** Nobody is let in any more. */
  close(error: Error): void {
    this.closedBy = error
    this.endWaiting(error)
  }

  private fault(ticket: Ticket, outcome: Extract<Outcome, { what: 'fault' }>, inFlight: number): void {
    const wasOpen = this.isOpen
    this.lastFault = outcome
    this.breaker = onFailure(this.breaker, this.clock.now())
    if (outcome.overloaded || (this.isOpen && !wasOpen))
      this.limiter = onOverload(this.limiter, ticket.number, this.sent, inFlight)
  }

  private pump(): void {
    const now = this.clock.now()
    this.wakeRested(now)
    this.endOutage(now)
    while (this.inFlight < Math.floor(this.limiter.limit) && mayPass(this.breaker, now)) {
      const next = this.take(this.waiting) ?? (this.isOpen ? this.take(this.resting) : undefined)
      if (!next) break
      this.breaker = onPass(this.breaker, now)
      this.inFlight++
      this.openByModel.set(next.model, (this.openByModel.get(next.model) ?? 0) + 1)
      next.resolve({ model: next.model, number: ++this.sent, enteredAt: now })
    }
    this.arm(now)
  }

  private wakeRested(now: number): void {
    for (let i = 0; i < this.resting.length; i++) {
      const waiter = this.resting[i]
      if (!waiter || waiter.notBefore > now) continue
      this.resting.splice(i--, 1)
      this.waiting.push(waiter)
    }
  }

  /** An outage that lasts too long ends everybody, and the next request starts afresh. */
  private endOutage(now: number): void {
    if (this.breaker.state === 'closed' || this.waiting.length + this.resting.length === 0) return
    if (now < this.outageEnd(this.breaker.since)) return
    const { code, detail } = this.lastFault
    const seconds = Math.round((now - this.breaker.since) / 1000)
    this.breaker = CLOSED
    const error = new TransportError('job', code, `no answer for ${seconds} s; last: ${detail}`)
    for (const waiter of [...this.waiting.splice(0), ...this.resting.splice(0)]) waiter.reject(error)
  }

  private outageEnd(since: number): number {
    return since + (this.proven.size > 0 ? this.outageMs : Math.min(FIRST_CONTACT_MS, this.outageMs))
  }

  private take(list: Waiter[]): Waiter | undefined {
    const i = list.findIndex(
      ({ model }) => this.proven.has(model) || (this.openByModel.get(model) ?? 0) < UNPROVEN_PLACES,
    )
    return i < 0 ? undefined : list.splice(i, 1)[0]
  }

  /** Sets the timer for whatever comes next without a reply: a probe, the end of an outage or of a rest. */
  private arm(now: number): void {
    let at = Number.POSITIVE_INFINITY
    if (this.waiting.length + this.resting.length > 0) {
      if (this.breaker.state === 'open')
        at = Math.min(Math.max(this.breaker.probeAt, now + 1), this.outageEnd(this.breaker.since))
      for (const waiter of this.resting) at = Math.min(at, waiter.notBefore)
    }
    if (at === this.timerAt) return
    this.stopTimer?.()
    this.stopTimer = undefined
    this.timerAt = at
    if (at === Number.POSITIVE_INFINITY) return
    this.stopTimer = this.clock.after(Math.max(1, at - now), () => {
      this.timerAt = Number.POSITIVE_INFINITY
      this.pump()
    })
  }
}
