/** The points of one run as columns, joined: no step twice, no step of an attempt that was given up. */
import { type Point, plotted } from './point.ts'

const FIRST_ROOM = 256

/** Longest columns that are kept; beyond, every second step is left out, again and again. */
export const LONGEST = 262_144

const grown = (column: Float64Array, room: number): Float64Array => {
  const larger = new Float64Array(room).fill(Number.NaN)
  larger.set(column)
  return larger
}

/** A stretch of points as it crosses the door: columns side by side, NaN for what was not measured. */
export interface PointBatch {
  readonly steps: Float64Array
  /** Milliseconds since 1970. */
  readonly at: Float64Array
  readonly names: readonly string[]
  /** Column after column, in the order of `names`. */
  readonly values: Float64Array
  /** Records of one step add up instead of replacing each other. */
  readonly merges: boolean
}

export function batchOf(points: readonly Point[], merges: boolean): PointBatch {
  const names = [...new Set(points.flatMap(({ values }) => Object.keys(values)))]
  const values = new Float64Array(names.length * points.length).fill(Number.NaN)
  names.forEach((name, column) => {
    points.forEach((point, row) => {
      values[column * points.length + row] = plotted(point.values[name])
    })
  })
  return {
    steps: Float64Array.from(points, ({ step }) => step),
    at: Float64Array.from(points, ({ at }) => at ?? Number.NaN),
    names,
    values,
    merges,
  }
}

/**
 * Grows by whole points in the order of the log. A point at an earlier step than the last means that the run was
 * taken up again there: what an attempt wrote behind its last checkpoint is dropped, so that the curve has neither a
 * gap nor a doubled step.
 */
export class Series {
  private room = FIRST_ROOM
  private count = 0
  private readonly columns = new Map<string, Float64Array>()
  private stepColumn: Float64Array = new Float64Array(FIRST_ROOM)
  private atColumn: Float64Array = new Float64Array(FIRST_ROOM)
  /** How often the run was taken up again at an earlier step. */
  rewinds = 0
  /** Every how-many-th step is kept. */
  stride = 1

  get length(): number {
    return this.count
  }
  get steps(): Float64Array {
    return this.stepColumn.subarray(0, this.count)
  }
  get times(): Float64Array {
    return this.atColumn.subarray(0, this.count)
  }
  get names(): string[] {
    return [...this.columns.keys()]
  }

  /** Values by row, NaN where nothing was measured; undefined for a metric that never was. */
  column(name: string): Float64Array | undefined {
    return this.columns.get(name)?.subarray(0, this.count)
  }

  addBatch(batch: PointBatch): void {
    const rows = batch.steps.length
    for (let row = 0; row < rows; row++) {
      const place = this.placeFor(batch.steps[row] ?? 0, batch.merges)
      if (place === undefined) continue
      const at = batch.at[row] ?? Number.NaN
      if (!Number.isNaN(at)) this.atColumn[place] = at
      batch.names.forEach((name, column) => {
        const value = batch.values[column * rows + row] ?? Number.NaN
        if (!Number.isNaN(value)) this.columnFor(name)[place] = value
      })
    }
  }

  add(point: Point, merges = false): void {
    this.addBatch(batchOf([point], merges))
  }

  /** The row that a step goes to, emptied unless records add up; undefined for a step that is left out. */
  private placeFor(step: number, merges: boolean): number | undefined {
    while (this.count > 0 && (this.stepColumn[this.count - 1] ?? 0) > step) {
      this.count--
      this.clear(this.count)
      if ((this.stepColumn[this.count - 1] ?? -1) <= step) this.rewinds++
    }
    const last = this.count - 1
    if (this.count > 0 && this.stepColumn[last] === step) {
      if (!merges) this.clear(last)
      return last
    }
    if (this.stride > 1 && step % this.stride !== 0) return undefined
    if (this.count === LONGEST) this.halve()
    if (this.count === this.room) this.grow()
    this.stepColumn[this.count] = step
    this.atColumn[this.count] = Number.NaN
    return this.count++
  }

  private columnFor(name: string): Float64Array {
    let column = this.columns.get(name)
    if (!column) {
      column = new Float64Array(this.room).fill(Number.NaN)
      this.columns.set(name, column)
    }
    return column
  }

  private clear(place: number): void {
    this.atColumn[place] = Number.NaN
    for (const column of this.columns.values()) column[place] = Number.NaN
  }

  private grow(): void {
    this.room *= 2
    this.stepColumn = grown(this.stepColumn, this.room)
    this.atColumn = grown(this.atColumn, this.room)
    for (const [name, column] of this.columns) this.columns.set(name, grown(column, this.room))
  }

  private halve(): void {
    this.stride *= 2
    const kept = Math.ceil(this.count / 2)
    for (const column of [this.stepColumn, this.atColumn, ...this.columns.values()]) {
      for (let row = 0; row < kept; row++) column[row] = column[row * 2] ?? Number.NaN
      column.fill(Number.NaN, kept)
    }
    this.count = kept
  }
}
