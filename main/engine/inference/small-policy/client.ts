/** The small policy as a model client: the engine's side of the process that answers. */
import { type ChatReply, type ChatRequest, type Transport, TransportError } from '#core/endpoint/transport.ts'
import type { Failure } from '#core/failure/failure.ts'
import {
  type Answered,
  decodeFromPolicy,
  type FromPolicy,
  heardFailure,
  type PolicyProcess,
} from './messages.ts'
import type { PolicyPlace } from './policy.ts'

export interface SmallPolicy extends Transport {
  close(): Promise<void>
}

interface Waiting {
  readonly done: (answer: Answered) => void
  readonly failed: (error: unknown) => void
}

/** Failures of a single request; every other one would meet all requests. */
const OF_ONE_REQUEST: ReadonlySet<string> = new Set(['policy.promptTooLong'])

const asTransportError = (failure: Failure): TransportError =>
  OF_ONE_REQUEST.has(failure.code)
    ? new TransportError('item', 'endpoint.context', failure.message)
    : new TransportError('job', 'endpoint.serverError', failure.message)

class Client implements SmallPolicy {
  readonly name: string
  readonly scripted = false
  private readonly model: string
  private readonly process: PolicyProcess
  private readonly waiting = new Map<number, Waiting>()
  private readonly exited: Promise<void>
  private over: TransportError | undefined
  private lastId = 0

  constructor(process: PolicyProcess, model: string, name: string) {
    this.process = process
    this.model = model
    this.name = name
    process.onMessage((raw) => this.hear(decodeFromPolicy(raw)))
    this.exited = new Promise((resolve) => {
      process.onExit(() => {
        this.endAll(new TransportError('job', 'endpoint.unreachable', 'the small policy’s process ended'))
        resolve()
      })
    })
  }

  async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    signal.throwIfAborted()
    if (this.over) throw this.over
    const id = ++this.lastId
    const began = performance.now()
    const answer = await new Promise<Answered>((done, failed) => {
      const forget = (): void => {
        this.waiting.delete(id)
        failed(signal.reason)
      }
      const ends =
        <T>(end: (value: T) => void) =>
        (value: T): void => {
          signal.removeEventListener('abort', forget)
          end(value)
        }
      signal.addEventListener('abort', forget, { once: true })
      this.waiting.set(id, { done: ends(done), failed: ends(failed) })
      this.process.post({ type: 'ask', id, ...askedOf(request) })
    })
    return this.reply(answer, performance.now() - began)
  }

  async close(): Promise<void> {
    this.process.kill()
    await this.exited
  }

  private hear(message: FromPolicy): void {
    if (message.type === 'failed') {
      this.endAll(asTransportError(heardFailure(message.failure)))
      return
    }
    if (message.type === 'used') return
    const one = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if (message.type === 'answer') one?.done(message)
    else one?.failed(asTransportError(heardFailure(message.failure)))
  }

  private endAll(error: TransportError): void {
    this.over ??= error
    const all = [...this.waiting.values()]
    this.waiting.clear()
    for (const one of all) one.failed(this.over)
  }

  private reply(answer: Answered, ms: number): ChatReply {
    const { promptTokens, completionTokens, serviceMs } = answer
    const [first, ...others] = answer.choices
    if (!first) throw new TransportError('item', 'endpoint.badReply', 'no choices')
    return {
      model: this.model,
      choices: [first, ...others],
      usage: { promptTokens, completionTokens },
      queueMs: Math.max(0, ms - serviceMs),
      serviceMs,
      attempts: 1,
    }
  }
}

/** What the small policy understands of a request; it knows no tools field, no schema and no thinking. */
const askedOf = ({ messages, sampling, seed, count = 1, logprobs = false }: ChatRequest) => ({
  messages: messages.map(({ role, content }) => ({ role, content })),
  temperature: sampling.temperature ?? 1,
  maxTokens: sampling.maxTokens ?? 128,
  ...{ count, seed, logprobs },
})

/** @param model how the policy calls itself in replies: `base` or `RUN:STEP` */
export function createSmallPolicy(process: PolicyProcess, place: PolicyPlace, model: string): SmallPolicy {
  const client = new Client(process, model, 'small policy')
  process.post({ type: 'open', ...place })
  return client
}
