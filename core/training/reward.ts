import { toolsByName } from '../probe/standing.ts'
import type { Sample } from '../sample/sample.ts'
import { score } from '../tool-call/score.ts'
import type { Reward } from './recipe.ts'

export interface Rewarded {
  readonly reward: number
  /** What the reward is made of, as the rollouts of a run keep it; always the strict match beside. */
  readonly parts: Readonly<Record<string, number>>
}

/** What an answer of the policy earns. Never throws, whatever was written. */
export function rewardOf(sample: Sample, prediction: string, reward: Reward): Rewarded {
  const asked = {
    accepted: sample.accepted,
    prediction,
    tools: toolsByName(sample.tools),
    kind: sample.kind,
    ...(sample.missing === undefined ? {} : { missing: sample.missing }),
  }
  const strict = score({ ...asked, mode: 'strict' }).score
  if (reward === 'strict') return { reward: strict, parts: { match: strict } }
  const partial = score({ ...asked, mode: 'partial' })
  return { reward: partial.score, parts: { match: strict, ...partial.parts } }
}
