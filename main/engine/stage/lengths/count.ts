/** Counting the prompts of samples, as whoever reads them is asked. */
import { policyMessages, SMALL_ENDPOINT } from '#core/sample/policy-prompt.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { TokenCounter } from '#core/token/counter.ts'
import type { Reader } from '#core/token/lengths-settings.ts'

/** Samples counted at once. */
export const AT_ONCE = 200

/** Whether the prompts are laid out as the small policy reads them. */
const isSmall = (reader: Reader): boolean =>
  reader.kind === 'small' || (reader.kind === 'onHost' && reader.layout === 'small')

/** One number a sample, in order. @param preamble the policy's prompt, which opens the release's layout */
export function countPrompts(
  counter: TokenCounter,
  samples: readonly Sample[],
  reader: Reader,
  preamble: string,
): Promise<readonly number[]> {
  const endpoint = isSmall(reader) ? SMALL_ENDPOINT : undefined
  return counter.count(samples.map((sample) => ({ messages: policyMessages(sample, endpoint, preamble) })))
}
