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
  readonly logprobs: number
  readonly entropies: number
  readonly normalizers: number
}

const makeRoom = ({ arena, config }: Model): Room => ({
  normed: arena.take(ROWS * config.width),
  logits: arena.take(ROWS * config.vocab),
  logprobs: arena.take(ROWS),
  entropies: arena.take(ROWS),
  normalizers: arena.take(ROWS),
})

/** Calls `each` with every part of the targets, after their logits and measures are in the room. */
function measureParts(
  model: Model,
  tape: Pick<Tape, 'normed'>,
  targets: readonly Target[],
  each: (from: number, count: number, room: Room, rows: number, tokens: number) => void,
): void {
  const { arena, kernels, config } = model
  const mark = arena.mark()
  const room = makeRoom(model)
  for (let from = 0; from < targets.length; from += ROWS) {
    const inner = arena.mark()
    const part = targets.slice(from, from + ROWS)
    const rows = model.putInts(part.map(({ row }) => row))
    const tokens = model.putInts(part.map(({ token }) => token))
    kernels.gatherRows(room.normed, tape.normed, rows, part.length, config.width)
    logitsOf(model, room.logits, room.normed, part.length)
    kernels.measureRows(
      room.logits,
      part.length,
      config.vocab,
      tokens,
      room.logprobs,
      room.entropies,
      room.normalizers,
    )
    each(from, part.length, room, rows, tokens)
    arena.release(inner)
  }
  arena.release(mark)
}

/** Log-probability of each target. */
export function logprobsOf(
  model: Model,
  tape: Pick<Tape, 'normed'>,
  targets: readonly Target[],
): Float32Array {
  const out = new Float32Array(targets.length)
  measureParts(model, tape, targets, (from, count, room) => {
    out.set(model.readFloats(room.logprobs, count), from)
  })
  return out
}

/** Adds the gradient of the embedding (as the words' matrix) to `dEmbedding` and that of the normed rows to `dNormed`. */
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
  measureParts(model, tape, targets, (from, count, room, rows, tokens) => {
    const slopes = model.arena.take(count)
    for (let i = 0; i < count; i++) {
      const logprob = floats[room.logprobs / 4 + i] ?? 0
      floats[slopes / 4 + i] = slopeOf(from + i, logprob, floats[room.entropies / 4 + i] ?? 0)
    }
    kernels.lossGradient(room.logits, count, vocab, tokens, room.normalizers, slopes)
    model.accumulate(dEmbedding, room.logits, vocab, room.normed, width, count)
    model.product(room.normed, width, room.logits, vocab, 1, embedding, width, 1, count, width, vocab, 0)
    kernels.scatterAddRows(dNormed, room.normed, rows, count, width)
  })
}
