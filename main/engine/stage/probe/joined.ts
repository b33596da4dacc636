import { Failure } from '#core/failure/failure.ts'
import type { Prediction } from '#core/probe/prediction.ts'
import type { Sample } from '#core/sample/sample.ts'

export interface Probed {
  /** Of the sample in its dataset. */
  readonly ordinal: number
  readonly sample: Sample
  readonly prediction: Prediction
}

/**
 * Samples beside their predictions, both read once. Samples without a prediction (their probe failed, or has not
 * come to them yet) are left out.
 *
 * @param samples a dataset, in order
 * @param predictions of a probe of that dataset, in the same order
 * @throws Failure `probe.otherDataset` when a prediction belongs to none of the samples
 */
export async function* joinProbed(
  samples: AsyncIterable<Sample>,
  predictions: AsyncIterable<Prediction>,
): AsyncGenerator<Probed> {
  const reader = predictions[Symbol.asyncIterator]()
  try {
    let next = await reader.next()
    let ordinal = 0
    for await (const sample of samples) {
      if (next.done) return
      if (next.value.sample === sample.id) {
        yield { ordinal, sample, prediction: next.value }
        next = await reader.next()
      }
      ordinal++
    }
    // Nothing would be found to judge, and nobody would know why.
    if (!next.done) throw new Failure('probe.otherDataset', { sample: next.value.sample })
  } finally {
    await reader.return?.()
  }
}
