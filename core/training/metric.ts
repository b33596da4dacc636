/** Names of what a training measures, one a meaning; verl's and TRL's own names are mapped to these. */
export const METRICS = [
  'reward/mean',
  'reward/std',
  'reward/min',
  'reward/max',
  /** Share of the held-out samples answered right, 0..1, and how many there were. */
  'heldOut/accuracy',
  'heldOut/count',
  /** Mean reward on held-out samples, where a trainer measures that instead. */
  'heldOut/reward',
  /** Tokens of an answer; share of answers that reached the limit. */
  'response/length',
  'response/clipShare',
  /** Nats a token. */
  'entropy',
  'kl',
  'clip/share',
  'grad/norm',
  /** Share of groups whose rollouts all got the same reward, 0..1: they teach nothing. */
  'groups/dead',
  'lr',
  'loss',
  /** Seconds. */
  'time/rollout',
  'time/reward',
  'time/update',
  'time/step',
  'tokens',
] as const
export type Metric = (typeof METRICS)[number]

/** Unit of a metric's values; rewards and losses have none. */
export type Unit = 'share' | 'tokens' | 'seconds' | 'nats' | 'none'

const UNITS: Readonly<Partial<Record<string, Unit>>> = {
  'heldOut/accuracy': 'share',
  'response/clipShare': 'share',
  'clip/share': 'share',
  'groups/dead': 'share',
  'response/length': 'tokens',
  tokens: 'tokens',
  entropy: 'nats',
  kl: 'nats',
}

export const unitOf = (metric: string): Unit =>
  UNITS[metric] ?? (metric.startsWith('time/') ? 'seconds' : 'none')
