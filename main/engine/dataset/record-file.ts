/** Records of a JSON or JSON-lines file, one at a time: a file of a gigabyte is never a string. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Failure } from '#core/failure/failure.ts'
import { createCutter, type FileRecord, type RecordLayout } from './record-cutter.ts'

const READ_BYTES = 1 << 20
/** Enough to see how a file begins. */
const HEAD_BYTES = 1 << 12

/**
 * A list begins with its bracket. A first line that is only an opening brace begins a value laid out over several
 * lines. Everything else is one record a line, so that a torn line spoils itself only.
 */
export function layoutOf(head: Buffer): { readonly layout: RecordLayout; readonly from: number } {
  const text = head.toString('latin1')
  const from = /^(?:\u00ef\u00bb\u00bf)?\s*/.exec(text)?.[0].length ?? 0
  if (text[from] === '[') return { layout: 'list', from: from + 1 }
  return { layout: /^\{[ \t]*\r?\n/.test(text.slice(from, from + 200)) ? 'values' : 'lines', from }
}

export class RecordFile {
  private readonly handle: FileHandle
  private readonly file: string

  private constructor(handle: FileHandle, file: string) {
    this.handle = handle
    this.file = file
  }

  /** @throws Failure `file.notFound`, `file.unreadable` */
  static async open(file: string): Promise<RecordFile> {
    try {
      // A pipe that nobody writes to would make us wait for ever. Windows has no such flag.
      const { O_RDONLY, O_NONBLOCK = 0 } = constants
      const handle = await open(file, O_RDONLY | O_NONBLOCK)
      if ((await handle.stat()).isFile()) return new RecordFile(handle, file)
      await handle.close()
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (isMissing) throw new Failure('file.notFound', { file })
      throw new Failure('file.unreadable', { file, why: String(error) })
    }
    throw new Failure('file.unreadable', { file, why: 'not a file' })
  }

  /** Every record in order. */
  async *records(): AsyncGenerator<FileRecord> {
    const head = await this.bytes(0, HEAD_BYTES)
    const { layout, from } = layoutOf(head)
    const cutter = createCutter(layout, from)
    for (let at = from; ; ) {
      const piece = await this.bytes(at, READ_BYTES)
      if (piece.length === 0) break
      at += piece.length
      yield* cutter.push(piece)
    }
    yield* cutter.finish()
  }

  /** Up to `length` bytes from an offset; fewer only at the end of the file. */
  async bytes(start: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length)
    let done = 0
    while (done < length) {
      const { bytesRead } = await this.handle.read(buffer, done, length - done, start + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return buffer.subarray(0, done)
  }

  get name(): string {
    return this.file
  }

  close(): Promise<void> {
    return this.handle.close()
  }
}
