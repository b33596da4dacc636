/** How a curve stands against a pinned one: the difference at the last step that both have, said as numbers. */
import { firstAtLeast } from './outline.ts'

/** Steps that are averaged at the end, so that one lucky batch decides nothing. */
const ENDING = 10

export interface Comparison {
  /** Last step that both reached. */
  readonly step: number
  readonly mine: number
  readonly base: number
  /** mine − base */
  readonly difference: number
}

interface Curve {
  readonly steps: Float64Array
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
 * @returns undefined where the two have no step in common
 */
export function compareCurves(mine: Curve, base: Curve, single = false): Comparison | undefined {
  const ends = [lastMeasured(mine), lastMeasured(base)]
  if (ends[0] === undefined || ends[1] === undefined) return undefined
  const step = Math.min(ends[0], ends[1])
  const most = single ? 1 : ENDING
  const a = meanUpTo(mine, step, most)
  const b = meanUpTo(base, step, most)
  return a === undefined || b === undefined ? undefined : { step, mine: a, base: b, difference: a - b }
}
