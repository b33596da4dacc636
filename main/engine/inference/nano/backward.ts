/** The way back through the decoder: from the gradient of the last rows to that of every parameter. */
import type { Batch } from './batch.ts'
import { HEAD_WIDTH } from './config.ts'
import type { Model } from './model.ts'
import { attendBackward } from './segment-attention.ts'
import type { LayerTape, Tape } from './tape.ts'
import type { LayerTensors, Tensor } from './tensors.ts'

/** Everything that a layer's way back needs. */
interface Way {
  readonly model: Model
  readonly layer: LayerTensors
  readonly tape: LayerTape
  readonly rows: number
  /** Gradient of the layer's result; becomes that of its input. */
  readonly dx: number
  /** Address of a parameter's gradient. */
  readonly gradient: (tensor: Tensor) => number
}

function feedBackward({ model, layer, tape, rows, dx, gradient }: Way): void {
  const { arena, kernels, config } = model
  const { width, feedForward } = config
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
  way: Way,
  d: number,
  positions: number,
  gain: Tensor,
  raw: number,
  inverse: number,
): void {
  const { model, rows, gradient } = way
  const { kernels, config, plan } = model
  kernels.rope(d, rows, config.heads, positions, plan.turns, -1)
  const heads = rows * config.heads
  kernels.rmsNormBackward(d, gradient(gain), d, raw, model.weight(gain), inverse, heads, HEAD_WIDTH, 0)
}

function attentionBackward(way: Way, batch: Batch, positions: number): void {
  const { model, layer, tape, rows, dx, gradient } = way
  const { arena, kernels, config, inner } = model
  const { width } = config
  const mark = arena.mark()
  const dAttended = arena.take(rows * inner)
  const d = {
    query: arena.take(rows * inner),
    key: model.zeros(rows * inner),
    value: model.zeros(rows * inner),
  }
  const dIn = arena.take(rows * width)
  model.applyBack(dAttended, dx, rows, layer.output)
  model.accumulate(gradient(layer.output), tape.attended, inner, dx, width, rows)
  attendBackward(model, tape, dAttended, d, batch.segments)
  headsBackward(way, d.query, positions, layer.queryNorm, tape.rawQuery, tape.queryInverse)
  headsBackward(way, d.key, positions, layer.keyNorm, tape.rawKey, tape.keyInverse)
  model.applyBack(dIn, d.query, rows, layer.query)
  model.applyBack(dIn, d.key, rows, layer.key, 1)
  model.applyBack(dIn, d.value, rows, layer.value, 1)
  model.accumulate(gradient(layer.query), tape.attentionIn, width, d.query, inner, rows)
  model.accumulate(gradient(layer.key), tape.attentionIn, width, d.key, inner, rows)
  model.accumulate(gradient(layer.value), tape.attentionIn, width, d.value, inner, rows)
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
 * Adds every parameter's gradient to the region at `gradients`, given that of the normed last rows. The tape's
 * activations are used up.
 */
export function backward(model: Model, batch: Batch, tape: Tape, dNormed: number, gradients: number): void {
  const { kernels, config, tensors } = model
  const gradient = (tensor: Tensor): number => gradients + tensor.offset * 4
  const gain = tensors.lastNorm
  const mark = model.arena.mark()
  const dx = model.arena.take(tape.rows * config.width)
  kernels.rmsNormBackward(
    dx,
    gradient(gain),
    dNormed,
    tape.last,
    model.weight(gain),
    tape.lastInverse,
    tape.rows,
    config.width,
    0,
  )
  for (let n = tensors.layers.length - 1; n >= 0; n--) {
    const layer = tensors.layers[n] as LayerTensors
    const way = { model, layer, tape: tape.layers[n] as LayerTape, rows: tape.rows, dx, gradient }
    feedBackward(way)
    attentionBackward(way, batch, tape.positions)
  }
  kernels.scatterAddRows(gradient(tensors.embedding), dx, tape.tokens, tape.rows, config.width)
  model.arena.release(mark)
}
