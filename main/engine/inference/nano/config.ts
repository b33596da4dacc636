import { z } from 'zod'

const fieldsSchema = z.object({
  architectures: z.tuple([z.literal('Qwen3ForCausalLM')]),
  model_type: z.literal('qwen3'),
  vocab_size: z.int().min(8).max(32_768).multipleOf(4),
  hidden_size: z.int().min(4).max(2048).multipleOf(4),
  intermediate_size: z.int().min(4).max(8192).multipleOf(4),
  num_hidden_layers: z.int().min(1).max(32),
  num_attention_heads: z.int().min(1).max(64),
  num_key_value_heads: z.int().min(1).max(64),
  /** The kernels hold one head's query in eight vector registers. */
  head_dim: z.literal(32),
  max_position_embeddings: z.int().min(8).max(8192),
  rope_theta: z.number().positive(),
  rms_norm_eps: z.number().positive(),
  tie_word_embeddings: z.literal(true),
  attention_bias: z.literal(false),
  hidden_act: z.literal('silu'),
  bos_token_id: z.int().nullable(),
  eos_token_id: z.int(),
  pad_token_id: z.int().nullable(),
})

const ropeSchema = z.looseObject({
  rope_parameters: z.object({ rope_theta: z.number(), rope_type: z.literal('default') }),
})

/** transformers 5 writes the angle of RoPE into an object of its own, as TRL's checkpoints show. */
function ropeInPlace(raw: unknown): unknown {
  const { data } = ropeSchema.safeParse(raw)
  return data === undefined ? raw : { rope_theta: data.rope_parameters.rope_theta, ...data }
}

/**
 * The shape of a small policy, in the words of a Hugging Face `config.json` for `Qwen3ForCausalLM` (tied embeddings,
 * no biases, as many key heads as query heads). Unknown fields are kept out; other architectures are refused.
 */
export const nanoConfigSchema = z.preprocess(ropeInPlace, fieldsSchema)

export interface NanoConfig {
  readonly vocab: number
  readonly width: number
  readonly feedForward: number
  readonly layers: number
  readonly heads: number
  /** Tokens of prompt and answer together. */
  readonly context: number
  readonly ropeTheta: number
  readonly normEpsilon: number
  /** The token that ends an answer. */
  readonly endToken: number
  readonly padToken: number
}

export const HEAD_WIDTH = 32

/** The policy that is shipped: 2.16 million parameters. */
export const NANO: NanoConfig = {
  vocab: 2048,
  width: 192,
  feedForward: 512,
  layers: 4,
  heads: 6,
  context: 1024,
  ropeTheta: 10_000,
  normEpsilon: 1e-6,
  endToken: 0,
  padToken: 0,
}

/** What config.json says of a model whose weights are stored so. */
export const toConfigJson = (
  config: NanoConfig,
  weights: 'f32' | 'f16',
): z.infer<typeof nanoConfigSchema> & { readonly torch_dtype: string } => ({
  architectures: ['Qwen3ForCausalLM'],
  model_type: 'qwen3',
  vocab_size: config.vocab,
  hidden_size: config.width,
  intermediate_size: config.feedForward,
  num_hidden_layers: config.layers,
  num_attention_heads: config.heads,
  num_key_value_heads: config.heads,
  head_dim: HEAD_WIDTH,
  max_position_embeddings: config.context,
  rope_theta: config.ropeTheta,
  rms_norm_eps: config.normEpsilon,
  tie_word_embeddings: true,
  attention_bias: false,
  hidden_act: 'silu',
  bos_token_id: null,
  eos_token_id: config.endToken,
  pad_token_id: config.padToken,
  torch_dtype: weights === 'f16' ? 'float16' : 'float32',
})
