/** File transfer over a connection, as promises; what goes wrong has the causes that `host.ts` names. */
import { promisify } from 'node:util'
import type { Client, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2'
import { Failure } from '#core/failure/failure.ts'

/** Bytes of one request: what every server takes. */
const PIECE = 32 << 10
/** Requests under way at once. */
const AT_ONCE = 32

export async function openSftp(client: Client): Promise<Sftp> {
  try {
    return new Sftp(await promisify(client.sftp.bind(client))())
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    if (/Unable to start subsystem|subsystem/i.test(text)) throw new Failure('host.noSftp', {}, text)
    throw error
  }
}

export class Sftp {
  private readonly wire: SFTPWrapper
  constructor(wire: SFTPWrapper) {
    this.wire = wire
    // The connection tells of its own end; requests under way are refused by then.
    wire.on('error', () => undefined)
  }

  /** Undefined where there is no such file. */
  async stat(path: string): Promise<Stats | undefined> {
    return this.asked<Stats>(path, (done) => this.wire.stat(path, done)).catch(unlessMissing)
  }

  async list(path: string): Promise<FileEntryWithStats[]> {
    const found = await this.asked<FileEntryWithStats[]>(path, (done) => this.wire.readdir(path, done)).catch(
      unlessMissing,
    )
    return found ?? []
  }

  open(path: string, flags: 'r' | 'r+' | 'w', mode?: number): Promise<Buffer> {
    return this.asked(path, (done) =>
      mode === undefined ? this.wire.open(path, flags, done) : this.wire.open(path, flags, mode, done),
    )
  }

  close(handle: Buffer): Promise<void> {
    return this.asked('', (done) => this.wire.close(handle, (error) => done(error ?? undefined, undefined)))
  }

  /** As many bytes as are there, at most `length`. */
  async read(handle: Buffer, offset: number, length: number): Promise<Buffer> {
    const pieces = await this.inPieces(offset, length, (from, size) => this.readPiece(handle, from, size))
    const end = pieces.findIndex(({ short }) => short)
    return Buffer.concat((end < 0 ? pieces : pieces.slice(0, end + 1)).map(({ bytes }) => bytes))
  }

  async write(handle: Buffer, bytes: Buffer, offset: number): Promise<void> {
    await this.inPieces(0, bytes.length, (from, size) =>
      this.asked<void>('', (done) =>
        this.wire.write(handle, bytes, from, size, offset + from, (error) =>
          done(error ?? undefined, undefined),
        ),
      ),
    )
  }

  /** Bytes that this user may still write there; undefined where the server cannot say. */
  async room(path: string): Promise<number | undefined> {
    const space = await this.asked<{ f_bavail: number; f_frsize: number } | undefined>(path, (done) =>
      this.wire.ext_openssh_statvfs(path, (error, info) => done(error ?? undefined, info)),
    ).catch(() => undefined)
    return space && space.f_bavail * space.f_frsize
  }

  /** Puts a file in place of another, at once where the server can. */
  rename(from: string, to: string): Promise<void> {
    return this.asked(to, (done) =>
      this.wire.ext_openssh_rename(from, to, (error) => done(error ?? undefined, undefined)),
    )
  }

  private async readPiece(
    handle: Buffer,
    offset: number,
    size: number,
  ): Promise<{ bytes: Buffer; short: boolean }> {
    const bytes = Buffer.alloc(size)
    const read = await this.asked<number>('', (done) =>
      this.wire.read(handle, bytes, 0, size, offset, (error, count) => {
        // The end of the file is told as an error.
        if (error && (error as { code?: number }).code === 1) done(undefined, 0)
        else done(error ?? undefined, count)
      }),
    )
    return { bytes: bytes.subarray(0, read), short: read < size }
  }

  /** Pieces of a stretch, many under way at once, in their order. */
  private async inPieces<T>(
    offset: number,
    length: number,
    one: (from: number, size: number) => Promise<T>,
  ): Promise<T[]> {
    const done: T[] = []
    for (let at = 0; at < length; at += PIECE * AT_ONCE) {
      const pieces: Promise<T>[] = []
      for (let from = at; from < Math.min(length, at + PIECE * AT_ONCE); from += PIECE)
        pieces.push(one(offset + from, Math.min(PIECE, length - from)))
      done.push(...(await Promise.all(pieces)))
    }
    return done
  }

  private asked<T>(
    path: string,
    ask: (done: (error: Error | undefined, value: T) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      ask((error, value) => (error ? reject(sftpTrouble(error, path)) : resolve(value)))
    })
  }
}

const isMissing = (error: unknown): boolean => error instanceof Failure && error.values.why === 'ENOENT'
const unlessMissing = (error: unknown): undefined => {
  if (isMissing(error)) return undefined
  throw error
}

const WHY: Readonly<Record<number, string>> = { 2: 'ENOENT', 3: 'EACCES' }

/** The SFTP protocol knows few causes (draft-ietf-secsh-filexfer-02, 7): all else is told as a plain failure. */
function sftpTrouble(error: Error & { code?: unknown }, path: string): Failure {
  const { code } = error
  // Only an answer of the server has a number.
  if (typeof code !== 'number') return new Failure('host.linkLost', { place: '' }, error.message)
  return new Failure('host.path', { path, why: WHY[code] ?? error.message }, error.message)
}
