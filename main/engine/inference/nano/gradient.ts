/** Gradients of the two losses, summed over the units that one thread was given, in their order. */
import { type AnswerTree, answerTree } from './answer-tree.ts'
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

function gatherSequences(units: readonly SupervisedUnit[]): Gathered {
  const to = gathered()
  for (const unit of units) addSequence(to, unit)
  return to
}

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

/** A prompt but for its last token, which is the root of the tree of its answers. */
interface Rooted {
  readonly beginning: Int32Array
  readonly tree: AnswerTree
}

const rooted = (prompt: Int32Array, answers: readonly Int32Array[]): Rooted => ({
  beginning: prompt.subarray(0, -1),
  tree: answerTree(prompt.at(-1) ?? 0, answers),
})

/** Rows for all: the prompts' beginnings, where nothing is predicted, then the trees. @returns where each tree begins */
function appendRooted(batch: BatchMaker, all: readonly Rooted[]): number[] {
  const before = all.map(({ beginning }) => batch.append(beginning))
  batch.wantFromHere()
  return all.map(({ tree }, i) => batch.appendTree(tree, before[i] as Segment).first)
}

function gatherGroups(units: readonly GroupUnit[], settings: ClipSettings): Gathered {
  const to = gathered()
  const all = units.map(({ prompt, completions }) =>
    rooted(
      prompt,
      completions.map(({ tokens }) => tokens),
    ),
  )
  const firsts = appendRooted(to.batch, all)
  units.forEach(({ completions }, n) => {
    completions.forEach((one, answer) => {
      all[n]?.tree.paths[answer]?.forEach((node, i) => {
        to.targets.push({ row: (firsts[n] ?? 0) + node, token: one.tokens[i] ?? 0 })
        to.slopes.push(clippedSlope(settings, one, i))
      })
    })
  })
  return to
}

/** Runs what was gathered there and back; adds to the region at `gradients` and to the sums. */
function flush(model: Model, { batch, targets, slopes }: Gathered, gradients: number, sums: LossSums): void {
  if (targets.length === 0) return
  const mark = model.arena.mark()
  const tape = forward(model, batch)
  const dNormed = model.zeros((tape.rows - tape.wantedFrom) * model.config.width)
  const slopeOf: SlopeOf = (index, logprob, entropy) => slopes[index]?.(logprob, entropy, sums) ?? 0
  const dEmbedding = gradients + model.tensors.embedding.offset * 4
  lossBackward(model, tape, targets, slopeOf, dNormed, dEmbedding)
  backward(model, batch, tape, dNormed, gradients)
  model.arena.release(mark)
}

export const rowsOfSequence = ({ tokens }: SupervisedUnit): number => tokens.length

export const rowsOfGroup = ({ prompt, completions }: GroupUnit): number => {
  const { tree } = rooted(
    prompt,
    completions.map(({ tokens }) => tokens),
  )
  return prompt.length - 1 + tree.tokens.length
}

/** Units that go through the model together: at most ROWS rows, at least one unit. */
function inParts<T>(units: readonly T[], rowsOf: (unit: T) => number): T[][] {
  const parts: T[][] = []
  let rows = Number.POSITIVE_INFINITY
  for (const unit of units) {
    const more = rowsOf(unit)
    if (rows + more > ROWS) {
      parts.push([])
      rows = 0
    }
    parts.at(-1)?.push(unit)
    rows += more
  }
  return parts
}

function sumOver(model: Model, parts: readonly Gathered[], gradients: number): LossSums {
  const sums = noSums()
  model.floats.fill(0, gradients / 4, gradients / 4 + model.tensors.size)
  for (const part of parts) flush(model, part, gradients, sums)
  return sums
}

/** The gradient of the supervised loss of these sequences, alone in the region at `gradients`. */
export const gradientOfSequences = (
  model: Model,
  units: readonly SupervisedUnit[],
  gradients: number,
): LossSums => sumOver(model, inParts(units, rowsOfSequence).map(gatherSequences), gradients)

/** The gradient of the clipped loss of these groups, alone in the region at `gradients`. */
export const gradientOfGroups = (
  model: Model,
  units: readonly GroupUnit[],
  settings: ClipSettings,
  gradients: number,
): LossSums =>
  sumOver(
    model,
    inParts(units, rowsOfGroup).map((part) => gatherGroups(part, settings)),
    gradients,
  )

/** Log-probability of each token of each completion after the prompt. */
export function completionLogprobs(
  model: Model,
  prompt: Int32Array,
  completions: readonly Int32Array[],
): Float32Array[] {
  const mark = model.arena.mark()
  const batch = new BatchMaker()
  const one = rooted(prompt, completions)
  const [first = 0] = appendRooted(batch, [one])
  const targets = completions.flatMap((tokens, n) =>
    (one.tree.paths[n] ?? []).map((node, i) => ({ row: first + node, token: tokens[i] ?? 0 })),
  )
  const all = logprobsOf(model, prefill(model, batch), targets)
  model.arena.release(mark)
  let end = 0
  return completions.map(({ length }) => {
    end += length
    return all.slice(end - length, end)
  })
}
