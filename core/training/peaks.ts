/** The extremes of stretches of a long column, found without looking at every row each time. */

/** Rows of a block. */
export const BLOCK = 16

/** The lowest and the highest of the values that were looked at; one object serves many stretches. */
export class Extremes {
  low = Number.POSITIVE_INFINITY
  high = Number.NEGATIVE_INFINITY
  /** Rows where they stand, the first of equals; −1 where nothing was measured. */
  lowAt = -1
  highAt = -1

  clear(): void {
    this.low = Number.POSITIVE_INFINITY
    this.high = Number.NEGATIVE_INFINITY
    this.lowAt = -1
    this.highAt = -1
  }

  /** Rows `from` to below `to`, one by one. */
  look(values: Float64Array, from: number, to: number): void {
    const end = Math.min(to, values.length)
    for (let row = from; row < end; row++) {
      const value = values[row] as number
      // A value that was not measured is neither lower nor higher than any.
      if (value < this.low) {
        this.low = value
        this.lowAt = row
      }
      if (value > this.high) {
        this.high = value
        this.highAt = row
      }
    }
  }
}

/** Extremes of each block of a column that grows; only blocks that are full and settled are kept. */
export class Peaks {
  private values: Float64Array = new Float64Array(0)
  private low: Float64Array = new Float64Array(0)
  private high: Float64Array = new Float64Array(0)
  private lowAt: Int32Array = new Int32Array(0)
  private highAt: Int32Array = new Int32Array(0)
  private blocks = 0
  private made = ''

  /**
   * @param values all but the last row never change while `era` stays the same
   * @param era names what the rows are; another one looks at all anew
   */
  of(values: Float64Array, era: string): this {
    const settled = Math.floor(Math.max(0, values.length - 1) / BLOCK)
    if (this.made !== era || settled < this.blocks) this.blocks = 0
    this.made = era
    this.values = values
    if (settled > this.low.length) this.makeRoom(2 * settled)
    const found = new Extremes()
    for (; this.blocks < settled; this.blocks++) {
      const from = this.blocks * BLOCK
      found.clear()
      found.look(values, from, from + BLOCK)
      this.put(this.blocks, found)
    }
    return this
  }

  /** The same as `Extremes.look` into the column as it was given last. */
  look(from: number, to: number, found: Extremes): void {
    const first = Math.ceil(from / BLOCK)
    const last = Math.min(this.blocks, Math.floor(to / BLOCK))
    if (last <= first) {
      found.look(this.values, from, to)
      return
    }
    found.look(this.values, from, first * BLOCK)
    for (let block = first; block < last; block++) this.add(block, found)
    found.look(this.values, last * BLOCK, to)
  }

  private add(block: number, found: Extremes): void {
    const low = this.low[block] as number
    const high = this.high[block] as number
    if (low < found.low) {
      found.low = low
      found.lowAt = this.lowAt[block] as number
    }
    if (high > found.high) {
      found.high = high
      found.highAt = this.highAt[block] as number
    }
  }

  private put(block: number, { low, high, lowAt, highAt }: Extremes): void {
    this.low[block] = low
    this.high[block] = high
    this.lowAt[block] = lowAt
    this.highAt[block] = highAt
  }

  private makeRoom(room: number): void {
    const [low, high, lowAt, highAt] = [this.low, this.high, this.lowAt, this.highAt]
    this.low = new Float64Array(room)
    this.high = new Float64Array(room)
    this.lowAt = new Int32Array(room)
    this.highAt = new Int32Array(room)
    this.low.set(low)
    this.high.set(high)
    this.lowAt.set(lowAt)
    this.highAt.set(highAt)
  }
}
