import { Random } from './random.ts'

const ROUNDS = 6

function mix(value: number, key: number): number {
  let h = (value ^ key) >>> 0
  h = Math.imul(h ^ (h >>> 16), 2246822507)
  h = Math.imul(h ^ (h >>> 13), 3266489909)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * A random order of [0, size) that is never written down: any place is found at once, for a million as for ten.
 * A Feistel network over the next even number of bits; results outside the range are sent through it again.
 *
 * @param size from 1 to 2^30
 */
export function permutation(size: number, ...parts: readonly (string | number)[]): (index: number) => number {
  const random = new Random(...parts, 'permutation', size)
  const keys = Array.from({ length: ROUNDS }, () => random.seed())
  let half = 1
  while (4 ** half < size) half++
  const mask = 2 ** half - 1
  const once = (index: number): number => {
    let left = index >>> half
    let right = index & mask
    for (const key of keys) [left, right] = [right, left ^ (mix(right, key) & mask)]
    return left * 2 ** half + right
  }
  return (index) => {
    let at = once(index)
    while (at >= size) at = once(at)
    return at
  }
}
