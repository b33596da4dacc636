/** Several servers with the same model as one endpoint: each request goes to the one with the most free places. */
import { type ChatReply, type ChatRequest, TransportError } from '#core/endpoint/transport.ts'
import type { Endpoint, EndpointStats } from './client.ts'
import { type Clock, machineClock } from './clock.ts'

/** A server that failed for good is left alone for so long, as long as another one works. */
const REST_MS = 30_000

class Replicas implements Endpoint {
  readonly name: string
  readonly scripted = false
  private readonly all: readonly Endpoint[]
  private readonly clock: Clock
  private readonly downUntil = new Map<Endpoint, number>()

  constructor(name: string, all: readonly Endpoint[], clock: Clock) {
    this.name = name
    this.all = all
    this.clock = clock
  }

  /** A server that fails for good hands its request on to the others; the last one's failure counts. */
  async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    const tried = new Set<Endpoint>()
    for (;;) {
      const replica = this.best(tried)
      tried.add(replica)
      try {
        return await replica.chat(request, signal)
      } catch (error) {
        const isDown = error instanceof TransportError && error.scope === 'job'
        if (!isDown || tried.size === this.all.length) throw error
        this.downUntil.set(replica, this.clock.now() + REST_MS)
      }
    }
  }

  /** What any of them serves. */
  async models(signal: AbortSignal): Promise<string[]> {
    const lists = await Promise.all(this.all.map((one) => one.models(signal)))
    return [...new Set(lists.flat())]
  }

  stats(): EndpointStats {
    const each = this.all.map((one) => one.stats())
    const sum = (of: (one: EndpointStats) => number): number => each.reduce((all, one) => all + of(one), 0)
    return {
      inFlight: sum(({ inFlight }) => inFlight),
      waiting: sum(({ waiting }) => waiting),
      places: sum(({ places }) => places),
      breaker: each.every(({ breaker }) => breaker === 'open') ? 'open' : 'closed',
      sent: sum(({ sent }) => sent),
      unwelcome: Object.assign({}, ...each.map(({ unwelcome }) => unwelcome)),
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((one) => one.close()))
  }

  /** The least busy of those that work; those that rest come last. */
  private best(tried: ReadonlySet<Endpoint>): Endpoint {
    const now = this.clock.now()
    const burden = (one: Endpoint): number => {
      const { inFlight, waiting, places, breaker } = one.stats()
      const rests = breaker === 'open' || (this.downUntil.get(one) ?? 0) > now
      return (inFlight + waiting) / Math.max(1, places) + (rests ? 1e6 : 0)
    }
    const [first, ...others] = this.all.filter((one) => !tried.has(one))
    if (!first) throw new TransportError('job', 'endpoint.unreachable', 'no server is left')
    return others.reduce((best, one) => (burden(one) < burden(best) ? one : best), first)
  }
}

/** @param all at least one; closed together with the whole */
export const balanced = (name: string, all: readonly Endpoint[], clock: Clock = machineClock): Endpoint =>
  new Replicas(name, all, clock)
