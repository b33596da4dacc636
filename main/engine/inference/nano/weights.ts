import { Random } from '#core/random/random.ts'
import type { NanoConfig } from './config.ts'
import type { MemoryPlan } from './memory-plan.ts'
import { sizeOf, type Tensor } from './tensors.ts'

/** A standard normal number (Box and Muller). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())

/** Residual branches begin small: 1/√(2·layers) of the usual spread. */
function spreadOf(tensor: Tensor, config: NanoConfig): number {
  if (tensor.kind === 'embedding') return 0.02
  const usual = 1 / Math.sqrt(tensor.rows)
  return /o_proj|down_proj/.test(tensor.name) ? usual / Math.sqrt(2 * config.layers) : usual
}

/** First weights: gains 1, everything else normal, from the seed; the optimizer's moments 0. */
export function freshWeights(floats: Float32Array, plan: MemoryPlan, config: NanoConfig, seed: number): void {
  for (const tensor of plan.tensors.all) {
    const at = plan.weights / 4 + tensor.offset
    const weights = floats.subarray(at, at + sizeOf(tensor))
    if (tensor.kind === 'gain') {
      weights.fill(1)
      continue
    }
    const random = new Random(seed, tensor.name)
    const spread = spreadOf(tensor, config)
    for (let i = 0; i < weights.length; i++) weights[i] = normal(random) * spread
  }
  for (const moment of [plan.firstMoment, plan.secondMoment]) {
    floats.fill(0, moment / 4, moment / 4 + plan.tensors.size)
  }
}
