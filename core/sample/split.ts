import { Random } from '../random/random.ts'

export interface Split {
  /** Ordinals in training order: shuffled. */
  readonly train: Uint32Array
  readonly test: Uint32Array
  /** Why one of the two is empty. */
  readonly empty?: 'noSamples' | 'oneSample' | 'noTestShare'
}

/**
 * Shuffles the ordinals 0 … count − 1 with the seed and takes the share from the end for the test. At least one row
 * in each (the release leaves the training file empty below 50 rows), or the reason why not.
 */
export function splitSamples(count: number, testShare: number, seed: number): Split {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const random = new Random(seed, 'split')
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(0, i)
    const other = order[j] ?? 0
    order[j] = order[i] ?? 0
    order[i] = other
  }
  const wanted = testShare <= 0 || count < 2 ? 0 : Math.max(1, Math.floor(count * testShare))
  const tests = Math.min(wanted, Math.max(0, count - 1))
  const empty =
    count === 0 ? 'noSamples' : testShare <= 0 ? 'noTestShare' : count === 1 ? 'oneSample' : undefined
  return {
    train: order.subarray(0, count - tests),
    test: order.subarray(count - tests),
    ...(empty === undefined ? {} : { empty }),
  }
}
