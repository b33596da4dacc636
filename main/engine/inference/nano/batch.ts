import type { AnswerTree } from './answer-tree.ts'

/**
 * Token rows that go through the model together. A segment's tokens see all of the segment it continues and, in their
 * own, the tokens that lead to them: all before them in a text, those above them in a tree of answers.
 */
export interface Segment {
  readonly first: number
  readonly count: number
  /** The rows that it continues; none: beforeCount is 0. */
  readonly beforeFirst: number
  readonly beforeCount: number
  readonly isTree: boolean
}

/** A token whose probability counts: it is predicted at `row`. */
export interface Target {
  readonly row: number
  readonly token: number
}

export interface Batch {
  readonly tokens: readonly number[]
  readonly positions: readonly number[]
  /** The row of its segment that each row follows, counted from the segment's first; −1 for the first. */
  readonly parents: readonly number[]
  readonly segments: readonly Segment[]
  /** Rows before this one are only looked back at: nothing is predicted there. A segment begins here. */
  readonly wantedFrom: number
}

export const segmentsFrom = ({ segments }: Batch, row: number): readonly Segment[] =>
  segments.filter(({ first }) => first >= row)

/** Collects rows; what is appended gives back where it lies. */
export class BatchMaker implements Batch {
  readonly tokens: number[] = []
  readonly positions: number[] = []
  readonly parents: number[] = []
  readonly segments: Segment[] = []
  wantedFrom = 0

  append(tokens: Int32Array): Segment {
    return this.put(
      [...tokens],
      Array.from(tokens, (_, i) => i - 1),
      undefined,
      false,
    )
  }

  appendTree({ tokens, parents }: AnswerTree, before: Segment): Segment {
    return this.put(tokens, parents, before, true)
  }

  /** Nothing is predicted at the rows so far. */
  wantFromHere(): void {
    this.wantedFrom = this.tokens.length
  }

  private put(
    tokens: readonly number[],
    parents: readonly number[],
    before: Segment | undefined,
    isTree: boolean,
  ): Segment {
    const first = this.tokens.length
    const beforeCount = before?.count ?? 0
    tokens.forEach((token, i) => {
      const parent = parents[i] ?? -1
      this.tokens.push(token)
      this.parents.push(parent)
      this.positions.push(parent < 0 ? beforeCount : (this.positions[first + parent] ?? 0) + 1)
    })
    const segment = { first, count: tokens.length, beforeFirst: before?.first ?? 0, beforeCount, isTree }
    this.segments.push(segment)
    return segment
  }
}
