/** The Qwen3 decoder (arXiv 2505.09388) over a batch of rows, keeping what the way back needs. */
import { type Batch, segmentsFrom } from './batch.ts'
import { HEAD_WIDTH } from './config.ts'
import type { Model } from './model.ts'
import { attend } from './segment-attention.ts'
import { fromRow, type LayerTape, type Tape } from './tape.ts'
import type { LayerTensors, Tensor } from './tensors.ts'

type LastRows = Pick<Tape, 'normed' | 'last' | 'lastInverse' | 'rows' | 'wantedFrom'>
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

/** What attention reads of the rows: their input, normed. */
export function readIn(model: Model, layer: LayerTensors, tape: LayerTape, rows: number): void {
  const { width, normEpsilon } = model.config
  const gain = model.weight(layer.attentionNorm)
  model.kernels.rmsNorm(tape.attentionIn, tape.input, gain, tape.attentionInverse, rows, width, normEpsilon)
}

/** Norm of each head of the rows, then its turn by position. */
function placeHeads(
  model: Model,
  to: number,
  from: number,
  gain: Tensor,
  inverse: number,
  rows: number,
  positions: number,
): void {
  const { kernels, config, plan } = model
  const heads = rows * config.heads
  kernels.rmsNorm(to, from, model.weight(gain), inverse, heads, HEAD_WIDTH, config.normEpsilon)
  kernels.rope(to, rows, config.heads, positions, plan.turns, 1)
}

/** Keys and values of rows that were read in. */
export function projectKeys(
  model: Model,
  layer: LayerTensors,
  tape: LayerTape,
  rows: number,
  positions: number,
): void {
  model.apply(tape.rawKey, tape.attentionIn, rows, layer.key)
  model.apply(tape.value, tape.attentionIn, rows, layer.value)
  placeHeads(model, tape.key, tape.rawKey, layer.keyNorm, tape.keyInverse, rows, positions)
}

/** Queries of rows that were read in. */
export function projectQueries(
  model: Model,
  layer: LayerTensors,
  tape: LayerTape,
  rows: number,
  positions: number,
): void {
  model.apply(tape.rawQuery, tape.attentionIn, rows, layer.query)
  placeHeads(model, tape.query, tape.rawQuery, layer.queryNorm, tape.queryInverse, rows, positions)
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

/** Embeds the tape's tokens and runs them through all layers, through the last one only as far as they are wanted. */
function run(model: Model, batch: Batch, tape: Tape): Tape {
  const { kernels, config, tensors } = model
  const { rows, positions } = tape
  const first = tape.layers[0]?.input ?? tape.last
  kernels.gatherRows(first, model.weight(tensors.embedding), tape.tokens, rows, config.width)
  tensors.layers.forEach((layer, n) => {
    const at = tape.layers[n] as LayerTape
    const next = tape.layers[n + 1]
    const from = next ? 0 : tape.wantedFrom
    readIn(model, layer, at, rows)
    projectKeys(model, layer, at, rows, positions)
    if (from === rows) return
    const wanted = fromRow(model, at, from)
    projectQueries(model, layer, wanted, rows - from, positions + from * 4)
    attend(model, at, segmentsFrom(batch, from), tape)
    finishLayer(model, layer, wanted, rows - from, next?.input ?? tape.last)
  })
  normLast(model, tape)
  return tape
}

/** The norm after the last layer. */
export function normLast(model: Model, tape: LastRows): void {
  const { width, normEpsilon } = model.config
  const gain = model.weight(model.tensors.lastNorm)
  const rows = tape.rows - tape.wantedFrom
  model.kernels.rmsNorm(tape.normed, tape.last, gain, tape.lastInverse, rows, width, normEpsilon)
}

const rowsOf = (
  model: Model,
  batch: Batch,
): Pick<Tape, 'rows' | 'wantedFrom' | 'tokens' | 'positions' | 'parents'> => ({
  rows: batch.tokens.length,
  wantedFrom: batch.wantedFrom,
  tokens: model.putInts(batch.tokens),
  positions: model.putInts(batch.positions),
  parents: model.putInts(batch.parents),
})

/** Runs a batch for training: everything that the way back needs stays in the arena. */
export function forward(model: Model, batch: Batch): Tape {
  const { arena, config } = model
  const rows = batch.tokens.length
  const wanted = rows - batch.wantedFrom
  return run(model, batch, {
    ...rowsOf(model, batch),
    layers: model.tensors.layers.map(() => ({
      ...layerRoom(model, rows),
      ...keptRoom(model, rows),
      input: arena.take(rows * config.width),
    })),
    last: arena.take(wanted * config.width),
    lastInverse: arena.take(wanted),
    normed: arena.take(wanted * config.width),
  })
}

/** What reading without a way back leaves. */
export interface ReadRows extends Pick<Tape, 'normed' | 'wantedFrom'> {
  readonly layers: readonly Kept[]
}

/** Runs a batch: keys and values of every layer and the normed wanted rows stay, the rest is given back. */
export function prefill(model: Model, batch: Batch): ReadRows {
  const { arena, config } = model
  const rows = batch.tokens.length
  const wanted = rows - batch.wantedFrom
  const kept = model.tensors.layers.map(() => keptRoom(model, rows))
  const normed = arena.take(wanted * config.width)
  const mark = arena.mark()
  const room = layerRoom(model, rows)
  // A layer's result is the next one's input: two places, in turn.
  const places = [arena.take(rows * config.width), arena.take(rows * config.width)]
  const place = (n: number): number => places[n % 2] ?? 0
  run(model, batch, {
    ...rowsOf(model, batch),
    layers: kept.map((layer, n) => ({ ...room, ...layer, input: place(n) })),
    last: place(kept.length),
    lastInverse: arena.take(wanted),
    normed,
  })
  arena.release(mark)
  return { layers: kept, normed, wantedFrom: batch.wantedFrom }
}

/** logits[rows, vocab] of rows that are already normed. */
export function logitsOf(model: Model, logits: number, normed: number, rows: number): void {
  const { vocab, width } = model.config
  model.product(logits, vocab, normed, width, 1, model.plan.words, vocab, 1, rows, vocab, width, 0)
}
