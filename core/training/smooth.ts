/**
 * Exponential moving average, value by value, free of the bias toward its start (as Adam corrects its moments,
 * arXiv 1412.6980 section 3). What was not measured is passed over and has no smoothed value.
 */
export class Smoother {
  private readonly weight: number
  private sum = 0
  private bias = 1

  /** @param weight of what came before, 0 (none) to below 1 */
  constructor(weight: number) {
    this.weight = Math.min(0.999, Math.max(0, weight))
  }

  next(value: number): number {
    if (Number.isNaN(value)) return value
    this.sum = this.weight * this.sum + (1 - this.weight) * value
    this.bias *= this.weight
    return this.sum / (1 - this.bias)
  }

  /** What `next` would give, without going on. */
  peek(value: number): number {
    return (this.weight * this.sum + (1 - this.weight) * value) / (1 - this.bias * this.weight)
  }
}

/** A column that grows, smoothed as far as it goes; only what is new is smoothed anew. */
export class SmoothColumn {
  private out: Float64Array = new Float64Array(0)
  private settled = 0
  private smoother = new Smoother(0)
  private made = ''

  /**
   * @param values all but the last row never change while `era` stays the same
   * @param era names what the rows are; another one smooths all anew
   */
  of(values: Float64Array, weight: number, era: string): Float64Array {
    if (this.made !== `${weight} ${era}` || values.length <= this.settled) {
      this.made = `${weight} ${era}`
      this.smoother = new Smoother(weight)
      this.settled = 0
    }
    if (this.out.length < values.length) {
      const larger = new Float64Array(Math.max(256, values.length * 2))
      larger.set(this.out.subarray(0, this.settled))
      this.out = larger
    }
    const last = values.length - 1
    for (; this.settled < last; this.settled++)
      this.out[this.settled] = this.smoother.next(values[this.settled] as number)
    if (last >= 0) this.out[last] = this.smoother.peek(values[last] as number)
    return this.out.subarray(0, values.length)
  }
}
