/** What a model's config.json says of its size. */
import { z } from 'zod'

const count = z.number().int().min(1).max(10_000_000)
const configSchema = z
  .object({
    hidden_size: count,
    intermediate_size: count,
    num_hidden_layers: count,
    num_attention_heads: count,
    num_key_value_heads: count.nullish(),
    head_dim: count.nullish(),
    vocab_size: count,
    tie_word_embeddings: z.boolean().nullish(),
    max_position_embeddings: count.nullish(),
    architectures: z.array(z.string()).nullish(),
    num_experts: z.number().nullish(),
  })
  .transform((config) => ({
    hidden: config.hidden_size,
    inner: config.intermediate_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    keyHeads: config.num_key_value_heads ?? config.num_attention_heads,
    headSize: config.head_dim ?? config.hidden_size / config.num_attention_heads,
    vocabulary: config.vocab_size,
    tied: config.tie_word_embeddings ?? false,
    context: config.max_position_embeddings ?? undefined,
    /** A mixture of experts holds more than these numbers say; the memory model does not know it. */
    dense: config.num_experts === null || config.num_experts === undefined,
  }))

/** A dense decoder of the Llama and Qwen family. */
export type ModelShape = z.infer<typeof configSchema>

/** @returns undefined where the text is no config of such a model */
export function readModelShape(text: string): ModelShape | undefined {
  try {
    return configSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const qwen3 = (hidden: number, inner: number, layers: number, heads: number, tied: boolean): ModelShape => ({
  ...{ hidden, inner, layers, heads, tied },
  keyHeads: 8,
  headSize: 128,
  vocabulary: 151_936,
  context: 40_960,
  dense: true,
})

/** The small policy that is shipped (resources/nano/config.json). */
export const SMALL_SHAPE: ModelShape = {
  ...{ hidden: 192, inner: 512, layers: 4, heads: 6, keyHeads: 6, headSize: 32, vocabulary: 2048 },
  ...{ tied: true, context: 1024, dense: true },
}

/** Models that users ask about before one is on the host. Source: config.json of each in the Qwen3 release. */
export const KNOWN_SHAPES: Readonly<Record<string, ModelShape>> = {
  'Qwen3-0.6B': qwen3(1024, 3072, 28, 16, true),
  'Qwen3-1.7B': qwen3(2048, 6144, 28, 16, true),
  'Qwen3-4B': qwen3(2560, 9728, 36, 32, true),
  'Qwen3-8B': qwen3(4096, 12_288, 36, 32, false),
  'Qwen3-14B': qwen3(5120, 17_408, 40, 40, false),
  'Qwen3-32B': qwen3(5120, 25_600, 64, 64, false),
}

/** Weights of the matrices of one layer. */
export const layerWeights = ({ hidden, inner, heads, keyHeads, headSize }: ModelShape): number =>
  2 * hidden * heads * headSize + 2 * hidden * keyHeads * headSize + 3 * hidden * inner

/** Weights in all, gains of the norms left out (less than a thousandth). */
export const weightsOf = (shape: ModelShape): number =>
  shape.layers * layerWeights(shape) + shape.vocabulary * shape.hidden * (shape.tied ? 1 : 2)

/** Weights that low-rank adapters of a rank add to every matrix of every layer (Hu et al. 2021, arXiv 2106.09685). */
export function adapterWeights(shape: ModelShape, rank: number): number {
  const { hidden, inner, heads, keyHeads, headSize, layers } = shape
  const query = hidden + heads * headSize
  const key = hidden + keyHeads * headSize
  return layers * rank * (2 * query + 2 * key + 3 * (hidden + inner))
}
