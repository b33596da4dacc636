import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { centralHeader, DEFLATED, endRecords, localHeader, STORED, type ZipEntry } from './zip-format.ts'

/** Packing these again would cost time and gain nothing. */
const DENSE = /\.(parquet|safetensors|png|jpe?g|gz|zst|zip|wasm)$/i
/** A file this large gets fields for sizes beyond 4 GB; it may grow while it is read. */
const LARGE = 0xf000_0000

export interface Packed {
  readonly bytes: number
  /** Of what was put in, hexadecimal. */
  readonly sha256: string
}

/** A zip file being written. Until `finish` it has no directory, so nobody takes it for a whole one. */
export class ZipWriter {
  private readonly handle: FileHandle
  private readonly entries: ZipEntry[] = []
  private at = 0

  private constructor(handle: FileHandle) {
    this.handle = handle
  }

  /** @throws the system's error, also when the file is there already */
  static async create(file: string): Promise<ZipWriter> {
    return new ZipWriter(await open(file, 'wx', 0o600))
  }

  async addText(name: string, text: string): Promise<Packed> {
    return this.add(name, Readable.from([Buffer.from(text, 'utf8')]), DEFLATED, false)
  }

  /** @param hear told of every stretch that was read, in bytes */
  async addFile(
    name: string,
    path: string,
    hear: (bytes: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<Packed> {
    const wide = (await stat(path)).size >= LARGE
    const source = createReadStream(path, { highWaterMark: 1 << 20 })
    return this.add(name, source, DENSE.test(name) ? STORED : DEFLATED, wide, hear, signal)
  }

  /** The directory; when it resolves, the file is whole and on disk. */
  async finish(): Promise<void> {
    const from = this.at
    for (const entry of this.entries) await this.put(centralHeader(entry))
    await this.put(endRecords(this.entries.length, from, this.at - from))
    await this.handle.sync()
    await this.handle.close()
  }

  /** Gives the file up; what was written stays for the caller to remove. */
  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined)
  }

  private async add(
    name: string,
    source: Readable,
    method: number,
    wide: boolean,
    hear: (bytes: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<Packed> {
    const offset = this.at
    const empty = { name, method, crc: 0, packed: 0, bytes: 0, offset }
    await this.put(localHeader(empty, wide))
    const from = this.at
    const hash = createHash('sha256')
    let crc = 0
    let bytes = 0
    const measured = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        crc = crc32(chunk, crc)
        hash.update(chunk)
        bytes += chunk.length
        hear(chunk.length)
        yield chunk
      }
    }
    const write = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) await this.put(chunk)
    }
    const options = signal ? { signal } : {}
    if (method === STORED) await pipeline(source, measured, write, options)
    else await pipeline(source, measured, createDeflateRaw({ level: 1 }), write, options)
    const entry = { ...empty, crc, packed: this.at - from, bytes }
    const head = localHeader(entry, wide)
    await this.handle.write(head, 0, head.length, offset)
    this.entries.push(entry)
    return { bytes, sha256: hash.digest('hex') }
  }

  private async put(bytes: Buffer): Promise<void> {
    let written = 0
    while (written < bytes.length)
      written += (await this.handle.write(bytes, written, bytes.length - written, this.at + written))
        .bytesWritten
    this.at += bytes.length
  }
}
