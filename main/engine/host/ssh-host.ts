/** A host over SSH. */
import { open, rename, rm, stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { pathWord } from '#core/host/quote.ts'
import { printedHash, sha256OfFile } from './checksum.ts'
import type { Carried, Host, HostEntry, Ran, RunWish, Stretch } from './host.ts'
import { openSftp, type Sftp } from './sftp.ts'
import type { Connection } from './ssh-connect.ts'
import type { SshLink } from './ssh-link.ts'
import { runOver } from './ssh-run.ts'

/** Bytes carried between two words of progress. */
const BLOCK = 1 << 20
const HASH_MS = 30 * 60_000
/** Less room than this is none. */
const NO_ROOM = 1 << 20

export class SshHost implements Host {
  readonly id: string
  private readonly place: string
  private readonly link: SshLink
  private readonly wires = new WeakMap<Connection, Promise<Sftp>>()

  /** @param place the machine as the user knows it */
  constructor(id: string, place: string, link: SshLink) {
    this.id = id
    this.place = place
    this.link = link
  }

  async home(): Promise<string> {
    const { code, stdout, stderr } = await this.run(['pwd'])
    const home = stdout.replace(/\n$/, '')
    if (code !== 0 || !home.startsWith('/')) throw new Failure('host.homeMissing', {}, stderr)
    return home
  }

  async run(argv: readonly string[], wish: RunWish = {}): Promise<Ran> {
    return this.over(async ({ client }) => runOver(client, this.place, argv, wish))
  }

  async upload(file: string, path: string, carried: Carried = {}): Promise<void> {
    const part = `${path}.part`
    const hash = await sha256OfFile(file, carried.signal)
    const { size } = await stat(file)
    // What an earlier try left may be of another file: then it is carried once more from its start.
    for (const fresh of [false, true]) {
      if (fresh) await this.remove(part)
      await this.send(file, size, part, carried)
      if ((await this.hashOf(part)) !== hash) continue
      await this.over(async (link) => (await this.wire(link)).rename(part, path))
      return
    }
    throw new Failure('host.carriedWrong', { path, place: this.place })
  }

  async download(path: string, file: string, carried: Carried = {}): Promise<void> {
    const part = `${file}.part`
    const hash = await this.hashOf(path)
    for (const fresh of [false, true]) {
      if (fresh) await rm(part, { force: true })
      await this.fetch(path, part, carried)
      if ((await sha256OfFile(part, carried.signal)) !== hash) continue
      await rename(part, file)
      return
    }
    throw new Failure('host.carriedWrong', { path, place: this.place })
  }

  readFrom(path: string, offset: number, limit: number): Promise<Stretch> {
    return this.over(async (link) => {
      const wire = await this.wire(link)
      const size = (await wire.stat(path))?.size ?? 0
      if (size <= offset) return { bytes: new Uint8Array(), size }
      const handle = await wire.open(path, 'r')
      try {
        return { bytes: await wire.read(handle, offset, Math.min(limit, size - offset)), size }
      } finally {
        await wire.close(handle)
      }
    })
  }

  write(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
    return this.over(async (link) => {
      const wire = await this.wire(link)
      const beside = `${path}.new`
      const bytes = Buffer.from(content)
      try {
        const handle = await wire.open(beside, 'w', mode)
        try {
          await wire.write(handle, bytes, 0)
        } finally {
          await wire.close(handle)
        }
      } catch (error) {
        throw await this.unwritten(wire, path, error)
      }
      await wire.rename(beside, path)
    })
  }

  list(path: string): Promise<readonly HostEntry[]> {
    return this.over(async (link) =>
      (await (await this.wire(link)).list(path)).map(({ filename, attrs }) => ({
        name: filename,
        kind: attrs.isDirectory() ? 'folder' : attrs.isFile() ? 'file' : 'other',
        size: attrs.size,
      })),
    )
  }

  makeFolder(path: string): Promise<void> {
    return this.done(['mkdir', '-p', '--', path], path)
  }

  remove(path: string): Promise<void> {
    return this.done(['rm', '-rf', '--', path], path)
  }

  async close(): Promise<void> {
    this.link.close()
  }

  private async done(argv: readonly string[], path: string): Promise<void> {
    const { code, stderr } = await this.run(argv)
    if (code === 0) return
    if (/No space left|Disk quota/i.test(stderr))
      throw new Failure('host.diskFull', { place: this.place, path }, stderr)
    throw new Failure('host.path', { path, why: stderr.trim().slice(-300) || `${argv[0]}: ${code}` }, stderr)
  }

  /** Work over the connection; what breaks while the link breaks is the link's failure. */
  private async over<T>(work: (link: Connection) => Promise<T>): Promise<T> {
    const link = await this.link.use()
    // What is asked of a link that is gone is never answered.
    const lost = link.closed.then(() => {
      throw new Failure('host.linkLost', { place: this.place })
    })
    try {
      return await Promise.race([work(link), lost])
    } catch (error) {
      if (error instanceof Failure && error.code !== 'host.linkLost') throw error
      if (error instanceof Error && error.name === 'AbortError') throw error
      throw new Failure(
        'host.linkLost',
        { place: this.place },
        error instanceof Error ? error.message : String(error),
      )
    }
  }

  private wire(link: Connection): Promise<Sftp> {
    const known = this.wires.get(link)
    if (known) return known
    const opened = openSftp(link.client)
    opened.catch(() => this.wires.delete(link))
    this.wires.set(link, opened)
    return opened
  }

  private send(
    file: string,
    size: number,
    part: string,
    { signal, progress, mode = 0o644 }: Carried,
  ): Promise<void> {
    return this.over(async (link) => {
      const wire = await this.wire(link)
      const there = (await wire.stat(part))?.size ?? 0
      const from = there <= size ? there : 0
      const source = await open(file, 'r')
      try {
        const handle = await wire.open(part, from > 0 ? 'r+' : 'w', mode)
        try {
          const block = Buffer.alloc(BLOCK)
          for (let at = from; at < size; ) {
            signal?.throwIfAborted()
            progress?.(at, size)
            const { bytesRead } = await source.read(block, 0, BLOCK, at)
            if (bytesRead === 0) break
            await wire.write(handle, block.subarray(0, bytesRead), at)
            at += bytesRead
          }
          progress?.(size, size)
        } finally {
          await wire.close(handle)
        }
      } catch (error) {
        throw await this.unwritten(wire, part, error)
      } finally {
        await source.close()
      }
    })
  }

  private fetch(path: string, part: string, { signal, progress, mode = 0o644 }: Carried): Promise<void> {
    return this.over(async (link) => {
      const wire = await this.wire(link)
      const size = (await wire.stat(path))?.size ?? 0
      const target = await open(part, 'a', mode)
      try {
        const there = (await target.stat()).size
        if (there > size) await target.truncate(0)
        const handle = await wire.open(path, 'r')
        try {
          for (let at = there > size ? 0 : there; at < size; ) {
            signal?.throwIfAborted()
            progress?.(at, size)
            const bytes = await wire.read(handle, at, Math.min(BLOCK, size - at))
            if (bytes.length === 0) break
            await target.appendFile(bytes)
            at += bytes.length
          }
          progress?.(size, size)
        } finally {
          await wire.close(handle)
        }
        await target.sync()
      } finally {
        await target.close()
      }
    })
  }

  /** @throws Failure `host.noChecksum`, `host.path` */
  private async hashOf(path: string): Promise<string> {
    for (const program of [['sha256sum'], ['shasum', '-a', '256']]) {
      const { code, stdout, stderr } = await this.run([...program, '--', pathWord(path)], {
        timeoutMs: HASH_MS,
      })
      const hash = printedHash(stdout)
      if (hash !== undefined) return hash
      if (code !== 127 && code !== 126)
        throw new Failure('host.path', { path, why: stderr.trim().slice(-300) }, stderr)
    }
    throw new Failure('host.noChecksum', { place: this.place })
  }

  /** A write that failed while the disk has no room left failed for that. */
  private async unwritten(wire: Sftp, path: string, error: unknown): Promise<unknown> {
    if (!(error instanceof Failure) || error.code !== 'host.path') return error
    const room = await wire.room(posix.dirname(path))
    return room !== undefined && room < NO_ROOM
      ? new Failure('host.diskFull', { place: this.place, path }, error.detail)
      : error
  }
}
