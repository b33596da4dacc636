import { closeSync, openSync, readSync, writeSync } from 'node:fs'

const FLUSH_BYTES = 1 << 20

/**
 * A file of texts that is written once from front to back and then read by number, in any order. Keeps a shuffled
 * write of 100,000 rows out of memory: only the offsets are held.
 */
export class Spool {
  private readonly fd: number
  private readonly ends: number[] = []
  private waiting: Buffer[] = []
  private waitingBytes = 0
  private bytes = 0

  constructor(file: string) {
    this.fd = openSync(file, 'w+')
  }

  get count(): number {
    return this.ends.length
  }

  append(text: string): void {
    const piece = Buffer.from(text, 'utf8')
    this.waiting.push(piece)
    this.waitingBytes += piece.length
    this.bytes += piece.length
    this.ends.push(this.bytes)
    if (this.waitingBytes >= FLUSH_BYTES) this.flush()
  }

  /** Text number `index`, from 0. */
  read(index: number): string {
    this.flush()
    const start = index === 0 ? 0 : (this.ends[index - 1] ?? 0)
    const buffer = Buffer.allocUnsafe((this.ends[index] ?? start) - start)
    for (let done = 0; done < buffer.length; ) {
      const got = readSync(this.fd, buffer, done, buffer.length - done, start + done)
      if (got === 0) throw new Error(`the spool ends before text ${index}`)
      done += got
    }
    return buffer.toString('utf8')
  }

  /** Hands all that was appended to the system. */
  flush(): void {
    if (this.waitingBytes === 0) return
    const whole = Buffer.concat(this.waiting)
    this.waiting = []
    this.waitingBytes = 0
    for (let done = 0; done < whole.length; ) done += writeSync(this.fd, whole, done)
  }

  /** What was not flushed is lost, as is right for a file that is about to be removed. */
  close(): void {
    closeSync(this.fd)
  }
}
