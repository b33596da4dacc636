import { Failure } from '#core/failure/failure.ts'

/** Hands out one thread's part of the memory from low to high; everything is given back at once, to a mark. */
export class Arena {
  private readonly end: number
  private next: number
  constructor(start: number, bytes: number) {
    this.next = start
    this.end = start + bytes
  }

  /** Address of room for so many floats or 32-bit integers, 16-byte aligned; what lies there is whatever was left. */
  take(count: number): number {
    const at = this.next
    const after = at + Math.ceil(count / 4) * 16
    if (after > this.end) {
      throw new Failure('policy.batchTooLarge', { missing: Math.ceil((after - this.end) / 1_048_576) })
    }
    this.next = after
    return at
  }

  mark(): number {
    return this.next
  }

  /** What was taken since the mark may be overwritten. */
  release(mark: number): void {
    this.next = mark
  }
}
