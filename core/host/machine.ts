/** What of a host a training would use, by the facts it told. */
import type { Machine } from '../training/fit.ts'
import type { HostFacts } from './facts.ts'

export interface Trainable extends Machine {
  /** Name of the GPU; absent where main memory is meant. */
  readonly gpu?: string
}

/** The GPU with most free memory, or main memory where there is none; undefined where neither was told. */
export function trainableOn({ gpu: { gpus }, memory }: HostFacts): Trainable | undefined {
  const known = gpus.flatMap(({ name, memoryTotal, memoryUsed }) =>
    typeof memoryTotal === 'number' ? [{ name, free: memoryTotal - (memoryUsed ?? 0) }] : [],
  )
  const [best] = known.sort((a, b) => b.free - a.free)
  if (best) return { gpu: best.name, free: best.free, half: true }
  const free = memory.available ?? memory.total
  if (typeof free !== 'number') return undefined
  return { free: Math.min(free, memory.limit ?? free), half: false }
}
