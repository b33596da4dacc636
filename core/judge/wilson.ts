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

/**
 * Wilson's score interval (1927): sound for small counts and for shares near 0 and 1.
 *
 * @param z standard deviations of the normal distribution that it covers; 95 % unless told
 */
export function wilson(right: number, total: number, z = Z): Rate {
  if (total === 0) return { right, total, low: 0, high: 1 }
  const p = right / total
  const z2 = z * z
  const centre = p + z2 / (2 * total)
  const spread = z * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total))
  const scale = 1 + z2 / total
  // The ends are exactly 0 and 1 there; rounding would miss them.
  const low = right === 0 ? 0 : (centre - spread) / scale
  const high = right === total ? 1 : (centre + spread) / scale
  return { right, total, low, high }
}

/** A difference with the interval in which it lies. */
export interface Gap {
  readonly difference: number
  readonly low: number
  readonly high: number
}

/**
 * How much larger the first share is: Newcombe's hybrid of two score intervals (Statistics in Medicine 17, 1998,
 * method 10). The shares count as independent; where both are of the same samples it errs on the side of caution.
 */
export function gapOf(a: Rate, b: Rate): Gap {
  if (a.total === 0 || b.total === 0) return { difference: 0, low: -1, high: 1 }
  const [p, q] = [a.right / a.total, b.right / b.total]
  return {
    difference: p - q,
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  }
}
