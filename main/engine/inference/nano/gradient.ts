/** Gradients of the two losses, summed over the units that one thread was given, in their order. */

import { backward } from './backward.ts'
import { BatchMaker, type Segment, type Target } from './batch.ts'
import type { TrainCompletion } from './engine.ts'
import { forward, prefill } from './forward.ts'
import { logprobsOf, lossBackward, type SlopeOf } from './loss.ts'
import type { Model } from './model.ts'

/** Rows that go through the model together: enough for fast products, few enough to stay in the caches. */
const ROWS = 512

/** A sequence whose tokens' losses are multiplied by `slopes`. */
export interface SupervisedUnit {
  readonly tokens: Int32Array
  /** One a token; already divided by the whole batch's weight. */
  readonly slopes: Float32Array
}

/** A group whose tokens' losses are multiplied by each completion's `scale`. */
export interface GroupUnit {
  readonly prompt: Int32Array
  readonly completions: readonly (TrainCompletion & { readonly scale: number })[]
}

export interface ClipSettings {
  readonly clipLow: number
  readonly clipHigh: number
  readonly klWeight: number
}

/** Sums over tokens, to be divided by their number. */
export interface LossSums {
  loss: number
  entropy: number
  kl: number
  clipped: number
  tokens: number
}

export const noSums = (): LossSums => ({ loss: 0, entropy: 0, kl: 0, clipped: 0, tokens: 0 })

/** What a token's target carries beside its place. */
type TokenSlope = (logprob: number, entropy: number, sums: LossSums) => number

interface Gathered {
  readonly batch: BatchMaker
  readonly targets: Target[]
  readonly slopes: TokenSlope[]
}

const gathered = (): Gathered => ({ batch: new BatchMaker(), targets: [], slopes: [] })

function addSequence(to: Gathered, { tokens, slopes }: SupervisedUnit): void {
  const { first } = to.batch.append(tokens)
  for (let i = 1; i < tokens.length; i++) {
    const slope = slopes[i] ?? 0
    if (slope === 0) continue
    to.targets.push({ row: first + i - 1, token: tokens[i] ?? 0 })
    to.slopes.push((logprob, entropy, sums) => {
      sums.loss -= slope * logprob
      sums.entropy += entropy
      sums.tokens++
      return slope
    })
  }
}

/** The row at which token `i` of a completion is predicted: the prompt's last for the first, then its own. */
const rowBefore = (prompt: Segment, own: Segment, i: number): number =>
  i === 0 ? prompt.first + prompt.count - 1 : own.first + i - 1

/**
 * The clipped surrogate (PPO, arXiv 1707.06347; clip-higher of DAPO, arXiv 2503.14476) plus klWeight × the k3 estimate
 * of GRPO (arXiv 2402.03300).
 */
function clippedSlope(
  settings: ClipSettings,
  one: TrainCompletion & { readonly scale: number },
  i: number,
): TokenSlope {
  const old = one.oldLogprobs[i] ?? 0
  const reference = one.refLogprobs?.[i]
  const { advantage, scale } = one
  return (logprob, entropy, sums) => {
    const ratio = Math.exp(logprob - old)
    const bounded = Math.min(Math.max(ratio, 1 - settings.clipLow), 1 + settings.clipHigh)
    const clipped = bounded * advantage < ratio * advantage
    sums.loss -= scale * advantage * (clipped ? bounded : ratio)
    sums.entropy += entropy
    sums.clipped += clipped ? 1 : 0
    sums.tokens++
    let slope = clipped ? 0 : ratio * advantage
    if (reference !== undefined) {
      const away = reference - logprob
      const k3 = Math.exp(away) - away - 1
      sums.kl += k3
      sums.loss += scale * settings.klWeight * k3
      slope += settings.klWeight * (Math.exp(away) - 1)
    }
    return slope * scale
  }
}

function addGroup(to: Gathered, { prompt, completions }: GroupUnit, settings: ClipSettings): void {
  const root = to.batch.append(prompt)
  for (const one of completions) {
    // The last token predicts nothing, so it needs no row.
    const own = to.batch.append(one.tokens.subarray(0, -1), root)
    one.tokens.forEach((token, i) => {
      to.targets.push({ row: rowBefore(root, own, i), token })
      to.slopes.push(clippedSlope(settings, one, i))
    })
  }
}

/** Runs what was gathered there and back; adds to the region at `gradients` and to the sums. */
function flush(model: Model, { batch, targets, slopes }: Gathered, gradients: number, sums: LossSums): void {
  if (targets.length === 0) return
  const mark = model.arena.mark()
  const tape = forward(model, batch)
  const dNormed = model.zeros(tape.rows * model.config.width)
  const slopeOf: SlopeOf = (index, logprob, entropy) => slopes[index]?.(logprob, entropy, sums) ?? 0
  const dEmbedding = gradients + model.tensors.embedding.offset * 4
  lossBackward(model, tape, targets, slopeOf, dNormed, dEmbedding)
  backward(model, batch, tape, dNormed, gradients)
  model.arena.release(mark)
}

export const rowsOfSequence = ({ tokens }: SupervisedUnit): number => tokens.length

export const rowsOfGroup = ({ prompt, completions }: GroupUnit): number =>
  completions.reduce((rows, { tokens }) => rows + tokens.length, prompt.length)

function sumOver<T>(
  model: Model,
  units: readonly T[],
  rowsOf: (unit: T) => number,
  add: (to: Gathered, unit: T) => void,
  gradients: number,
): LossSums {
  const sums = noSums()
  model.floats.fill(0, gradients / 4, gradients / 4 + model.tensors.size)
  let now = gathered()
  for (const unit of units) {
    const rows = now.batch.tokens.length
    if (rows > 0 && rows + rowsOf(unit) > ROWS) {
      flush(model, now, gradients, sums)
      now = gathered()
    }
    add(now, unit)
  }
  flush(model, now, gradients, sums)
  return sums
}

/** The gradient of the supervised loss of these sequences, alone in the region at `gradients`. */
export const gradientOfSequences = (
  model: Model,
  units: readonly SupervisedUnit[],
  gradients: number,
): LossSums => sumOver(model, units, rowsOfSequence, addSequence, gradients)

/** The gradient of the clipped loss of these groups, alone in the region at `gradients`. */
export const gradientOfGroups = (
  model: Model,
  units: readonly GroupUnit[],
  settings: ClipSettings,
  gradients: number,
): LossSums => sumOver(model, units, rowsOfGroup, (to, unit) => addGroup(to, unit, settings), gradients)

/** Log-probability of each token of the completion after the prompt. */
export function completionLogprobs(model: Model, prompt: Int32Array, completion: Int32Array): Float32Array {
  const mark = model.arena.mark()
  const batch = new BatchMaker()
  const root = batch.append(prompt)
  const own = batch.append(completion.subarray(0, -1), root)
  const targets = [...completion].map((token, i) => ({ row: rowBefore(root, own, i), token }))
  const out = logprobsOf(model, prefill(model, batch), targets)
  model.arena.release(mark)
  return out
}
