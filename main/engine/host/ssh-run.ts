/** A program run over a connection: its argv through the one quoting function, its end told as it was. */
import { Readable } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { Failure } from '#core/failure/failure.ts'
import { shellLine } from '#core/host/quote.ts'
import type { Ran, RunWish } from './host.ts'

const USUAL_MS = 60_000
/** Kept of each stream; what is longer has another way (`onOutput`). */
const MOST = 8 << 20

const SIGNALS: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ABRT: 6,
  KILL: 9,
  SEGV: 11,
  PIPE: 13,
  TERM: 15,
}

/** Keeps the first bytes of what comes. */
function keeper(): { add(piece: Uint8Array): void; text(): string } {
  const pieces: Uint8Array[] = []
  let size = 0
  return {
    add: (piece) => {
      if (size < MOST) pieces.push(piece.subarray(0, MOST - size))
      size += piece.length
    },
    text: () => Buffer.concat(pieces).toString('utf8'),
  }
}

/** @throws Failure `host.linkLost` where the link broke before the program's end was told, `host.slow` */
export function runOver(client: Client, place: string, argv: readonly string[], wish: RunWish): Promise<Ran> {
  const line = shellLine(argv, wish)
  wish.signal?.throwIfAborted()
  return new Promise<Ran>((resolve, reject) => {
    // A quick program's whole life may come in one piece: whoever listens must do so before the callback returns.
    client.exec(line, (error, channel) => {
      if (error) reject(error)
      else heard(channel, place, argv[0] ?? '', wish).then(resolve, reject)
    })
  })
}

/** Listens until the program's end is told. */
function heard(channel: ClientChannel, place: string, program: string, wish: RunWish): Promise<Ran> {
  const { stdin, signal, timeoutMs = USUAL_MS, onOutput } = wish
  const out = keeper()
  const err = keeper()
  return new Promise<Ran>((resolve, reject) => {
    let ended: number | undefined
    const over = (settle: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      settle()
    }
    const giveUp = (reason: unknown): void =>
      over(() => {
        channel.close()
        reject(reason)
      })
    const abort = (): void => giveUp(signal?.reason ?? new Error('aborted'))
    const seconds = Math.round(timeoutMs / 1000)
    const timer = setTimeout(() => giveUp(new Failure('host.slow', { place, seconds }, program)), timeoutMs)
    signal?.addEventListener('abort', abort)
    channel.on('data', (piece: Buffer) => (onOutput ? onOutput(piece) : out.add(piece)))
    channel.stderr.on('data', (piece: Buffer) => err.add(piece))
    channel.on('error', (error: Error) => giveUp(new Failure('host.linkLost', { place }, error.message)))
    channel.once('exit', (code: number | null, killed?: string) => {
      ended = code ?? 128 + (SIGNALS[(killed ?? '').replace(/^SIG/, '')] ?? 0)
    })
    channel.once('close', () =>
      over(() => {
        // A link that breaks closes the channel too, without a word about the program.
        if (ended === undefined) reject(new Failure('host.linkLost', { place }))
        else resolve({ code: ended, stdout: out.text(), stderr: err.text() })
      }),
    )
    feed(channel, stdin)
  })
}

function feed(channel: ClientChannel, stdin: RunWish['stdin']): void {
  if (stdin instanceof Readable) {
    stdin.once('error', () => channel.close())
    stdin.pipe(channel)
  } else channel.end(stdin)
}
