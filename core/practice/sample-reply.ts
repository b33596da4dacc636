/** What a practice role that speaks of a single sample sends: judge, checker, expander, policy. */
import type { ChatChoice, ChatRequest } from '../endpoint/transport.ts'
import { expanderReply, type PracticeExpander } from './expander.ts'
import { checkerReply, judgeReply, type PracticeJudge } from './judge.ts'
import { type PracticePolicy, policyChoices } from './policy.ts'
import type { ItemKey } from './reply.ts'
import type { Truth } from './truth.ts'

/** How good each of them is. The checker judges as the judge does. */
export interface PracticeManners {
  readonly judge: PracticeJudge
  readonly policy: PracticePolicy
  readonly expander: PracticeExpander
}

const ROLES = ['judge', 'checker', 'expander', 'policy'] as const
type SampleRole = (typeof ROLES)[number]

export const playsSamples = (role: string): role is SampleRole => ROLES.some((one) => one === role)

export interface SampleAsked {
  readonly truth: Truth
  /** `dialog` is the sample's id here, `turnIndex` the child's number. */
  readonly key: ItemKey & { readonly role: string }
  readonly request: ChatRequest
  /** All that was sent, as one text. */
  readonly text: string
  readonly seed: number
}

const words = (text: string): [ChatChoice] => [{ text, finish: 'stop' }]

/** @returns as many choices as were asked for of the policy, one of the others */
export function sampleReply(
  { truth, key, request, text, seed }: SampleAsked,
  manners: PracticeManners,
): [ChatChoice, ...ChatChoice[]] {
  const { turnIndex: child, attempt } = key
  switch (key.role) {
    case 'expander':
      return words(expanderReply({ sample: truth.sample, seed, child, attempt }, manners.expander))
    case 'judge':
      return words(judgeReply({ truth, seed, vote: attempt, text, request }, manners.judge))
    case 'checker':
      return words(checkerReply({ truth, seed, vote: attempt, text, request }, manners.judge))
    default:
      return policyChoices(
        {
          truth,
          seed,
          first: attempt,
          count: request.count ?? 1,
          temperature: request.sampling.temperature ?? 1,
          logprobs: request.logprobs === true,
          thinking: request.thinking === true,
        },
        manners.policy,
      )
  }
}
