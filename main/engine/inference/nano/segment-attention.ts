/** Attention of whole segments, forward and backward: the scores of one head of one segment at a time. */
import type { Segment } from './batch.ts'
import { HEAD_WIDTH } from './config.ts'
import type { Model } from './model.ts'
import type { LayerTape, Tape } from './tape.ts'

/** Where a head of a segment and of what it continues begins, and how its scores lie. */
interface Place {
  readonly own: number
  readonly before: number
  readonly columns: number
  readonly stride: number
}

function placeOf(model: Model, segment: Segment, head: number): Place {
  const at = (row: number): number => (row * model.inner + head * HEAD_WIDTH) * 4
  const columns = segment.beforeCount + segment.count
  return {
    own: at(segment.first),
    before: at(segment.beforeFirst),
    columns,
    stride: Math.ceil(columns / 4) * 4,
  }
}

/** A segment, and where its rows' parents lie (as in the tape). */
interface Seen {
  readonly segment: Segment
  readonly parents: number
}

/** scores = left·rightᵀ against the rows before and the own rows: [count, columns]. */
function scoreAll(
  model: Model,
  scores: number,
  left: number,
  right: number,
  segment: Segment,
  place: Place,
): void {
  const { inner } = model
  const { count, beforeCount } = segment
  const against = (from: number, columns: number, column: number): void =>
    model.product(
      scores + column * 4,
      place.stride,
      left + place.own,
      inner,
      1,
      right + from,
      1,
      inner,
      count,
      columns,
      HEAD_WIDTH,
      0,
    )
  if (beforeCount > 0) against(place.before, beforeCount, 0)
  against(place.own, count, beforeCount)
}

/** out = weights·values over the rows before and the own rows. */
function mixAll(
  model: Model,
  out: number,
  weights: number,
  values: number,
  segment: Segment,
  place: Place,
): void {
  const { inner } = model
  const { count, beforeCount } = segment
  const over = (from: number, columns: number, column: number, add: 0 | 1): void =>
    model.product(
      out + place.own,
      inner,
      weights + column * 4,
      place.stride,
      1,
      values + from,
      inner,
      1,
      count,
      HEAD_WIDTH,
      columns,
      add,
    )
  if (beforeCount > 0) over(place.before, beforeCount, 0, 0)
  over(place.own, count, beforeCount, beforeCount > 0 ? 1 : 0)
}

/** to += weightsᵀ·from for the rows before and the own rows. */
function spreadAll(
  model: Model,
  to: number,
  weights: number,
  from: number,
  segment: Segment,
  place: Place,
): void {
  const { inner } = model
  const { count, beforeCount } = segment
  const onto = (row: number, columns: number, column: number): void =>
    model.product(
      to + row,
      inner,
      weights + column * 4,
      1,
      place.stride,
      from + place.own,
      inner,
      1,
      columns,
      HEAD_WIDTH,
      count,
      1,
    )
  if (beforeCount > 0) onto(place.before, beforeCount, 0)
  onto(place.own, count, beforeCount)
}

const largest = (segments: readonly Segment[]): number =>
  Math.max(0, ...segments.map(({ count, beforeCount }) => count * Math.ceil((beforeCount + count) / 4) * 4))

/** How much each row looks at each row that it sees. */
function weighAll(model: Model, scores: number, tape: LayerTape, seen: Seen, place: Place): void {
  const { kernels } = model
  const { segment, parents } = seen
  const { first, count, beforeCount, isTree } = segment
  scoreAll(model, scores, tape.query, tape.key, segment, place)
  if (isTree) kernels.maskTree(scores, count, place.stride, beforeCount, parents + first * 4)
  kernels.softmaxCausal(scores, count, place.columns, place.stride, beforeCount, model.scale)
}

export function attend(
  model: Model,
  tape: LayerTape,
  segments: readonly Segment[],
  { parents }: Pick<Tape, 'parents'>,
): void {
  const { arena } = model
  const mark = arena.mark()
  const scores = arena.take(largest(segments))
  for (const segment of segments) {
    for (let head = 0; head < model.config.heads; head++) {
      const place = placeOf(model, segment, head)
      weighAll(model, scores, tape, { segment, parents }, place)
      mixAll(model, tape.attended, scores, tape.value, segment, place)
    }
  }
  arena.release(mark)
}

export interface AttentionGradients {
  readonly query: number
  readonly key: number
  readonly value: number
}

/**
 * Adds to the gradients of keys and values and sets that of queries (all begin as 0) from that of what was attended to.
 * Scores are computed again rather than kept: they would be the largest part of the tape.
 */
export function attendBackward(
  model: Model,
  tape: LayerTape,
  dAttended: number,
  to: AttentionGradients,
  segments: readonly Segment[],
  { parents }: Pick<Tape, 'parents'>,
): void {
  const { arena, kernels } = model
  const mark = arena.mark()
  const room = largest(segments)
  const scores = arena.take(room)
  const dScores = arena.take(room)
  for (const segment of segments) {
    for (let head = 0; head < model.config.heads; head++) {
      const place = placeOf(model, segment, head)
      weighAll(model, scores, tape, { segment, parents }, place)
      scoreAll(model, dScores, dAttended, tape.value, segment, place)
      spreadAll(model, to.value, scores, dAttended, segment, place)
      kernels.softmaxBackward(dScores, scores, segment.count, place.columns, place.stride, model.scale)
      mixAll(model, to.query, dScores, tape.key, segment, place)
      spreadAll(model, to.key, dScores, tape.query, segment, place)
    }
  }
  arena.release(mark)
}
