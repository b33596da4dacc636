/** What is measured at one step of a training, under the names that every trainer's metrics are mapped to. */
import { isDead } from './advantage.ts'

export interface DrawnAnswer {
  readonly reward: number
  readonly tokens: number
  readonly finish: 'stop' | 'length'
}

export interface DrawnGroup {
  readonly kind: string
  readonly answers: readonly DrawnAnswer[]
}

/** What the update of the weights said. */
export interface UpdateFacts {
  readonly loss: number
  /** Nats a token. */
  readonly entropy: number
  readonly kl: number
  readonly clipShare: number
  /** Before clipping. */
  readonly gradNorm: number
  readonly lr: number
}

/** Seconds. */
export interface StepTimes {
  readonly rollout: number
  readonly reward: number
  readonly update: number
  readonly step: number
}

/** Greedy answers on held-out samples. */
export interface HeldOutFacts {
  readonly right: number
  readonly total: number
}

export type Metrics = Readonly<Record<string, number>>

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
}

function rewardsByKind(groups: readonly DrawnGroup[]): Metrics {
  const byKind = new Map<string, number[]>()
  for (const { kind, answers } of groups)
    byKind.set(kind, [...(byKind.get(kind) ?? []), ...answers.map(({ reward }) => reward)])
  return Object.fromEntries([...byKind].map(([kind, rewards]) => [`reward/${kind}`, mean(rewards)]))
}

export const heldOutMetrics = ({ right, total }: HeldOutFacts): Metrics =>
  total === 0 ? {} : { 'heldOut/accuracy': right / total, 'heldOut/count': total }

/** @param groups at least one, with at least one answer each */
export function stepMetrics(groups: readonly DrawnGroup[], update: UpdateFacts, times: StepTimes): Metrics {
  const answers = groups.flatMap((group) => group.answers)
  const rewards = answers.map(({ reward }) => reward)
  const lengths = answers.map(({ tokens }) => tokens)
  const dead = groups.filter((group) => isDead(group.answers.map(({ reward }) => reward)))
  return {
    'reward/mean': mean(rewards),
    'reward/std': deviation(rewards),
    'reward/min': Math.min(...rewards),
    'reward/max': Math.max(...rewards),
    ...rewardsByKind(groups),
    'response/length': mean(lengths),
    'response/clipShare': answers.filter(({ finish }) => finish === 'length').length / answers.length,
    entropy: update.entropy,
    kl: update.kl,
    'clip/share': update.clipShare,
    'grad/norm': update.gradNorm,
    'groups/dead': dead.length / groups.length,
    lr: update.lr,
    loss: update.loss,
    'time/rollout': times.rollout,
    'time/reward': times.reward,
    'time/update': times.update,
    'time/step': times.step,
    tokens: lengths.reduce((sum, length) => sum + length, 0),
  }
}
