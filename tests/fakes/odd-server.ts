/** A server on 127.0.0.1 with one thing wrong: what somebody typed a wrong address, key or model for. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, connect, createServer as createTcp, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { CertificateKind, MadeCertificate } from './certificate.ts'

interface WholeReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
/** A reply as it is, or a way not to give one. */
export type OddReply = WholeReply | 'hang' | 'stall' | 'cut' | 'reset' | 'gzip' | 'huge'

/** A chat answer: words or calls. */
interface Said {
  readonly say?: string
  readonly call?: readonly (readonly [name: string, text: string])[]
  readonly finish?: string
  readonly promptTokens?: number
}
type OddChat = WholeReply | Said
const isWhole = (chat: OddChat): chat is WholeReply => 'status' in chat || 'body' in chat

export interface OddWeb {
  readonly kind: 'web'
  readonly base?: string
  /** Needed in every address. */
  readonly query?: string
  readonly key?: string
  readonly models?: OddReply
  readonly maxModelLen?: number
  readonly takesAnyModel?: boolean
  readonly answersAs?: string
  /** Every chat request. */
  readonly chat?: OddReply
  readonly plain?: OddChat
  readonly tool?: OddChat
  readonly parallel?: OddChat
  readonly schema?: OddChat
  readonly logprobs?: OddChat | 'none'
  readonly long?: OddChat
  readonly load?: OddChat
  /** ms for each, one after the other. */
  readonly oneByOne?: number
  readonly latency?: number
  /** More at once are refused. */
  readonly atMost?: number
  readonly proxy?: 'open' | 'refuses'
}

export type OddServerKind =
  | OddWeb
  /** No server: the address itself is at fault. */
  | { readonly kind: 'none' }
  /** A port where nothing listens. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'ssh' }
  | { readonly kind: 'secure'; readonly certificate: CertificateKind }
  /** Not over a network: the system's code of a connection that cannot be had here. */
  | { readonly kind: 'system'; readonly code: string }

const MODEL = 'Qwen/Qwen3-8B'

interface ChatBody {
  readonly model: string
  readonly messages: readonly { readonly content: string }[]
  readonly tools?: unknown
  readonly response_format?: unknown
  readonly logprobs?: boolean
  readonly max_tokens?: number
}

const USUAL = {
  plain: { say: 'Hello', finish: 'length' },
  tool: { call: [['get_weather', '{"city":"Oslo"}']] },
  parallel: {
    call: [
      ['get_weather', '{"city":"Oslo"}'],
      ['get_weather', '{"city":"Lima"}'],
    ],
  },
  schema: { say: '{"city":"Oslo","coastal":true}' },
  long: { say: 'Hello', finish: 'length' },
  load: { say: '1, 2, 3', finish: 'length' },
} as const satisfies Record<string, Said>

function topicOf(body: ChatBody): keyof typeof USUAL | 'logprobs' {
  const question = body.messages.at(-1)?.content ?? ''
  if (body.tools) return question.includes('Lima') ? 'parallel' : 'tool'
  if (body.response_format) return 'schema'
  if (body.logprobs) return 'logprobs'
  if (question.length > 10_000) return 'long'
  return question.startsWith('Count') ? 'load' : 'plain'
}

const send = (response: ServerResponse, { status = 200, headers = {}, body = '' }: WholeReply): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body)
}
const error = (message: string): string => JSON.stringify({ error: { message } })

function oddly(response: ServerResponse, reply: OddReply): void {
  if (typeof reply === 'object') send(response, reply)
  else if (reply === 'reset') response.socket?.destroy()
  else if (reply === 'gzip') {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' })
    response.end(gzipSync(Buffer.alloc(20_000_000, 32)))
  } else if (reply === 'huge') pour(response)
  else if (reply !== 'hang') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
    response.write('{"choices":[', () => {
      if (reply === 'cut') response.destroy()
    })
  }
}

/** Blanks for as long as somebody reads them. */
function pour(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const block = Buffer.alloc(1 << 20, 32)
  const more = (): void => {
    while (!response.destroyed && response.write(block));
  }
  response.on('drain', more)
  more()
}

class Web {
  /** What came in, headers included. */
  readonly heard: string[] = []
  private open = 0
  private turn: Promise<unknown> = Promise.resolve()
  private readonly wish: OddWeb
  constructor(wish: OddWeb) {
    this.wish = wish
  }

  async reply(request: IncomingMessage): Promise<OddReply> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString()
    this.heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${text}`)
    const { key, base = '/v1', query } = this.wish
    const [path, asked] = (request.url ?? '').split('?')
    const shown = request.headers.authorization ?? 'none'
    if (query !== undefined && asked !== query) return { status: 404, body: error('no version') }
    if (key !== undefined && shown !== `Bearer ${key}`)
      return { status: 401, body: error(`Incorrect API key provided: ${shown}`) }
    if (path === `${base}/models`) return this.models()
    if (path === `${base}/chat/completions`) return this.chat(JSON.parse(text) as ChatBody)
    return { status: 404, body: '{"detail":"Not Found"}' }
  }

  private models(): OddReply {
    const { models, maxModelLen } = this.wish
    const model = { id: MODEL, ...(maxModelLen === undefined ? {} : { max_model_len: maxModelLen }) }
    return models ?? { body: JSON.stringify({ object: 'list', data: [model] }) }
  }

  private async chat(body: ChatBody): Promise<OddReply> {
    const { chat, takesAnyModel, oneByOne, latency, atMost } = this.wish
    if (chat !== undefined) return chat
    if (body.model !== MODEL && !takesAnyModel)
      return { status: 404, body: error(`The model ${body.model} does not exist.`) }
    if (atMost !== undefined && this.open >= atMost)
      return { status: 429, body: error('Too many requests at once.') }
    this.open++
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
    if (latency !== undefined) await wait(latency)
    if (oneByOne !== undefined) {
      this.turn = this.turn.then(() => wait(oneByOne))
      await this.turn
    }
    this.open--
    return this.say(body)
  }

  private say(body: ChatBody): WholeReply {
    const topic = topicOf(body)
    const wanted = this.wish[topic]
    if (typeof wanted === 'object' && isWhole(wanted)) return wanted
    const said: Said = typeof wanted === 'object' ? wanted : USUAL[topic === 'logprobs' ? 'plain' : topic]
    const words = body.messages.at(-1)?.content.split(' ').length ?? 0
    const logprobs =
      body.logprobs && wanted !== 'none' ? { content: [{ token: 'Hello', logprob: -0.1 }] } : null
    const calls = said.call?.map(([name, text], i) => ({
      id: `call_${i}`,
      type: 'function',
      function: { name, arguments: text },
    }))
    const message = { role: 'assistant', content: said.say ?? null, ...(calls ? { tool_calls: calls } : {}) }
    const finish_reason = said.finish ?? (calls ? 'tool_calls' : 'stop')
    const usage = { prompt_tokens: said.promptTokens ?? words, completion_tokens: 5 }
    const model = this.wish.answersAs ?? body.model
    const choices = [{ index: 0, message, logprobs, finish_reason }]
    return { body: JSON.stringify({ id: 'x', object: 'chat.completion', model, choices, usage }) }
  }
}

export interface OddServer {
  readonly port: number
  /** A proxy before it, where one was wished. */
  readonly proxyPort: number
  readonly heard: readonly string[]
  stop(): Promise<void>
}

interface Listening {
  listen(port: number, host: string, then: () => void): unknown
  address(): unknown
  close(then: () => void): unknown
  on(name: 'connection', then: (socket: Socket) => void): unknown
}

async function listen(server: Listening): Promise<number> {
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

/** A proxy that opens tunnels, or refuses to. */
function proxyServer(open: boolean): Server {
  const server = createServer((_, response) => send(response, { status: 405 }))
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    if (!open) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
      return
    }
    const [host, port] = (request.url ?? '').split(':')
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      there.pipe(socket).pipe(there)
    })
    there.on('error', () => socket.destroy())
    socket.on('error', () => there.destroy())
  })
  return server
}

export async function startOddServer(
  wish: OddServerKind,
  certificates: Record<CertificateKind, MadeCertificate>,
): Promise<OddServer> {
  const sockets = new Set<Socket>()
  const servers: Listening[] = []
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await Promise.all(servers.map((server) => new Promise((done) => server.close(() => done(undefined)))))
  }
  const serve = (server: Listening) => {
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    servers.push(server)
    return listen(server)
  }
  const web = new Web(wish.kind === 'web' ? wish : { kind: 'web' })
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    void web.reply(request).then(
      (reply) => oddly(response, reply),
      () => response.destroy(),
    )
  if (wish.kind === 'web') {
    const port = await serve(createServer(answer))
    const proxyPort = wish.proxy === undefined ? 0 : await serve(proxyServer(wish.proxy === 'open'))
    return { port, proxyPort, heard: web.heard, stop }
  }
  if (wish.kind === 'secure') {
    const { pem, keyPem } = certificates[wish.certificate]
    const port = await serve(createSecure({ cert: pem, key: keyPem }, answer))
    return { port, proxyPort: 0, heard: web.heard, stop }
  }
  if (wish.kind === 'ssh') {
    const port = await serve(createTcp((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n')))
    return { port, proxyPort: 0, heard: [], stop }
  }
  return { port: await closedPort(), proxyPort: 0, heard: [], stop }
}

/** A port that was free a moment ago. */
export async function closedPort(): Promise<number> {
  const server = createTcp()
  const port = await listen(server)
  await new Promise((done) => server.close(() => done(undefined)))
  return port
}
