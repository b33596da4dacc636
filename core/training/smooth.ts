/**
 * Exponential moving average, free of the bias toward its start (as Adam corrects its moments, arXiv 1412.6980
 * section 3). What was not measured is passed over and has no smoothed value.
 *
 * @param weight of what came before, 0 (none) to below 1
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN)
  const smoother = new Smoother(weight)
  for (let i = 0; i < values.length; i++) out[i] = smoother.next(values[i] ?? Number.NaN)
  return out
}

/** The same, value by value. */
export class Smoother {
  private readonly weight: number
  private sum = 0
  private bias = 1

  constructor(weight: number) {
    this.weight = Math.min(0.999, Math.max(0, weight))
  }

  next(value: number): number {
    if (Number.isNaN(value)) return Number.NaN
    this.sum = this.weight * this.sum + (1 - this.weight) * value
    this.bias *= this.weight
    return this.sum / (1 - this.bias)
  }
}
