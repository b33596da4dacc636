import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import {
  CENTRAL,
  DEFLATED,
  END,
  END64,
  FULL16,
  FULL32,
  LOCAL,
  LOCATOR64,
  STORED,
  type ZipEntry,
} from './zip-format.ts'

/** The file is no zip file, was cut off, or does not hold what it says. */
export class BadZip extends Error {}

/** A directory beyond this is none that this program wrote. */
const LONGEST_DIRECTORY = 256 << 20
const TAIL = 22 + 0xffff

interface Directory {
  readonly from: number
  readonly bytes: number
  readonly count: number
}

/** A zip file open for reading. */
export class ZipReader {
  readonly entries: readonly ZipEntry[]
  private readonly file: string
  private readonly handle: FileHandle

  private constructor(file: string, handle: FileHandle, entries: readonly ZipEntry[]) {
    this.file = file
    this.handle = handle
    this.entries = entries
  }

  /** @throws BadZip, or the system's error */
  static async open(file: string): Promise<ZipReader> {
    const handle = await open(file)
    try {
      return new ZipReader(file, handle, await readDirectory(handle))
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /**
   * Hands an entry's contents to `take`, stretch by stretch.
   * @throws BadZip when they are longer than the entry says, or not what was put in
   */
  async read(
    entry: ZipEntry,
    take: (chunk: Buffer) => Promise<void> | void,
    signal?: AbortSignal,
  ): Promise<void> {
    if (entry.method !== STORED && entry.method !== DEFLATED) throw new BadZip(`method ${entry.method}`)
    const head = await exactly(this.handle, entry.offset, 30)
    if (head.readUInt32LE(0) !== LOCAL) throw new BadZip('no local header')
    const from = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
    let crc = 0
    let bytes = 0
    // A pipeline may end with the error of a neighbour that it stopped; the first one counts.
    let fault: unknown
    const sink = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) {
        bytes += chunk.length
        try {
          if (bytes > entry.bytes) throw new BadZip(`${entry.name} is longer than it says`)
          crc = crc32(chunk, crc)
          await take(chunk)
        } catch (error) {
          fault = error
          throw error
        }
      }
    }
    if (entry.packed > 0) {
      const source = createReadStream(this.file, {
        start: from,
        end: from + entry.packed - 1,
        highWaterMark: 1 << 20,
      })
      const options = signal ? { signal } : {}
      try {
        if (entry.method === STORED) await pipeline(source, sink, options)
        else await pipeline(source, createInflateRaw(), sink, options)
      } catch (error) {
        if (fault !== undefined) throw fault
        // What is packed ends before its place does, or is no packing at all; unless somebody wanted to stop.
        const code = String((error as { code?: unknown }).code)
        const spoilt = /^(Z_|ERR_ZLIB)/.test(code) || (code === 'ABORT_ERR' && !signal?.aborted)
        throw spoilt ? new BadZip(`${entry.name}: ${String(error)}`) : error
      }
    }
    if (bytes !== entry.bytes || crc !== entry.crc) throw new BadZip(`${entry.name} is not what it was`)
  }

  /** An entry as text. @param most bytes that are taken; more throws BadZip */
  async text(entry: ZipEntry, most: number): Promise<string> {
    if (entry.bytes > most) throw new BadZip(`${entry.name} is too long`)
    const chunks: Buffer[] = []
    await this.read(entry, (chunk) => void chunks.push(chunk))
    return Buffer.concat(chunks).toString('utf8')
  }

  close(): Promise<void> {
    return this.handle.close()
  }
}

async function exactly(handle: FileHandle, from: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await handle.read(buffer, 0, bytes, from)
  if (bytesRead !== bytes) throw new BadZip('the file ends too early')
  return buffer
}

const large = (bytes: Buffer, at: number): number => {
  const number = bytes.readBigUInt64LE(at)
  if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw new BadZip('a number is too large')
  return Number(number)
}

async function readDirectory(handle: FileHandle): Promise<ZipEntry[]> {
  const { size } = await handle.stat()
  const { from, bytes, count } = await findDirectory(handle, size)
  if (bytes > LONGEST_DIRECTORY || from + bytes > size) throw new BadZip('the directory is not where it says')
  const directory = await exactly(handle, from, bytes)
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > bytes || directory.readUInt32LE(at) !== CENTRAL)
      throw new BadZip('the directory is damaged')
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const next = at + 46 + nameLength + extraLength + directory.readUInt16LE(at + 32)
    if (next > bytes) throw new BadZip('the directory is damaged')
    entries.push(entryAt(directory, at, nameLength, extraLength))
    at = next
  }
  return entries
}

function entryAt(directory: Buffer, at: number, nameLength: number, extraLength: number): ZipEntry {
  const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
  let wide = 4
  /** A field that is full stands in the zip64 record, in this order. */
  const number = (offset: number): number => {
    const short = directory.readUInt32LE(at + offset)
    if (short !== FULL32) return short
    if (extra.length < wide + 8 || extra.readUInt16LE(0) !== 1) throw new BadZip('a size is missing')
    wide += 8
    return large(extra, wide - 8)
  }
  const bytes = number(24)
  const packed = number(20)
  const offset = number(42)
  const crc = directory.readUInt32LE(at + 16)
  return { name, method: directory.readUInt16LE(at + 10), crc, packed, bytes, offset }
}

async function findDirectory(handle: FileHandle, size: number): Promise<Directory> {
  const length = Math.min(size, TAIL)
  const tail = await exactly(handle, size - length, length)
  for (let at = length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue
    const count = tail.readUInt16LE(at + 10)
    const bytes = tail.readUInt32LE(at + 12)
    const from = tail.readUInt32LE(at + 16)
    const is64 = count === FULL16 || bytes === FULL32 || from === FULL32
    return is64 ? findDirectory64(handle, size - length + at) : { count, bytes, from }
  }
  throw new BadZip('the file has no end')
}

async function findDirectory64(handle: FileHandle, end: number): Promise<Directory> {
  if (end < 20) throw new BadZip('the file ends too early')
  const locator = await exactly(handle, end - 20, 20)
  if (locator.readUInt32LE(0) !== LOCATOR64) throw new BadZip('a size is missing')
  const record = await exactly(handle, large(locator, 8), 56)
  if (record.readUInt32LE(0) !== END64) throw new BadZip('a size is missing')
  return { count: large(record, 32), bytes: large(record, 40), from: large(record, 48) }
}
