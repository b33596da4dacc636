/** One update of the weights from a gradient: AdamW, or Muon for the matrices inside the layers. */
import type { StepOptions } from './engine.ts'
import type { Model } from './model.ts'
import { sizeOf, type Tensor } from './tensors.ts'

const BETA1 = 0.9
const BETA2 = 0.95
const EPSILON = 1e-8
const MOMENTUM = 0.95
const ITERATIONS = 5

export interface Update extends StepOptions {
  /** Counts from 1. */
  readonly step: number
  /** What the gradient is multiplied by: 1, or less when it is clipped. */
  readonly scale: number
}

/** Adds the other parts of a tensor's gradient to the first, in order; gives the sum of its squares. */
export function sumParts(model: Model, tensor: Tensor, parts: readonly number[]): number {
  const [first = 0, ...others] = parts.map((part) => part + tensor.offset * 4)
  for (const other of others) model.kernels.add(first, other, sizeOf(tensor))
  return model.kernels.sumSquares(first, sizeOf(tensor))
}

function adamw(model: Model, tensor: Tensor, gradient: number, update: Update): void {
  const { plan, kernels } = model
  const at = tensor.offset * 4
  kernels.adamw(
    model.weight(tensor),
    gradient + at,
    plan.firstMoment + at,
    plan.secondMoment + at,
    sizeOf(tensor),
    update.scale,
    update.lr,
    BETA1,
    BETA2,
    EPSILON,
    tensor.kind === 'gain' ? 0 : update.weightDecay,
    1 - BETA1 ** update.step,
    1 - BETA2 ** update.step,
  )
}

/**
 * X of the nearest orthogonal matrix, by the quintic Newton–Schulz iteration of Muon (K. Jordan, 2024): with the Gram
 * matrix G on the shorter side, X ← aX + (bG + cG²)X.
 */
function orthogonalize(model: Model, x: number, rows: number, columns: number): void {
  const { arena, kernels } = model
  const n = rows * columns
  const wide = rows <= columns
  const side = wide ? rows : columns
  const gram = arena.take(side * side)
  const square = arena.take(side * side)
  const next = arena.take(n)
  kernels.blend(x, x, n, 1 / (Math.sqrt(kernels.sumSquares(x, n)) + 1e-7), 0)
  for (let i = 0; i < ITERATIONS; i++) {
    if (wide) model.product(gram, side, x, columns, 1, x, 1, columns, side, side, columns, 0)
    else model.product(gram, side, x, 1, columns, x, columns, 1, side, side, rows, 0)
    model.product(square, side, gram, side, 1, gram, side, 1, side, side, side, 0)
    kernels.blend(square, gram, side * side, 2.0315, -4.775)
    if (wide) model.product(next, columns, square, side, 1, x, columns, 1, rows, columns, side, 0)
    else model.product(next, columns, x, columns, 1, square, side, 1, rows, columns, side, 0)
    kernels.blend(x, next, n, 3.4445, 1)
  }
}

function muon(model: Model, tensor: Tensor, gradient: number, update: Update, rate: number): void {
  const { arena, kernels, plan } = model
  const n = sizeOf(tensor)
  const mark = arena.mark()
  const at = tensor.offset * 4
  const momentum = plan.firstMoment + at
  kernels.blend(momentum, gradient + at, n, MOMENTUM, (1 - MOMENTUM) * update.scale)
  const x = arena.take(n)
  model.copy(x, gradient + at, n)
  kernels.blend(x, momentum, n, (1 - MOMENTUM) * update.scale, MOMENTUM)
  orthogonalize(model, x, tensor.rows, tensor.columns)
  const stretch = Math.sqrt(Math.max(1, tensor.columns / tensor.rows))
  kernels.blend(model.weight(tensor), x, n, 1 - rate * update.weightDecay, -rate * stretch)
  arena.release(mark)
}

/** The embedding as [width, vocab], from which logits are computed. */
export function turnWords(model: Pick<Model, 'floats' | 'config' | 'plan' | 'tensors'>): void {
  const { floats, config, plan, tensors } = model
  const from = (plan.weights + tensors.embedding.offset * 4) / 4
  const to = plan.words / 4
  for (let word = 0; word < config.vocab; word++) {
    for (let i = 0; i < config.width; i++) {
      floats[to + i * config.vocab + word] = floats[from + word * config.width + i] ?? 0
    }
  }
}

/** Updates one tensor from the gradient in the region at `gradient`. */
export function updateTensor(model: Model, tensor: Tensor, gradient: number, update: Update): void {
  if (tensor.kind === 'matrix' && update.muonLr !== undefined) {
    muon(model, tensor, gradient, update, update.muonLr)
  } else {
    adamw(model, tensor, gradient, update)
  }
  if (tensor.kind === 'embedding') turnWords(model)
}
