/** The Qwen3 decoder (arXiv 2505.09388) over a batch of rows, keeping what the way back needs. */
import type { Batch } from './batch.ts'
import { HEAD_WIDTH } from './config.ts'
import type { Model } from './model.ts'
import { attend } from './segment-attention.ts'
import type { LayerTape, Tape } from './tape.ts'
import type { LayerTensors } from './tensors.ts'

type Kept = Pick<LayerTape, 'key' | 'value'>
export type LayerRoom = Omit<LayerTape, 'key' | 'value' | 'input'>

const keptRoom = (model: Model, rows: number): Kept => ({
  key: model.arena.take(rows * model.inner),
  value: model.arena.take(rows * model.inner),
})

/** Room for what one layer computes of so many rows. */
export function layerRoom(model: Model, rows: number): LayerRoom {
  const { arena, config, inner } = model
  const wide = (): number => arena.take(rows * config.width)
  const heads = (): number => arena.take(rows * inner)
  const fed = (): number => arena.take(rows * config.feedForward)
  return {
    attentionIn: wide(),
    attentionInverse: arena.take(rows),
    rawQuery: heads(),
    rawKey: heads(),
    queryInverse: arena.take(rows * config.heads),
    keyInverse: arena.take(rows * config.heads),
    query: heads(),
    attended: heads(),
    middle: wide(),
    feedIn: wide(),
    feedInverse: arena.take(rows),
    gate: fed(),
    up: fed(),
    fed: fed(),
  }
}

/** Queries, keys and values of the rows: normed by head, turned by position. */
export function project(
  model: Model,
  layer: LayerTensors,
  tape: LayerTape,
  rows: number,
  positions: number,
): void {
  const { kernels, config, plan } = model
  const epsilon = config.normEpsilon
  kernels.rmsNorm(
    tape.attentionIn,
    tape.input,
    model.weight(layer.attentionNorm),
    tape.attentionInverse,
    rows,
    config.width,
    epsilon,
  )
  model.apply(tape.rawQuery, tape.attentionIn, rows, layer.query)
  model.apply(tape.rawKey, tape.attentionIn, rows, layer.key)
  model.apply(tape.value, tape.attentionIn, rows, layer.value)
  const heads = rows * config.heads
  const norm = (to: number, from: number, gain: number, inverse: number): void =>
    kernels.rmsNorm(to, from, gain, inverse, heads, HEAD_WIDTH, epsilon)
  norm(tape.query, tape.rawQuery, model.weight(layer.queryNorm), tape.queryInverse)
  norm(tape.key, tape.rawKey, model.weight(layer.keyNorm), tape.keyInverse)
  kernels.rope(tape.query, rows, config.heads, positions, plan.turns, 1)
  kernels.rope(tape.key, rows, config.heads, positions, plan.turns, 1)
}

/** From what was attended to, through output, residual and SwiGLU, to the layer's result in `out`. */
export function finishLayer(
  model: Model,
  layer: LayerTensors,
  tape: LayerTape,
  rows: number,
  out: number,
): void {
  const { kernels, config } = model
  model.copy(tape.middle, tape.input, rows * config.width)
  model.apply(tape.middle, tape.attended, rows, layer.output, 1)
  kernels.rmsNorm(
    tape.feedIn,
    tape.middle,
    model.weight(layer.feedNorm),
    tape.feedInverse,
    rows,
    config.width,
    config.normEpsilon,
  )
  model.apply(tape.gate, tape.feedIn, rows, layer.gate)
  model.apply(tape.up, tape.feedIn, rows, layer.up)
  kernels.swiglu(tape.fed, tape.gate, tape.up, rows * config.feedForward)
  model.copy(out, tape.middle, rows * config.width)
  model.apply(out, tape.fed, rows, layer.down, 1)
}

/** Embeds the tape's tokens and runs them through all layers. */
function run(model: Model, batch: Batch, tape: Tape): Tape {
  const { kernels, config, tensors } = model
  const { rows } = tape
  const first = tape.layers[0]?.input ?? tape.last
  kernels.gatherRows(first, model.weight(tensors.embedding), tape.tokens, rows, config.width)
  tensors.layers.forEach((layer, n) => {
    const at = tape.layers[n] as LayerTape
    project(model, layer, at, rows, tape.positions)
    attend(model, at, batch.segments)
    finishLayer(model, layer, at, rows, tape.layers[n + 1]?.input ?? tape.last)
  })
  normLast(model, tape)
  return tape
}

/** The norm after the last layer. */
export function normLast(model: Model, tape: Pick<Tape, 'normed' | 'last' | 'lastInverse' | 'rows'>): void {
  const { width, normEpsilon } = model.config
  const gain = model.weight(model.tensors.lastNorm)
  model.kernels.rmsNorm(tape.normed, tape.last, gain, tape.lastInverse, tape.rows, width, normEpsilon)
}

/** Runs a batch for training: everything that the way back needs stays in the arena. */
export function forward(model: Model, batch: Batch): Tape {
  const { arena, config } = model
  const rows = batch.tokens.length
  const wide = (): number => arena.take(rows * config.width)
  return run(model, batch, {
    rows,
    tokens: model.putInts(batch.tokens),
    positions: model.putInts(batch.positions),
    layers: model.tensors.layers.map(() => ({
      ...layerRoom(model, rows),
      ...keptRoom(model, rows),
      input: wide(),
    })),
    last: wide(),
    lastInverse: arena.take(rows),
    normed: wide(),
  })
}

/** Runs a batch of prompts: keys and values of every layer and the normed last rows stay, the rest is given back. */
export function prefill(
  model: Model,
  batch: Batch,
): { readonly layers: readonly Kept[]; readonly normed: number } {
  const { arena, config } = model
  const rows = batch.tokens.length
  const kept = model.tensors.layers.map(() => keptRoom(model, rows))
  const normed = arena.take(rows * config.width)
  const mark = arena.mark()
  const room = layerRoom(model, rows)
  // A layer's result is the next one's input: two places, in turn.
  const places = [arena.take(rows * config.width), arena.take(rows * config.width)]
  const place = (n: number): number => places[n % 2] ?? 0
  run(model, batch, {
    rows,
    tokens: model.putInts(batch.tokens),
    positions: model.putInts(batch.positions),
    layers: kept.map((layer, n) => ({ ...room, ...layer, input: place(n) })),
    last: place(kept.length),
    lastInverse: arena.take(rows),
    normed,
  })
  arena.release(mark)
  return { layers: kept, normed }
}

/** logits[rows, vocab] of rows that are already normed. */
export function logitsOf(model: Model, logits: number, normed: number, rows: number): void {
  const { vocab, width } = model.config
  model.product(logits, vocab, normed, width, 1, model.plan.words, vocab, 1, rows, vocab, width, 0)
}
