/** This computer as a host, on POSIX systems: the same acts without a link. */
import { spawn } from 'node:child_process'
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { Readable } from 'node:stream'
import { Failure } from '#core/failure/failure.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { sha256OfFile } from './checksum.ts'
import type { Carried, Host, HostEntry, Ran, RunWish, Stretch } from './host.ts'

const USUAL_MS = 60_000
const MOST = 8 << 20
const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
}

export class LocalHost implements Host {
  readonly id = THIS_COMPUTER
  private readonly folder: string

  /** @param home what relative paths belong to */
  constructor(home: string) {
    this.folder = home
  }

  async home(): Promise<string> {
    return this.folder
  }

  async run(argv: readonly string[], wish: RunWish = {}): Promise<Ran> {
    const { stdin, env = {}, cwd = '.', signal, timeoutMs = USUAL_MS, onOutput } = wish
    const [program, ...args] = argv
    if (program === undefined || argv.some((one) => one.includes('\0'))) throw new Failure('host.nul')
    signal?.throwIfAborted()
    const child = spawn(program, args, {
      cwd: this.at(cwd),
      env: { ...process.env, HOME: this.folder, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const [out, err]: [Uint8Array[], Uint8Array[]] = [[], []]
    const kept = [0, 0]
    const keep = (pieces: Uint8Array[], which: 0 | 1, piece: Uint8Array): void => {
      const room = MOST - (kept[which] ?? 0)
      if (room > 0) pieces.push(piece.subarray(0, room))
      kept[which] = (kept[which] ?? 0) + piece.length
    }
    child.stdout.on('data', (piece: Buffer) => (onOutput ? onOutput(piece) : keep(out, 0, piece)))
    child.stderr.on('data', (piece: Buffer) => keep(err, 1, piece))
    child.stdin.on('error', () => undefined)
    if (stdin instanceof Readable) stdin.pipe(child.stdin)
    else child.stdin.end(stdin)
    const text = (pieces: Uint8Array[]): string => Buffer.concat(pieces).toString('utf8')
    return new Promise<Ran>((resolve, reject) => {
      const over = (settle: () => void): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        settle()
      }
      const abort = (): void => over(() => reject(signal?.reason ?? new Error('aborted')))
      const timer = setTimeout(
        () =>
          over(() =>
            reject(
              new Failure('host.slow', { place: this.id, seconds: Math.round(timeoutMs / 1000) }, program),
            ),
          ),
        timeoutMs,
      )
      signal?.addEventListener('abort', abort)
      child.once('error', (error: NodeJS.ErrnoException) =>
        // As a shell would say it.
        over(() => resolve({ code: error.code === 'EACCES' ? 126 : 127, stdout: '', stderr: error.message })),
      )
      child.once('close', (code, killed) =>
        over(() =>
          resolve({ code: code ?? 128 + (SIGNALS[killed ?? ''] ?? 0), stdout: text(out), stderr: text(err) }),
        ),
      )
    })
  }

  upload(file: string, path: string, carried: Carried = {}): Promise<void> {
    return this.copy(file, this.at(path), carried)
  }

  download(path: string, file: string, carried: Carried = {}): Promise<void> {
    return this.copy(this.at(path), file, carried)
  }

  async readFrom(path: string, offset: number, limit: number): Promise<Stretch> {
    const file = await open(this.at(path), 'r').catch(unlessMissing(path))
    if (!file) return { bytes: new Uint8Array(), size: 0 }
    try {
      const { size } = await file.stat()
      if (size <= offset) return { bytes: new Uint8Array(), size }
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(limit, size - offset)), {
        position: offset,
      })
      return { bytes: buffer.subarray(0, bytesRead), size }
    } finally {
      await file.close()
    }
  }

  async write(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
    const place = this.at(path)
    const beside = `${place}.new`
    try {
      const file = await open(beside, 'w', mode)
      try {
        await file.writeFile(content)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(beside, place)
    } catch (error) {
      throw pathTrouble(error, path)
    }
  }

  async list(path: string): Promise<readonly HostEntry[]> {
    const place = this.at(path)
    const entries = (await readdir(place, { withFileTypes: true }).catch(unlessMissing(path))) ?? []
    return Promise.all(
      entries.map(async (entry) => ({
        name: entry.name,
        kind: entry.isDirectory()
          ? ('folder' as const)
          : entry.isFile()
            ? ('file' as const)
            : ('other' as const),
        // It may have gone meanwhile.
        size: await stat(join(place, entry.name)).then(
          (found) => found.size,
          () => 0,
        ),
      })),
    )
  }

  async makeFolder(path: string): Promise<void> {
    await mkdir(this.at(path), { recursive: true }).catch((error: unknown) => {
      throw pathTrouble(error, path)
    })
  }

  async remove(path: string): Promise<void> {
    await rm(this.at(path), { recursive: true, force: true }).catch((error: unknown) => {
      throw pathTrouble(error, path)
    })
  }

  async close(): Promise<void> {}

  private at(path: string): string {
    return isAbsolute(path) ? path : join(this.folder, path)
  }

  private async copy(from: string, to: string, { signal, progress, mode }: Carried): Promise<void> {
    const part = `${to}.part`
    try {
      const { size } = await stat(from)
      await copyFile(from, part)
      signal?.throwIfAborted()
      const file = await open(part, 'r+')
      if (mode !== undefined) await file.chmod(mode)
      await file.sync()
      await file.close()
      if ((await sha256OfFile(part, signal)) !== (await sha256OfFile(from, signal)))
        throw new Failure('host.carriedWrong', { path: to, place: this.id })
      await rename(part, to)
      progress?.(size, size)
    } catch (error) {
      throw pathTrouble(error, to)
    }
  }
}

const unlessMissing =
  (path: string) =>
  (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== 'ENOENT') throw pathTrouble(error, path)
  }

function pathTrouble(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (error instanceof Failure || code === undefined) return error
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure('host.diskFull', { place: THIS_COMPUTER, path }, String(error))
  return new Failure('host.path', { path, why: code }, String(error))
}
