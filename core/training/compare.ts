/** How curves stand against each other at the last step that all of them have reached. */
import { firstAtLeast } from './outline.ts'

/** Steps that are averaged at the end, so that one lucky batch decides nothing. */
const ENDING = 10

export interface Comparison {
  /** Last step that all reached. */
  readonly step: number
  /** In the order of the curves; undefined for one that had measured nothing by then. */
  readonly values: readonly (number | undefined)[]
}

export interface Curve {
  readonly steps: Float64Array
  /** NaN where nothing was measured. */
  readonly values: Float64Array
}

/** Mean of the last measured values up to and with a step. */
function meanUpTo({ steps, values }: Curve, step: number, most: number): number | undefined {
  let sum = 0
  let count = 0
  for (let row = firstAtLeast(steps, step + 1) - 1; row >= 0 && count < most; row--) {
    const value = values[row] as number
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return count === 0 ? undefined : sum / count
}

const lastMeasured = ({ steps, values }: Curve): number | undefined => {
  for (let row = values.length - 1; row >= 0; row--)
    if (!Number.isNaN(values[row] as number)) return steps[row]
  return undefined
}

/**
 * @param single compares single measurements: for what is measured rarely and exactly, such as held-out accuracy
 * @returns undefined where fewer than two of them measured anything by the same step
 */
export function compareCurves(curves: readonly Curve[], single = false): Comparison | undefined {
  const ends = curves.flatMap((curve) => lastMeasured(curve) ?? [])
  if (ends.length < 2) return undefined
  const step = Math.min(...ends)
  const values = curves.map((curve) => meanUpTo(curve, step, single ? 1 : ENDING))
  return values.filter((value) => value !== undefined).length < 2 ? undefined : { step, values }
}
