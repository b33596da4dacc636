/** What a policy is asked of a sample: the same messages in training, probe and evaluation, as the policy reads them. */
import type { ChatMessage } from '../endpoint/transport.ts'
import { compactMessages } from '../nano/compact-prompt.ts'
import { renderRelease } from './render-release.ts'
import type { Sample } from './sample.ts'

/** The endpoint's name of the small policy, where others have a URL. */
export const SMALL_ENDPOINT = 'small'

/**
 * @param endpoint of the policy: the small one reads the compact prompt, all others the release's
 * @param preamble the policy's prompt, which opens the release's
 */
export function policyMessages(
  sample: Pick<Sample, 'tools' | 'date' | 'messages' | 'accepted'>,
  endpoint: string | undefined,
  preamble: string,
): ChatMessage[] {
  if (endpoint === SMALL_ENDPOINT) return compactMessages(sample)
  const { instruction, input } = renderRelease(sample, preamble)
  return [
    { role: 'system', content: instruction },
    { role: 'user', content: input },
  ]
}
