/** Counts tokens at the server that serves the model: vLLM's `/tokenize`, which stands beside `/v1`, not below it. */
import { z } from 'zod'
import { BadReply } from '#core/endpoint/reply.ts'
import { type ChatMessage, TransportError } from '#core/endpoint/transport.ts'
import { endpointPaths, hostOf } from '#core/endpoint/url.ts'
import { Failure } from '#core/failure/failure.ts'
import type { PromptToCount, TokenCounter } from '#core/token/counter.ts'
import { Abort } from './abort.ts'
import { type Clock, machineClock } from './clock.ts'
import { Broken } from './exchange.ts'
import type { Gate } from './gate.ts'
import { requestBody } from './request-body.ts'
import { Wire } from './wire.ts'

export interface CountingServer {
  readonly url: string
  readonly model: string
  readonly ca?: string
  readonly proxy?: string
}

const LIMITS = { connectMs: 5_000, idleMs: 20_000, totalMs: 30_000, maxBodyBytes: 32 * 1024 * 1024 }
/** Questions open at once. */
const AT_ONCE = 8

const replySchema = z.object({ count: z.number().int().min(0) })

/** Beside the API: `/v1` → `/tokenize`, `/llm/v1` → `/llm/tokenize`. */
function tokenizePath(url: string): string {
  const paths = endpointPaths(url)
  return 'code' in paths ? '' : `${paths.base.replace(/\/v1$/, '')}/tokenize${paths.query}`
}

/** The chat request's own shape, less what only a completion has. */
function bodyOf(model: string, { messages, tools, thinking }: PromptToCount): string {
  const { text } = requestBody({
    model,
    messages: messages satisfies readonly ChatMessage[],
    ...(tools === undefined ? {} : { tools }),
    ...(thinking === undefined ? {} : { thinking }),
    sampling: {},
    seed: 0,
  })
  const { stream, seed, tool_choice, parallel_tool_calls, ...kept } = JSON.parse(text)
  return JSON.stringify({ ...kept, add_generation_prompt: true })
}

/** Asks for one prompt at a time; its connections are open while it counts. */
export class ServerCounter implements TokenCounter {
  readonly way = 'server'
  private readonly server: CountingServer
  private readonly key: () => Promise<string | undefined>
  private readonly gate: Gate
  private readonly clock: Clock

  constructor(
    server: CountingServer,
    key: () => Promise<string | undefined>,
    gate: Gate,
    clock: Clock = machineClock,
  ) {
    this.server = server
    this.key = key
    this.gate = gate
    this.clock = clock
  }

  /** @throws Failure `tokenizer.noServer`, or what an endpoint's failure is called */
  async count(prompts: readonly PromptToCount[]): Promise<readonly number[]> {
    const { url, ca, proxy } = this.server
    const way = { ...(ca === undefined ? {} : { ca }), ...(proxy === undefined ? {} : { proxy }) }
    const settings = { ...LIMITS, ...way, url, connections: AT_ONCE, why: 'work' as const }
    const wire = new Wire(settings, this.key, this.clock, this.gate)
    const tokens: number[] = []
    try {
      for (let at = 0; at < prompts.length; at += AT_ONCE)
        tokens.push(
          ...(await Promise.all(prompts.slice(at, at + AT_ONCE).map((prompt) => this.ask(wire, prompt)))),
        )
    } finally {
      await wire.close()
    }
    return tokens
  }

  private async ask(wire: Wire, prompt: PromptToCount): Promise<number> {
    const host = hostOf(this.server.url) ?? this.server.url
    const abort = new Abort(new AbortController().signal)
    try {
      const body = bodyOf(this.server.model, prompt)
      const { status, text } = await wire.send(
        { method: 'POST', path: tokenizePath(this.server.url), body },
        abort,
      )
      if (status === 404 || status === 405 || status === 501)
        throw new Failure('tokenizer.noServer', { host })
      if (status !== 200)
        throw new Failure('tokenizer.serverRefused', { host, status }, wire.redact(text).slice(0, 2000))
      return readCount(text)
    } catch (error) {
      if (error instanceof BadReply) throw new Failure('tokenizer.noServer', { host }, error.message)
      if (error instanceof TransportError) throw new Failure(error.code, { name: host }, error.detail)
      if (error instanceof Broken) throw new Failure(error.code, { name: host }, wire.redact(error.message))
      throw error
    } finally {
      abort.end()
    }
  }
}

/** @throws BadReply */
function readCount(text: string): number {
  try {
    return replySchema.parse(JSON.parse(text)).count
  } catch {
    throw new BadReply('the reply holds no count')
  }
}
