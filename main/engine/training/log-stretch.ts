/** A log read a stretch at a time, from where the last stretch ended. */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { formatOf, type LogFormat } from '#core/training/log-format.ts'
import type { Point } from '#core/training/point.ts'

/** Bytes of a stretch; a record that is longer is passed over. */
export const STRETCH = 1 << 20
const HEAD = 256

/** Where reading goes on. `head` tells a log that was written anew from one that grew. */
const cursorSchema = z.tuple([z.number().int().min(0), z.number().int().min(0), z.string()])
export interface LogCursor {
  readonly offset: number
  /** Step of the record before; formats without steps count on from it. */
  readonly step: number
  readonly head: string
}

export const LOG_START: LogCursor = { offset: 0, step: 0, head: '' }

export const printCursor = ({ offset, step, head }: LogCursor): string => JSON.stringify([offset, step, head])

/** A cursor that this version did not write counts as the start. */
export function readCursor(text: string | undefined): LogCursor {
  try {
    const [offset, step, head] = cursorSchema.parse(JSON.parse(text ?? ''))
    return { offset, step, head }
  } catch {
    return LOG_START
  }
}

export interface Log {
  readonly file: string
  readonly format: LogFormat
}

export interface Stretch {
  readonly points: readonly Point[]
  readonly cursor: LogCursor
  /** Bytes behind the stretch, a torn last record included. */
  readonly left: number
  /** More whole records can be read now. */
  readonly more: boolean
  readonly reset: boolean
}

/** The first bytes name a log that is appended to; size and time name one that is written anew each time. */
async function headOf(handle: FileHandle, log: Log, size: number): Promise<string> {
  if (formatOf(log.format).rewritten) {
    const { mtimeMs } = await handle.stat()
    return `${size} ${Math.round(mtimeMs)}`
  }
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
  const line = buffer.subarray(0, bytesRead)
  const end = line.indexOf(0x0a)
  // A first line that is still being written is no name yet.
  if (end < 0 && bytesRead < HEAD) return ''
  return createHash('sha256')
    .update(end < 0 ? line : line.subarray(0, end))
    .digest('hex')
    .slice(0, 16)
}

const endOfRecords = (bytes: Buffer, ends: readonly number[]): number =>
  Math.max(...ends.map((sign) => bytes.lastIndexOf(sign))) + 1

async function readFrom(
  handle: FileHandle,
  log: Log,
  from: LogCursor,
  size: number,
): Promise<Omit<Stretch, 'reset'>> {
  const format = formatOf(log.format)
  const wanted = Math.min(STRETCH, size - from.offset)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, wanted)), 0, wanted, from.offset)
  const bytes = buffer.subarray(0, bytesRead)
  const whole = endOfRecords(bytes, format.ends)
  // A stretch without an end holds part of one huge record, which is passed over.
  const taken = whole > 0 ? whole : bytesRead < STRETCH ? 0 : bytesRead
  const points = format.points(bytes.toString('utf8', 0, whole), from.step)
  const offset = from.offset + taken
  return {
    points,
    cursor: { offset, step: points.at(-1)?.step ?? from.step, head: from.head },
    left: size - offset,
    more: taken > 0 && offset < size,
  }
}

/**
 * The next stretch of a log behind a cursor. A log that became shorter or was written anew is read from its start.
 * @throws Failure `file.notFound`, `file.unreadable`
 */
export async function readStretch(log: Log, after: LogCursor): Promise<Stretch> {
  const handle = await openLog(log.file)
  try {
    const { size } = await handle.stat()
    const head = await headOf(handle, log, size)
    const reset = after.offset > 0 && (size < after.offset || (after.head !== '' && after.head !== head))
    const from = reset ? { ...LOG_START, head } : { ...after, head }
    return { ...(await readFrom(handle, log, from, size)), reset }
  } finally {
    await handle.close()
  }
}

export async function openLog(file: string): Promise<FileHandle> {
  try {
    return await open(file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw new Failure('file.notFound', { file })
    throw new Failure('file.unreadable', { file, why: code ?? 'EIO' })
  }
}
