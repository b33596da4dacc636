/**
 * An OpenAI-compatible server that behaves as it is told, in a process of its own on 127.0.0.1. It prints one line of
 * JSON with its port, and ends when its standard input closes.
 *   POST /control  takes a StubScript and forgets the counts     GET /control  gives StubCounts
 *   POST …/chat/completions, GET …/models
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { StubFault, StubReply, StubScript } from './stub-script.ts'

interface ChatBody {
  readonly model?: string
  readonly messages?: readonly { readonly role: string; readonly content: string | null }[]
  readonly n?: number
  readonly logprobs?: boolean
}

const KEPT_BODIES = 20
let script: StubScript = {}
let next: StubFault[] = []
let drawn = 0
let counts = { requests: 0, mostOpen: 0, refused: 0 }
let open = 0
let bodies: string[] = []
let gzipBomb: Buffer | undefined

/** Evenly spread in [0, 1), the same in every run. */
const draw = (): number => (++drawn * 0.6180339887498949) % 1

const models = (): readonly string[] => script.models ?? ['stub']
const json = (response: ServerResponse, status: number, body: string, headers = {}): void => {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}
const problem = (message: string, code: string): string => JSON.stringify({ error: { message, code } })

function scripted(body: ChatBody): StubReply {
  const messages = body.messages ?? []
  const system = messages[0]?.role === 'system' ? (messages[0].content ?? '') : ''
  const last = messages.at(-1)?.content ?? ''
  for (const role of script.roles ?? []) {
    const found = new RegExp(role.last ?? '', 's').exec(last)
    if (!found || !new RegExp(role.system, 's').test(system)) continue
    const reply = role.replies[messages.length % role.replies.length] ?? {}
    return JSON.parse(
      JSON.stringify(reply).replace(/\{\{(\d)\}\}/g, (_, group: string) =>
        JSON.stringify(found[Number(group)] ?? '').slice(1, -1),
      ),
    )
  }
  return { content: 'Hello.' }
}

function completion(body: ChatBody): string {
  const reply = scripted(body)
  const choices = Array.from({ length: body.n ?? 1 }, (_, index) => ({
    index,
    message: {
      role: 'assistant',
      content: reply.content ?? null,
      ...(reply.thinking === undefined ? {} : { reasoning_content: reply.thinking }),
      ...(reply.calls
        ? {
            tool_calls: reply.calls.map((call, i) => ({ id: `call_${i}`, type: 'function', function: call })),
          }
        : {}),
    },
    ...(body.logprobs ? { logprobs: { content: [{ token: 'Hello', logprob: -0.1 }] } } : {}),
    finish_reason: reply.calls ? 'tool_calls' : 'stop',
  }))
  const usage = script.countsNothing
    ? undefined
    : { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
  return JSON.stringify({ id: 'stub', object: 'chat.completion', model: body.model, choices, usage })
}

function misbehave(fault: StubFault, response: ServerResponse, body: ChatBody): void {
  const whole = completion(body)
  const half = whole.slice(0, whole.length / 2)
  switch (fault.kind) {
    case 'reply':
      json(response, fault.status, fault.body.replaceAll('{{model}}', String(body.model)), fault.headers)
      return
    case 'hang':
      return
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
      response.write(half)
      return
    case 'drip': {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), fault.everyMs)
      response.on('close', () => clearInterval(timer))
      return
    }
    case 'cut':
      if (fault.clean) {
        response.writeHead(200, { 'content-type': 'application/json', connection: 'close' })
        response.useChunkedEncodingByDefault = false
        response.end(half)
      } else {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
        response.write(half, () => response.destroy())
      }
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'huge':
      pour(response, fault.bytes, fault.announced)
      return
    case 'gzip': {
      gzipBomb ??= gzipSync(Buffer.alloc(20_000_000, 32))
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': gzipBomb.length })
      response.end(gzipBomb)
      return
    }
    case 'noise':
      response.socket?.end('ICY 200 OK\r\n\r\n\u0000\u0001')
  }
}

function pour(response: ServerResponse, bytes: number, announced: boolean): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    ...(announced ? { 'content-length': bytes } : {}),
  })
  const block = Buffer.alloc(65_536, 32)
  let sent = 0
  const more = (): void => {
    while (sent < bytes && !response.destroyed) {
      sent += block.length
      if (!response.write(block)) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}

function chooseFault(): StubFault | undefined {
  const ordered = next.shift()
  if (ordered) return ordered
  for (const { share, fault } of script.faults ?? []) if (draw() < share) return fault
  return undefined
}

function refusalOf(request: IncomingMessage, body: ChatBody): [status: number, body: string] | undefined {
  if (script.key !== undefined && request.headers.authorization !== `Bearer ${script.key}`) {
    const shown = request.headers.authorization ?? 'none'
    return [401, problem(`Incorrect API key provided: ${shown}`, 'invalid_api_key')]
  }
  if (!models().includes(body.model ?? ''))
    return [404, problem(`The model ${body.model} does not exist.`, 'model_not_found')]
  if (script.limit === undefined || open < script.limit) return undefined
  counts.refused++
  return [429, problem('Too many requests at once.', 'rate_limit_exceeded')]
}

function chat(request: IncomingMessage, response: ServerResponse, text: string): void {
  counts.requests++
  if (bodies.length < KEPT_BODIES) bodies.push(text)
  const body: ChatBody = JSON.parse(text)
  const refusal = refusalOf(request, body)
  if (refusal) {
    json(response, ...refusal)
    return
  }
  open++
  counts.mostOpen = Math.max(counts.mostOpen, open)
  response.once('close', () => open--)
  const fault = chooseFault()
  const answer = (): void => {
    if (response.destroyed) return
    if (fault) misbehave(fault, response, body)
    else json(response, 200, completion(body))
  }
  if (script.latencyMs) setTimeout(answer, script.latencyMs)
  else answer()
}

function control(response: ServerResponse, text: string): void {
  script = JSON.parse(text)
  next = [...(script.next ?? [])]
  drawn = 0
  bodies = []
  counts = { requests: 0, mostOpen: open, refused: 0 }
  json(response, 200, '{}')
}

function route(request: IncomingMessage, response: ServerResponse, text: string): void {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const asked = `${request.method} ${path}`
  if (asked === 'POST /control') control(response, text)
  else if (asked === 'GET /control') json(response, 200, JSON.stringify({ ...counts, open, bodies }))
  else if (asked === 'GET /v1/models')
    json(response, 200, JSON.stringify({ object: 'list', data: models().map((id) => ({ id })) }))
  else if (asked === 'POST /v1/chat/completions') chat(request, response, text)
  else json(response, 404, '{"detail":"Not Found"}')
}

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('error', () => response.destroy())
  request.on('end', () => {
    try {
      route(request, response, Buffer.concat(parts).toString('utf8'))
    } catch (error) {
      json(response, 500, problem(String(error), 'stub'))
    }
  })
})
server.keepAliveTimeout = 60_000
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
process.stdin.resume().on('end', () => process.exit(0))
