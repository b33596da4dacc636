/** A share with the interval in which it lies. */
export interface Rate {
  readonly right: number
  readonly total: number
  /** Both ends of the interval; 0 and 1 where nothing was counted. */
  readonly low: number
  readonly high: number
}

/** 95 %. */
const Z = 1.959963984540054

/** Wilson's score interval (1927) at 95 %: sound for small counts and for shares near 0 and 1. */
export function wilson(right: number, total: number): Rate {
  if (total === 0) return { right, total, low: 0, high: 1 }
  const p = right / total
  const z2 = Z * Z
  const centre = p + z2 / (2 * total)
  const spread = Z * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total))
  const scale = 1 + z2 / total
  // The ends are exactly 0 and 1 there; rounding would miss them.
  const low = right === 0 ? 0 : (centre - spread) / scale
  const high = right === total ? 1 : (centre + spread) / scale
  return { right, total, low, high }
}
