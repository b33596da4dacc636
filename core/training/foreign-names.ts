/** The names that verl and TRL use, in our words. A name that is not known here is kept as it is. */
import type { Metric } from './metric.ts'

const VERL: Readonly<Record<string, Metric>> = {
  'critic/rewards/mean': 'reward/mean',
  'critic/rewards/min': 'reward/min',
  'critic/rewards/max': 'reward/max',
  'response_length/mean': 'response/length',
  'response_length/clip_ratio': 'response/clipShare',
  'actor/entropy': 'entropy',
  'actor/entropy_loss': 'entropy',
  'actor/kl_loss': 'kl',
  'actor/pg_clipfrac': 'clip/share',
  'actor/grad_norm': 'grad/norm',
  'actor/lr': 'lr',
  'actor/loss': 'loss',
  'timing_s/gen': 'time/rollout',
  'timing_s/reward': 'time/reward',
  'timing_s/update_actor': 'time/update',
  'timing_s/step': 'time/step',
  'perf/total_num_tokens': 'tokens',
  // Releases of 2024.
  'timing/gen': 'time/rollout',
  'timing/update_actor': 'time/update',
}
const VERL_HELD_OUT: readonly (readonly [RegExp, Metric])[] = [
  [/^val-core\/.+\/acc\/mean@\d+$/, 'heldOut/accuracy'],
  [/^val-(?:core|aux)\/.+\/reward\/mean@\d+$/, 'heldOut/reward'],
  [/^val\/test_score\/.+$/, 'heldOut/reward'],
]

const TRL: Readonly<Record<string, Metric>> = {
  reward: 'reward/mean',
  reward_std: 'reward/std',
  'completions/mean_length': 'response/length',
  'completions/clipped_ratio': 'response/clipShare',
  entropy: 'entropy',
  kl: 'kl',
  'clip_ratio/region_mean': 'clip/share',
  // Releases before the two-sided clip.
  clip_ratio: 'clip/share',
  grad_norm: 'grad/norm',
  frac_reward_zero_std: 'groups/dead',
  learning_rate: 'lr',
  loss: 'loss',
  step_time: 'time/step',
  num_tokens: 'tokens',
  eval_reward: 'heldOut/reward',
}

export const verlName = (name: string): string =>
  VERL[name] ?? VERL_HELD_OUT.find(([pattern]) => pattern.test(name))?.[1] ?? name

export const trlName = (name: string): string => TRL[name] ?? name

/** Values under our names. Where two of a line mean the same, the first keeps the name and the other its own. */
export function rename(
  values: Readonly<Record<string, number | null>>,
  nameOf: (name: string) => string,
): Record<string, number | null> {
  const renamed: Record<string, number | null> = {}
  for (const [name, value] of Object.entries(values)) {
    const ours = nameOf(name)
    renamed[Object.hasOwn(renamed, ours) ? name : ours] = value
  }
  return renamed
}
