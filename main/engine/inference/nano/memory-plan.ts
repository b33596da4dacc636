import { HEAD_WIDTH, type NanoConfig } from './config.ts'
import { MOST_PAGES } from './kernels.ts'
import { type Tensors, tensorsOf } from './tensors.ts'

/**
 * Gradients are summed into this many parts, each by one thread in a fixed order, and the parts in theirs. The number
 * does not follow that of the threads, so that it cannot change a result.
 */
export const SHARDS = 8

/** Bytes that each thread has for activations, caches and scratch. Pages never touched cost no memory. */
export const ARENA_BYTES = 160 * 1024 * 1024
const PAGE = 65_536

/** Where everything lies in the one memory that all threads share; addresses are bytes. */
export interface MemoryPlan {
  readonly config: NanoConfig
  readonly tensors: Tensors
  readonly weights: number
  /** The embedding once more, as [width, vocab]: logits are rows times it. */
  readonly words: number
  /** AdamW's two moments (the first is also Muon's momentum). */
  readonly firstMoment: number
  readonly secondMoment: number
  readonly gradients: readonly number[]
  /** RoPE's cosines and sines, 16 of each a position. */
  readonly turns: number
  readonly arenas: readonly number[]
  readonly pages: number
}

export function planMemory(config: NanoConfig, workers: number): MemoryPlan {
  const tensors = tensorsOf(config)
  // The first page stays free: compiled code may keep constants at low addresses.
  let next = PAGE
  const take = (bytes: number): number => {
    const at = next
    next += Math.ceil(bytes / 64) * 64
    return at
  }
  const parameters = (): number => take(tensors.size * 4)
  const plan = {
    config,
    tensors,
    weights: parameters(),
    words: take(config.vocab * config.width * 4),
    firstMoment: parameters(),
    secondMoment: parameters(),
    gradients: Array.from({ length: SHARDS }, parameters),
    turns: take(config.context * HEAD_WIDTH * 4),
    arenas: Array.from({ length: workers }, () => take(ARENA_BYTES)),
  }
  const pages = Math.ceil(next / PAGE)
  if (pages > MOST_PAGES) throw new RangeError(`a model of ${tensors.size} parameters does not fit`)
  return { ...plan, pages }
}
