/** The way back through the decoder: from the gradient of the last rows to that of every parameter. */
import { type Batch, segmentsFrom } from './batch.ts'
import { HEAD_WIDTH } from './config.ts'
import type { Model } from './model.ts'
import { attendBackward } from './segment-attention.ts'
import { fromRow, type LayerTape, type Tape } from './tape.ts'
import type { LayerTensors, Tensor } from './tensors.ts'

/** Everything that a layer's way back needs. */
interface Way {
  readonly model: Model
  readonly layer: LayerTensors
  readonly tape: LayerTape
  readonly rows: number
  /** The layer gave a result from this row on; rows before have keys and values only. */
  readonly from: number
  /** Gradient of the layer's result, 0 where it gave none; becomes that of its input. */
  readonly dx: number
  /** Address of a parameter's gradient. */
  readonly gradient: (tensor: Tensor) => number
}

function feedBackward(way: Way): void {
  const { model, layer, gradient } = way
  const { arena, kernels, config } = model
  const { width, feedForward } = config
  const rows = way.rows - way.from
  const dx = way.dx + way.from * width * 4
  const tape = fromRow(model, way.tape, way.from)
  const mark = arena.mark()
  const dFed = arena.take(rows * feedForward)
  const dFeedIn = arena.take(rows * width)
  model.applyBack(dFed, dx, rows, layer.down)
  model.accumulate(gradient(layer.down), tape.fed, feedForward, dx, width, rows)
  kernels.swigluBackward(tape.gate, tape.up, dFed, rows * feedForward)
  model.applyBack(dFeedIn, tape.gate, rows, layer.gate)
  model.applyBack(dFeedIn, tape.up, rows, layer.up, 1)
  model.accumulate(gradient(layer.gate), tape.feedIn, width, tape.gate, feedForward, rows)
  model.accumulate(gradient(layer.up), tape.feedIn, width, tape.up, feedForward, rows)
  const gain = layer.feedNorm
  kernels.rmsNormBackward(
    dx,
    gradient(gain),
    dFeedIn,
    tape.middle,
    model.weight(gain),
    tape.feedInverse,
    rows,
    width,
    1,
  )
  arena.release(mark)
}

/** Back through position and head norm, in place. */
function headsBackward(
  { model, gradient }: Way,
  d: number,
  rows: number,
  positions: number,
  gain: Tensor,
  raw: number,
  inverse: number,
): void {
  const { kernels, config, plan } = model
  kernels.rope(d, rows, config.heads, positions, plan.turns, -1)
  const heads = rows * config.heads
  kernels.rmsNormBackward(d, gradient(gain), d, raw, model.weight(gain), inverse, heads, HEAD_WIDTH, 0)
}

/** From the gradient of the queries to that of what they were projected from, added to `dIn`. */
function queriesBackward(way: Way, dQuery: number, dIn: number, positions: number): void {
  const { model, layer, from, gradient } = way
  const { inner, config } = model
  const rows = way.rows - from
  const tape = fromRow(model, way.tape, from)
  const d = dQuery + from * inner * 4
  headsBackward(way, d, rows, positions + from * 4, layer.queryNorm, tape.rawQuery, tape.queryInverse)
  model.applyBack(dIn + from * config.width * 4, d, rows, layer.query, 1)
  model.accumulate(gradient(layer.query), tape.attentionIn, config.width, d, inner, rows)
}

function attentionBackward(way: Way, batch: Batch, { positions, parents }: Tape): void {
  const { model, layer, tape, rows, from, dx, gradient } = way
  const { arena, kernels, config, inner } = model
  const { width } = config
  const mark = arena.mark()
  const dAttended = arena.take(rows * inner)
  const query = arena.take(rows * inner)
  const [key, value] = [model.zeros(rows * inner), model.zeros(rows * inner)]
  const dIn = arena.take(rows * width)
  const dResult = dx + from * width * 4
  const wanted = rows - from
  model.applyBack(dAttended + from * inner * 4, dResult, wanted, layer.output)
  const { attended } = fromRow(model, tape, from)
  model.accumulate(gradient(layer.output), attended, inner, dResult, width, wanted)
  attendBackward(model, tape, dAttended, { query, key, value }, segmentsFrom(batch, from), { parents })
  headsBackward(way, key, rows, positions, layer.keyNorm, tape.rawKey, tape.keyInverse)
  model.applyBack(dIn, key, rows, layer.key)
  model.applyBack(dIn, value, rows, layer.value, 1)
  model.accumulate(gradient(layer.key), tape.attentionIn, width, key, inner, rows)
  model.accumulate(gradient(layer.value), tape.attentionIn, width, value, inner, rows)
  queriesBackward(way, query, dIn, positions)
  const gain = layer.attentionNorm
  kernels.rmsNormBackward(
    dx,
    gradient(gain),
    dIn,
    tape.input,
    model.weight(gain),
    tape.attentionInverse,
    rows,
    width,
    1,
  )
  arena.release(mark)
}

/**
 * Adds every parameter's gradient to the region at `gradients`, given that of the normed wanted rows. The tape's
 * activations are used up.
 */
export function backward(model: Model, batch: Batch, tape: Tape, dNormed: number, gradients: number): void {
  const { kernels, config, tensors } = model
  const { rows, wantedFrom } = tape
  const { width } = config
  const gradient = (tensor: Tensor): number => gradients + tensor.offset * 4
  const gain = tensors.lastNorm
  const mark = model.arena.mark()
  const dx = model.zeros(rows * width)
  kernels.rmsNormBackward(
    dx + wantedFrom * width * 4,
    gradient(gain),
    dNormed,
    tape.last,
    model.weight(gain),
    tape.lastInverse,
    rows - wantedFrom,
    width,
    0,
  )
  for (let n = tensors.layers.length - 1; n >= 0; n--) {
    const layer = tensors.layers[n] as LayerTensors
    const from = n === tensors.layers.length - 1 ? wantedFrom : 0
    const way = { model, layer, tape: tape.layers[n] as LayerTape, rows, from, dx, gradient }
    feedBackward(way)
    attentionBackward(way, batch, tape)
  }
  kernels.scatterAddRows(gradient(tensors.embedding), dx, tape.tokens, rows, width)
  model.arena.release(mark)
}
