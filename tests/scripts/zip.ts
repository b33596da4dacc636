/** Makes small zip files by hand, wrong ones too. */
import { deflateRawSync } from 'node:zlib'

interface Entry {
  readonly name: string
  readonly body: string
  /** Unix mode with the kind of file. */
  readonly mode: number
  readonly deflate?: boolean
  /** A length that is not the true one. */
  readonly claim?: number
}

export function zipOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, body, mode, deflate, claim } of entries) {
    const bytes = Buffer.from(body)
    const packed = deflate ? deflateRawSync(bytes) : bytes
    const method = deflate ? 8 : 0
    const named = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(claim ?? bytes.length, 22)
    local.writeUInt16LE(named.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(claim ?? bytes.length, 24)
    entry.writeUInt16LE(named.length, 28)
    entry.writeUInt32LE((mode << 16) >>> 0, 38)
    entry.writeUInt32LE(offset, 42)
    parts.push(local, named, packed)
    directory.push(entry, named)
    offset += local.length + named.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}
