import type { AdvantageForm } from './recipe.ts'

/** Rewards nearer than this are equal: sums of floats differ by as much. */
const SAME = 1e-9

/** Whether all answers of a group earned the same: nothing can be learnt from them. */
export const isDead = (rewards: readonly number[]): boolean =>
  rewards.length === 0 || Math.max(...rewards) - Math.min(...rewards) < SAME

/**
 * Advantage of each answer within its group. `scaled`: (r − mean) ÷ standard deviation, as in GRPO (Shao et al. 2024,
 * arXiv 2402.03300 §4.1.2; of the sample, n − 1, with a small number added). `centred`: r − mean, as in Dr. GRPO (Liu et
 * al. 2025, arXiv 2503.20783), which does not prefer prompts of small spread. All zero for a dead group.
 */
export function groupAdvantages(rewards: readonly number[], form: AdvantageForm): number[] {
  if (isDead(rewards)) return rewards.map(() => 0)
  const mean = rewards.reduce((sum, r) => sum + r, 0) / rewards.length
  const centred = rewards.map((r) => r - mean)
  if (form === 'centred') return centred
  const variance = centred.reduce((sum, d) => sum + d * d, 0) / (rewards.length - 1)
  const spread = Math.sqrt(variance) + 1e-6
  return centred.map((d) => d / spread)
}
