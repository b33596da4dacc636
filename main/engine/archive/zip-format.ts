/** Records of the zip format (APPNOTE 6.3.10), as bytes. All numbers are little-endian. */

export const LOCAL = 0x04034b50
export const CENTRAL = 0x02014b50
export const END = 0x06054b50
export const END64 = 0x06064b50
export const LOCATOR64 = 0x07064b50
/** What stands in a field that is too small for its number; the number is in a zip64 record then. */
export const FULL16 = 0xffff
export const FULL32 = 0xffffffff
export const STORED = 0
export const DEFLATED = 8
const VERSION = 45
const UTF8_NAMES = 0x0800
/** 1980-01-01, the earliest that the format can say: times tell nothing here. */
const DATE = 0x0021

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  /** Bytes in the file, and bytes that come out. */
  readonly packed: number
  readonly bytes: number
  /** Where its local header begins. */
  readonly offset: number
}

const extra64 = (numbers: readonly number[]): Buffer => {
  if (numbers.length === 0) return Buffer.alloc(0)
  const extra = Buffer.alloc(4 + numbers.length * 8)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(numbers.length * 8, 2)
  for (const [i, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + i * 8)
  return extra
}

/** @param wide sizes stand in a zip64 field: they may become too large for the others */
export function localHeader(entry: ZipEntry, wide: boolean): Buffer {
  const name = Buffer.from(entry.name, 'utf8')
  const extra = extra64(wide ? [entry.bytes, entry.packed] : [])
  const head = Buffer.alloc(30)
  head.writeUInt32LE(LOCAL, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(UTF8_NAMES, 6)
  head.writeUInt16LE(entry.method, 8)
  head.writeUInt16LE(DATE, 12)
  head.writeUInt32LE(entry.crc, 14)
  head.writeUInt32LE(wide ? FULL32 : entry.packed, 18)
  head.writeUInt32LE(wide ? FULL32 : entry.bytes, 22)
  head.writeUInt16LE(name.length, 26)
  head.writeUInt16LE(extra.length, 28)
  return Buffer.concat([head, name, extra])
}

export function centralHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name, 'utf8')
  const wide = (number: number): boolean => number >= FULL32
  const extra = extra64([entry.bytes, entry.packed, entry.offset].filter(wide))
  const head = Buffer.alloc(46)
  head.writeUInt32LE(CENTRAL, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(VERSION, 6)
  head.writeUInt16LE(UTF8_NAMES, 8)
  head.writeUInt16LE(entry.method, 10)
  head.writeUInt16LE(DATE, 14)
  head.writeUInt32LE(entry.crc, 16)
  head.writeUInt32LE(Math.min(entry.packed, FULL32), 20)
  head.writeUInt32LE(Math.min(entry.bytes, FULL32), 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(Math.min(entry.offset, FULL32), 42)
  return Buffer.concat([head, name, extra])
}

/** The end of a file whose directory of `count` entries stands at `from` and is `bytes` long. */
export function endRecords(count: number, from: number, bytes: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(Math.min(count, FULL16), 8)
  end.writeUInt16LE(Math.min(count, FULL16), 10)
  end.writeUInt32LE(Math.min(bytes, FULL32), 12)
  end.writeUInt32LE(Math.min(from, FULL32), 16)
  if (count < FULL16 && from < FULL32 && bytes < FULL32) return end
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(END64, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(VERSION, 12)
  end64.writeUInt16LE(VERSION, 14)
  end64.writeBigUInt64LE(BigInt(count), 24)
  end64.writeBigUInt64LE(BigInt(count), 32)
  end64.writeBigUInt64LE(BigInt(bytes), 40)
  end64.writeBigUInt64LE(BigInt(from), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(LOCATOR64, 0)
  locator.writeBigUInt64LE(BigInt(from + bytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end64, locator, end])
}
