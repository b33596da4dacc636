/**
 * Token rows that go through the model together. A segment's tokens see each other causally and all of the segment it
 * continues: a group's prompt is one segment, read once, and each of its answers one that continues it.
 */
export interface Segment {
  readonly first: number
  readonly count: number
  /** The rows that it continues; none: beforeCount is 0. */
  readonly beforeFirst: number
  readonly beforeCount: number
}

/** A token whose probability counts: it is predicted at `row`. */
export interface Target {
  readonly row: number
  readonly token: number
}

export interface Batch {
  readonly tokens: readonly number[]
  readonly positions: readonly number[]
  readonly segments: readonly Segment[]
}

/** Collects rows; `append` gives back where a segment begins. */
export class BatchMaker implements Batch {
  readonly tokens: number[] = []
  readonly positions: number[] = []
  readonly segments: Segment[] = []

  append(tokens: Int32Array, before?: Segment): Segment {
    const beforeCount = before?.count ?? 0
    const segment = {
      first: this.tokens.length,
      count: tokens.length,
      beforeFirst: before?.first ?? 0,
      beforeCount,
    }
    for (let i = 0; i < tokens.length; i++) {
      this.tokens.push(tokens[i] ?? 0)
      this.positions.push(beforeCount + i)
    }
    this.segments.push(segment)
    return segment
  }
}
