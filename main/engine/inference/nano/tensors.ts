import { HEAD_WIDTH, type NanoConfig } from './config.ts'

/** A parameter. Matrices lie as [in, out], which is how rows are multiplied; files hold [out, in]. */
export interface Tensor {
  /** As transformers names it. */
  readonly name: string
  readonly kind: 'embedding' | 'matrix' | 'gain'
  /** Inputs of a matrix, words of the embedding, 1 for a gain. */
  readonly rows: number
  readonly columns: number
  /** Floats before it in every region that holds all parameters. */
  readonly offset: number
}

export interface LayerTensors {
  readonly attentionNorm: Tensor
  readonly query: Tensor
  readonly key: Tensor
  readonly value: Tensor
  readonly queryNorm: Tensor
  readonly keyNorm: Tensor
  readonly output: Tensor
  readonly feedNorm: Tensor
  readonly gate: Tensor
  readonly up: Tensor
  readonly down: Tensor
}

export interface Tensors {
  readonly embedding: Tensor
  readonly layers: readonly LayerTensors[]
  readonly lastNorm: Tensor
  /** In the order of their offsets. */
  readonly all: readonly Tensor[]
  /** Floats of all parameters. */
  readonly size: number
}

export const sizeOf = (tensor: Tensor): number => tensor.rows * tensor.columns

export function tensorsOf(config: NanoConfig): Tensors {
  const all: Tensor[] = []
  let offset = 0
  const put = (kind: Tensor['kind'], name: string, rows: number, columns: number): Tensor => {
    const tensor = { name: `model.${name}.weight`, kind, rows, columns, offset }
    all.push(tensor)
    offset += rows * columns
    return tensor
  }
  const { width, feedForward, heads } = config
  const inner = heads * HEAD_WIDTH
  const embedding = put('embedding', 'embed_tokens', config.vocab, width)
  const layers = Array.from({ length: config.layers }, (_, n): LayerTensors => {
    const at = `layers.${n}`
    return {
      attentionNorm: put('gain', `${at}.input_layernorm`, 1, width),
      query: put('matrix', `${at}.self_attn.q_proj`, width, inner),
      key: put('matrix', `${at}.self_attn.k_proj`, width, inner),
      value: put('matrix', `${at}.self_attn.v_proj`, width, inner),
      queryNorm: put('gain', `${at}.self_attn.q_norm`, 1, HEAD_WIDTH),
      keyNorm: put('gain', `${at}.self_attn.k_norm`, 1, HEAD_WIDTH),
      output: put('matrix', `${at}.self_attn.o_proj`, inner, width),
      feedNorm: put('gain', `${at}.post_attention_layernorm`, 1, width),
      gate: put('matrix', `${at}.mlp.gate_proj`, width, feedForward),
      up: put('matrix', `${at}.mlp.up_proj`, width, feedForward),
      down: put('matrix', `${at}.mlp.down_proj`, feedForward, width),
    }
  })
  const lastNorm = put('gain', 'norm', 1, width)
  return { embedding, layers, lastNorm, all, size: offset }
}
