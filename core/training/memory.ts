/**
 * How much memory a GRPO training with TRL takes on one GPU, from the model's shape and the settings.
 *
 * Sources: mixed precision keeps 4 bytes of weights, 4 of gradients and 8 of Adam's two means a parameter (Rajbhandari et
 * al. 2020, ZeRO, arXiv 1910.02054 §3.1); activations a layer follow Korthikanti et al. 2022 (arXiv 2205.05198 §4.1),
 * counted anew for this architecture: gated MLP, norms in 32 bits, attention that keeps no scores; recomputing keeps one
 * input a layer (Chen et al. 2016, arXiv 1604.06174). TRL computes log-probabilities tile by tile, so that logits never
 * stand there whole.
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
const TILE_WIDTH = 8192

/** Bytes that one layer keeps for the backward pass of one token. */
function keptPerToken(shape: ModelShape, { method, half }: Load): number {
  const { hidden, inner, heads, keyHeads, headSize } = shape
  const small = half ? 2 : 4
  // The residual stream has the weights' own precision.
  const wide = method === 'full' || !half ? 4 : 2
  const query = heads * headSize
  const key = keyHeads * headSize
  // Two norms: input, its 32-bit copy, the normed one; and what each product keeps of its input.
  const norms = 2 * hidden * (wide + 4 + 4) + hidden * small * (method === 'full' ? 5 : 2)
  // Norms and rotation of queries and keys, then attention's own: queries, keys, values, the output.
  const attention = (query + key) * (4 + 4 + 3 * small) + 2 * query * small + 2 * key * small
  const mlp = 4 * inner * small
  // Adapters keep a copy of each product's input in 32 bits.
  const adapters = method === 'lora' ? 4 * (2 * hidden + query + inner) : 0
  return norms + attention + mlp + adapters
}

/** Bytes that all layers together hold at the peak of an update. */
function activationBytes(shape: ModelShape, load: Load): number {
  const tokens = load.microBatch * (load.promptTokens + load.answerTokens)
  const layer = keptPerToken(shape, load) * tokens
  const wide = load.method === 'full' || !load.half ? 4 : 2
  const whole = load.recompute ? shape.hidden * wide * tokens * shape.layers + layer : layer * shape.layers
  return whole + shape.hidden * 4 * tokens * 2
}

/** Of LoRA's own weights and of a whole training's: what is trained. */
const trainedWeights = (shape: ModelShape, load: Load): number =>
  load.method === 'lora' ? adapterWeights(shape, load.rank) : weightsOf(shape)

export function memoryNeed(shape: ModelShape, load: Load): MemoryNeed {
  const all = weightsOf(shape)
  const trained = trainedWeights(shape, load)
  const small = load.half ? 2 : 4
  const frozen = load.method === 'lora' ? all * small : 0
  const reference = load.reference && load.method === 'full' ? all * 4 : 0
  const weights = trained * 4 + frozen + reference
  const optimizer = trained * 8
  const gradients = trained * 4
  // Where weights have 32 bits and arithmetic 16, a pass holds a copy of each layer's.
  const casts = load.method === 'full' && load.half ? shape.layers * layerWeights(shape) * 2 : 0
  const head = shape.vocabulary * shape.hidden * small
  const tokens = Math.min(TILE_TOKENS, load.microBatch * load.answerTokens)
  const tiles = tokens * Math.min(TILE_WIDTH, shape.vocabulary) * 4 * 2
  const cache =
    load.answers *
    (load.promptTokens + load.answerTokens) *
    shape.layers *
    2 *
    shape.keyHeads *
    shape.headSize *
    small
  // The first pass over all prompts: a layer's work, and 32-bit logits of one token an answer with their sorted copies.
  const prefill = load.answers * load.promptTokens * (shape.inner * 3 * small + shape.hidden * 12)
  const drawing = load.answers * shape.vocabulary * 4 * 3
  const activations = activationBytes(shape, load)
  const rollout = weights + optimizer + casts + cache + Math.max(prefill, drawing)
  // The head's gradient is added up in 32 bits beside the weights'.
  const headWork = load.method === 'full' ? shape.vocabulary * shape.hidden * 4 + head : head * 0
  const work = casts + tiles + headWork
  const update = weights + optimizer + gradients + activations + work
  return {
    parts: { weights, gradients, optimizer, activations, cache, work },
    rollout,
    update,
    peak: Math.max(rollout, update),
  }
}
