/**
 * How much memory a GRPO training with TRL takes on one GPU, from the model's shape and the settings.
 *
 * Sources: mixed precision keeps 4 bytes of weights, 4 of gradients and 8 of Adam's two means a parameter (Rajbhandari et
 * al. 2020, ZeRO, arXiv 1910.02054 §3.1); activations a layer follow Korthikanti et al. 2022 (arXiv 2205.05198 §4.1),
 * counted anew for this architecture: gated MLP, norms in 32 bits, attention that keeps no scores; recomputing keeps one
 * input a layer (Chen et al. 2016, arXiv 1604.06174). TRL computes log-probabilities tile by tile, so that logits never
 * stand there whole. What a library's passes hold for a moment cannot be derived; it was measured once and is marked so.
 */
import { adapterWeights, layerWeights, type ModelShape, weightsOf } from './model-shape.ts'

export interface Load {
  readonly method: 'full' | 'lora'
  /** Of the adapters. */
  readonly rank: number
  /** Answers that one forward pass takes (per_device_train_batch_size). */
  readonly microBatch: number
  /** Answers that are drawn at once. */
  readonly answers: number
  /** Tokens of the longest prompt, and the most of an answer. */
  readonly promptTokens: number
  readonly answerTokens: number
  /** Activations are computed again in the backward pass instead of kept (gradient_checkpointing). */
  readonly recompute: boolean
  /** A second copy of the weights for the KL term (beta above 0); LoRA needs none. */
  readonly reference: boolean
  /** 16-bit arithmetic, as on GPUs; a CPU computes in 32 bits. */
  readonly half: boolean
}

/** Bytes. */
export interface MemoryParts {
  readonly weights: number
  readonly gradients: number
  readonly optimizer: number
  /** Of the update's largest micro-batch. */
  readonly activations: number
  /** Keys and values while answers are drawn. */
  readonly cache: number
  /** Tiles of logits, casts of weights, work space. */
  readonly work: number
}

export interface MemoryNeed {
  readonly parts: MemoryParts
  /** Peak while answers are drawn, and while the weights are updated. */
  readonly rollout: number
  readonly update: number
  /** The larger of the two. */
  readonly peak: number
}

/** Tokens that TRL projects to logits at once, and the width of a tile of the vocabulary. */
const TILE_TOKENS = 4096
const TILE_WIDTH = 32_768
/**
 * Bytes that the first pass over the prompts holds for a moment, for each token and each value of a layer's widths;
 * measured with transformers 5.17 and torch 2.11 on an H200, weights of 16 and of 32 bits.
 */
const PREFILL = { narrow: 13, wide: 37 } as const

const widths = ({ heads, keyHeads, headSize }: ModelShape) => ({
  query: heads * headSize,
  key: keyHeads * headSize,
})

/** Whether weights and what is added up along the layers have 32 bits. */
const isWide = ({ method, half }: Load): boolean => method === 'full' || !half
const bytesOf = ({ half }: Load): number => (half ? 2 : 4)

/** Bytes that one layer keeps for the backward pass of one token. */
function keptPerToken(shape: ModelShape, load: Load): number {
  const { hidden, inner } = shape
  const { query, key } = widths(shape)
  const small = bytesOf(load)
  // A norm keeps its 32-bit input, and the normed one where its gain is trained.
  const norm = load.method === 'full' ? 8 : 4
  const norms = norm * (2 * hidden + query + key)
  // Of each product that is trained, whole or by an adapter, the input.
  const inputs = small * (5 * hidden + query + inner)
  // Queries, keys and values as wide as queries, and the output; no scores.
  const attention = 4 * small * query
  return norms + inputs + attention + 3 * small * inner
}

/** Bytes that all layers together hold at the peak of an update. */
function activationBytes(shape: ModelShape, load: Load): number {
  const tokens = load.microBatch * (load.promptTokens + load.answerTokens)
  const layer = keptPerToken(shape, load) * tokens
  const input = shape.hidden * (isWide(load) ? 4 : 2) * tokens
  const ends = 2 * shape.hidden * 4 * tokens
  return ends + (load.recompute ? input * shape.layers + layer : layer * shape.layers)
}

/** What is trained: all weights, or LoRA's own. */
const trainedWeights = (shape: ModelShape, load: Load): number =>
  load.method === 'lora' ? adapterWeights(shape, load.rank) : weightsOf(shape)

const headWeights = ({ vocabulary, hidden }: ModelShape): number => vocabulary * hidden

/** Copies of weights in 16 bits where they have 32 and the arithmetic 16. */
const castBytes = (load: Load, weights: number): number =>
  load.method === 'full' && load.half ? 2 * weights : 0

function rolloutWork(shape: ModelShape, load: Load): { readonly cache: number; readonly work: number } {
  const { query, key } = widths(shape)
  const small = bytesOf(load)
  // Keys come out of their norm with its bits, values out of a product.
  const wide = isWide(load) ? 4 : small
  const perToken = shape.layers * key * (wide + small)
  const { answers, promptTokens, answerTokens } = load
  const cache = answers * (promptTokens + answerTokens) * perToken
  const prefill = PREFILL[isWide(load) ? 'wide' : 'narrow'] * (query + key + shape.hidden)
  const first = answers * promptTokens * (perToken + prefill)
  const last = cache + answers * (promptTokens + answerTokens) * query * (wide + small)
  const casts = castBytes(load, shape.layers * layerWeights(shape) + headWeights(shape))
  return { cache, work: casts + Math.max(first, last) - cache }
}

function updateWork(shape: ModelShape, load: Load): number {
  const tokens = Math.min(TILE_TOKENS, load.microBatch * load.answerTokens)
  const tiles = tokens * Math.min(TILE_WIDTH, shape.vocabulary) * bytesOf(load)
  const casts = castBytes(load, (load.recompute ? 1 : shape.layers) * layerWeights(shape))
  // The head's gradient is added up in 32 bits beside the weights' own.
  const head = load.method === 'full' ? headWeights(shape) * 4 + castBytes(load, headWeights(shape)) : 0
  return tiles + casts + head
}

export function memoryNeed(shape: ModelShape, load: Load): MemoryNeed {
  const all = weightsOf(shape)
  const trained = trainedWeights(shape, load)
  const frozen = load.method === 'lora' ? all * bytesOf(load) : 0
  const reference = load.reference && load.method === 'full' ? all * 4 : 0
  const weights = trained * 4 + frozen + reference
  const optimizer = trained * 8
  const gradients = trained * 4
  const activations = activationBytes(shape, load)
  const drawing = rolloutWork(shape, load)
  const work = updateWork(shape, load)
  const rollout = weights + optimizer + drawing.cache + drawing.work
  const update = weights + optimizer + gradients + activations + work
  const parts = { weights, gradients, optimizer, activations, cache: drawing.cache, work }
  return { parts, rollout, update, peak: Math.max(rollout, update) }
}

/** What lies in memory at the peak, largest phase only: what is drawn with, or what is updated with. */
export type PeakPart = 'weights' | 'optimizer' | 'gradients' | 'activations' | 'work' | 'drawing' | 'beside'

/**
 * The peak by its parts, which add up to it.
 *
 * @param beside bytes that the driver and fragments take
 */
export function peakParts(
  { parts, rollout, update }: MemoryNeed,
  beside: number,
): readonly { readonly part: PeakPart; readonly bytes: number }[] {
  const { weights, optimizer, gradients, activations, work } = parts
  const kept = [
    { part: 'weights', bytes: weights },
    { part: 'optimizer', bytes: optimizer },
  ] as const
  const phase =
    update >= rollout
      ? ([
          { part: 'gradients', bytes: gradients },
          { part: 'activations', bytes: activations },
          { part: 'work', bytes: work },
        ] as const)
      : ([{ part: 'drawing', bytes: rollout - weights - optimizer }] as const)
  return [...kept, ...phase, { part: 'beside', bytes: beside }]
}
