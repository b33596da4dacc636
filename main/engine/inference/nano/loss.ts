/** From the rows at which tokens are predicted to a loss and the gradient of those rows. */
import type { Target } from './batch.ts'
import { logitsOf } from './forward.ts'
import type { Model } from './model.ts'
import type { Tape } from './tape.ts'

/** Rows of logits at a time: 1 MiB each at a vocabulary of 2048. */
const ROWS = 128

/**
 * The slope of −log p of target `index`: how strongly the step pulls its probability up (or, below 0, down). Sees the
 * target's log-probability and the entropy where it was predicted.
 */
export type SlopeOf = (index: number, logprob: number, entropy: number) => number

interface Room {
  readonly normed: number
  readonly logits: number
  readonly entropies: number
  readonly normalizers: number
  readonly slopes: number
}

/** A row of the batch and which targets are predicted there. */
interface Predicting {
  readonly row: number
  readonly targets: readonly number[]
}

/** Some of the predicting rows, their logits and measures in the room. */
interface Part {
  readonly rows: readonly Predicting[]
  /** The rows as integers in memory, counted from the first wanted one. */
  readonly index: number
  readonly room: Room
}

const makeRoom = ({ arena, config }: Model): Room => ({
  normed: arena.take(ROWS * config.width),
  logits: arena.take(ROWS * config.vocab),
  entropies: arena.take(ROWS),
  normalizers: arena.take(ROWS),
  slopes: arena.take(ROWS),
})

/** Each row once, in the order of its first target. */
function predictingRows(targets: readonly Target[]): Predicting[] {
  const byRow = new Map<number, number[]>()
  targets.forEach(({ row }, index) => {
    const known = byRow.get(row)
    if (known) known.push(index)
    else byRow.set(row, [index])
  })
  return [...byRow].map(([row, targets]) => ({ row, targets }))
}

function measureParts(
  model: Model,
  tape: Pick<Tape, 'normed' | 'wantedFrom'>,
  targets: readonly Target[],
  each: (part: Part) => void,
): void {
  const { arena, kernels, config } = model
  const mark = arena.mark()
  const room = makeRoom(model)
  const all = predictingRows(targets)
  for (let from = 0; from < all.length; from += ROWS) {
    const inner = arena.mark()
    const rows = all.slice(from, from + ROWS)
    const index = model.putInts(rows.map(({ row }) => row - tape.wantedFrom))
    kernels.gatherRows(room.normed, tape.normed, index, rows.length, config.width)
    logitsOf(model, room.logits, room.normed, rows.length)
    kernels.measureRows(room.logits, rows.length, config.vocab, room.entropies, room.normalizers)
    each({ rows, index, room })
    arena.release(inner)
  }
  arena.release(mark)
}

/** What row `at` of the part says of a token. */
function logprobAt({ floats, config }: Model, room: Room, at: number, token: number): number {
  const logit = floats[room.logits / 4 + at * config.vocab + token] ?? 0
  return logit - (floats[room.normalizers / 4 + at] ?? 0)
}

/** Log-probability of each target. */
export function logprobsOf(
  model: Model,
  tape: Pick<Tape, 'normed' | 'wantedFrom'>,
  targets: readonly Target[],
): Float32Array {
  const out = new Float32Array(targets.length)
  measureParts(model, tape, targets, ({ rows, room }) => {
    rows.forEach((row, at) => {
      for (const index of row.targets) {
        out[index] = logprobAt(model, room, at, targets[index]?.token ?? 0)
      }
    })
  })
  return out
}

/** Adds the gradient of the embedding (as the words' matrix) to `dEmbedding` and that of the wanted rows to `dNormed`. */
export function lossBackward(
  model: Model,
  tape: Tape,
  targets: readonly Target[],
  slopeOf: SlopeOf,
  dNormed: number,
  dEmbedding: number,
): void {
  const { kernels, config, floats, tensors } = model
  const { width, vocab } = config
  const embedding = model.weight(tensors.embedding)
  measureParts(model, tape, targets, ({ rows, index, room }) => {
    const { logits, normed } = room
    const pulls = rows.map(({ targets: here }, at) => {
      const entropy = floats[room.entropies / 4 + at] ?? 0
      return here.map((target) => {
        const token = targets[target]?.token ?? 0
        return { token, slope: slopeOf(target, logprobAt(model, room, at, token), entropy) }
      })
    })
    pulls.forEach((all, at) => {
      floats[room.slopes / 4 + at] = all.reduce((sum, { slope }) => sum + slope, 0)
    })
    kernels.lossGradient(logits, rows.length, vocab, room.normalizers, room.slopes)
    pulls.forEach((all, at) => {
      for (const { token, slope } of all) {
        const place = logits / 4 + at * vocab + token
        floats[place] = (floats[place] ?? 0) - slope
      }
    })
    model.accumulate(dEmbedding, logits, vocab, normed, width, rows.length)
    model.product(normed, width, logits, vocab, 1, embedding, width, 1, rows.length, width, vocab, 0)
    kernels.scatterAddRows(dNormed, normed, index, rows.length, width)
  })
}
