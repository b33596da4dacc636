/** Cuts a stream of bytes into records, whatever their length and wherever the pieces end. Pure bookkeeping. */

/** A longer record is refused; it would cost more memory than it can be worth. */
const MAX_RECORD_BYTES = 64 << 20

const NEWLINE = 10
const QUOTE = 34
const COMMA = 44
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

export interface FileRecord {
  /** Place among the records, from 0. */
  readonly index: number
  /** Bytes in the file. */
  readonly start: number
  readonly end: number
  /** Undefined when it is longer than a record may be. */
  readonly bytes: Buffer | undefined
}

/** How the records stand in the file: one a line, in one list, or one after another over several lines. */
export type RecordLayout = 'lines' | 'list' | 'values'

const isSpace = (byte: number): boolean => byte === 32 || byte === 9 || byte === NEWLINE || byte === 13

abstract class Cutter {
  private pieces: Buffer[] = []
  private held = 0
  private index = 0
  private start = -1
  /** Offset in the file of the piece at hand. */
  protected at: number

  constructor(at: number) {
    this.at = at
  }

  /** Records that end in this piece. The piece is not kept. */
  abstract push(piece: Buffer): FileRecord[]

  /** What the file ends with although it was never closed: a torn line, a cut value. */
  finish(): FileRecord[] {
    return this.isOpen ? [this.close(this.at)] : []
  }

  protected get isOpen(): boolean {
    return this.start >= 0
  }

  protected open(start: number): void {
    this.start = start
  }

  protected hold(piece: Buffer): void {
    this.held += piece.length
    if (this.held <= MAX_RECORD_BYTES) this.pieces.push(Buffer.from(piece))
    else this.pieces = []
  }

  protected close(end: number): FileRecord {
    const bytes = this.held > MAX_RECORD_BYTES ? undefined : Buffer.concat(this.pieces)
    const record = { index: this.index++, start: this.start, end, bytes }
    this.pieces = []
    this.held = 0
    this.start = -1
    return record
  }
}

class LineCutter extends Cutter {
  push(piece: Buffer): FileRecord[] {
    const found: FileRecord[] = []
    for (let from = 0; from < piece.length; ) {
      if (!this.isOpen) {
        while (from < piece.length && isSpace(piece[from] ?? 0)) from++
        if (from === piece.length) break
        this.open(this.at + from)
      }
      const newline = piece.indexOf(NEWLINE, from)
      const end = newline < 0 ? piece.length : newline
      this.hold(piece.subarray(from, end))
      if (newline >= 0) found.push(this.close(this.at + end))
      from = end + 1
    }
    this.at += piece.length
    return found
  }
}

class ValueCutter extends Cutter {
  private readonly inList: boolean
  private depth = 0
  private inString = false
  private escaped = false

  /** @param inList commas between the values and the list's closing bracket are skipped. */
  constructor(at: number, inList: boolean) {
    super(at)
    this.inList = inList
  }

  push(piece: Buffer): FileRecord[] {
    const found: FileRecord[] = []
    let from = 0
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] ?? 0
      if (!this.isOpen) {
        if (isSpace(byte) || (this.inList && (byte === COMMA || byte === CLOSE_LIST))) continue
        this.open(this.at + i)
        from = i
      }
      const end = this.endAfter(byte, i)
      if (end < 0) continue
      this.hold(piece.subarray(from, end))
      this.depth = 0
      this.inString = false
      found.push(this.close(this.at + end))
    }
    if (this.isOpen) this.hold(piece.subarray(from))
    this.at += piece.length
    return found
  }

  /** Index behind the value's last byte when `byte` ends it, or -1. */
  private endAfter(byte: number, i: number): number {
    if (this.inString) return this.insideString(byte) || this.depth > 0 ? -1 : i + 1
    if (byte === QUOTE) this.inString = true
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.depth++
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      this.depth--
      if (this.depth <= 0) return this.depth === 0 ? i + 1 : i
    } else if (this.depth === 0 && (byte === COMMA || isSpace(byte))) return i
    return -1
  }

  private insideString(byte: number): boolean {
    if (this.escaped) this.escaped = false
    else if (byte === BACKSLASH) this.escaped = true
    else if (byte === QUOTE) this.inString = false
    return this.inString
  }
}

/** @param at offset of the first byte that will be pushed; behind the opening bracket for a list. */
export function createCutter(layout: RecordLayout, at: number): Pick<Cutter, 'push' | 'finish'> {
  return layout === 'lines' ? new LineCutter(at) : new ValueCutter(at, layout === 'list')
}
