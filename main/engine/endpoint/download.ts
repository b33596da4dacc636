/** Files of a package index, fetched by this computer: through the gate, with resume, never more than was asked. */
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type Dispatcher, request } from 'undici'
import { Failure } from '#core/failure/failure.ts'
import type { Gate } from './gate.ts'

export interface DownloadDeps {
  readonly gate: Gate
  readonly signal: AbortSignal
}

const MOST_REDIRECTS = 5
const MOST_TEXT = 64 << 20
const HEADERS_MS = 30_000
const SILENT_MS = 60_000
const TRIES = 5

/** @returns undefined where the server has no such page. @throws Failure `wheels.unreachable` */
export async function downloadText(
  url: string,
  accept: string,
  deps: DownloadDeps,
): Promise<string | undefined> {
  return withTries(url, deps, async () => {
    const answer = await ask(url, { accept }, deps)
    if (answer.statusCode === 404) {
      await answer.body.dump()
      return undefined
    }
    expectAnswer(answer, [200])
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of answer.body as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > MOST_TEXT) throw new Error(`more than ${MOST_TEXT} bytes`)
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString('utf8')
  })
}

/**
 * Fetches a file behind what an earlier try has left of it. Whether it is the right one is the caller's to check.
 *
 * @param told hears how many bytes are there
 * @throws Failure `wheels.unreachable`, `disk.full`
 */
export async function downloadFile(
  url: string,
  file: string,
  deps: DownloadDeps,
  told: (bytes: number) => void,
): Promise<void> {
  const sizeHere = async (): Promise<number> => (await stat(file).catch(() => undefined))?.size ?? 0
  await withTries(
    url,
    deps,
    async () => {
      const have = await sizeHere()
      const answer = await ask(url, { accept: '*/*', ...(have > 0 ? { range: `bytes=${have}-` } : {}) }, deps)
      // All of it is there, or more than that: whoever checks it will see.
      if (answer.statusCode === 416) return void (await answer.body.dump())
      expectAnswer(answer, [200, 206])
      const from = answer.statusCode === 206 ? have : 0
      let bytes = from
      answer.body.on('data', (piece: Buffer) => {
        bytes += piece.length
        told(bytes)
      })
      await pipeline(answer.body, createWriteStream(file, { flags: from > 0 ? 'a' : 'w' }), {
        signal: deps.signal,
      })
    },
    sizeHere,
  )
}

function expectAnswer({ statusCode, body }: Dispatcher.ResponseData, wanted: readonly number[]): void {
  if (wanted.includes(statusCode)) return
  body.destroy()
  throw new Error(`HTTP ${statusCode}`)
}

async function ask(
  url: string,
  headers: Record<string, string>,
  { gate, signal }: DownloadDeps,
): Promise<Dispatcher.ResponseData> {
  let at = url
  for (let turn = 0; turn <= MOST_REDIRECTS; turn++) {
    const told = await gate.pass(new URL(at).origin, 'work')
    try {
      const answer = await request(at, {
        headers: { 'user-agent': 'looptool', 'accept-encoding': 'identity', ...headers },
        signal,
        headersTimeout: HEADERS_MS,
        bodyTimeout: SILENT_MS,
      })
      told({ is: 'answered', status: answer.statusCode })
      const onward = answer.headers.location
      if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof onward !== 'string') return answer
      await answer.body.dump()
      at = new URL(onward, at).href
    } catch (error) {
      told({ is: 'failed', code: codeOf(error) })
      throw error
    }
  }
  throw new Error(`more than ${MOST_REDIRECTS} redirects`)
}

const codeOf = (error: unknown): string => String((error as { readonly code?: unknown }).code ?? 'stopped')

/**
 * What was cut is tried again, as long as something comes; an answer that was refused is not.
 *
 * @param sizeHere of what has come by now
 */
async function withTries<T>(
  url: string,
  { signal }: DownloadDeps,
  work: () => Promise<T>,
  sizeHere: () => Promise<number> = async () => 0,
): Promise<T> {
  for (let attempt = 1, before = await sizeHere(); ; attempt++) {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      const code = codeOf(error)
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new Failure('disk.full', {}, String(error))
      const cut = code.startsWith('UND_ERR') || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
      const size = await sizeHere()
      if (size > before) attempt = 0
      before = size
      if (cut && attempt < TRIES) continue
      throw new Failure('wheels.unreachable', { index: new URL(url).host }, `${url}: ${String(error)}`)
    }
  }
}
