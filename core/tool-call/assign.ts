/** The Hungarian method with potentials. Rows and columns count from 1; column 0 stands for the row being placed. */
class Assignment {
  /** Row that holds each column; 0: free. */
  readonly rowOf: Int32Array
  private readonly columns: number
  private readonly cost: (row: number, column: number) => number
  private readonly rowPotential: Float64Array
  private readonly columnPotential: Float64Array

  constructor(rows: number, columns: number, cost: (row: number, column: number) => number) {
    this.columns = columns
    this.cost = cost
    this.rowOf = new Int32Array(columns + 1)
    this.rowPotential = new Float64Array(rows + 1)
    this.columnPotential = new Float64Array(columns + 1)
  }

  /** Gives a row a column, moving earlier rows where that costs the least. */
  place(row: number): void {
    this.rowOf[0] = row
    const least = new Float64Array(this.columns + 1).fill(Number.POSITIVE_INFINITY)
    const from = new Int32Array(this.columns + 1)
    const used = new Uint8Array(this.columns + 1)
    let column = 0
    while (column === 0 || this.rowOf[column] !== 0) {
      used[column] = 1
      const next = this.nearest(column, least, from, used)
      this.shift(least[next] ?? 0, least, used)
      column = next
    }
    while (column !== 0) {
      const before = from[column] ?? 0
      this.rowOf[column] = this.rowOf[before] ?? 0
      column = before
    }
  }

  /** The unused column that is cheapest to reach, now that the row of `column` may move. */
  private nearest(column: number, least: Float64Array, from: Int32Array, used: Uint8Array): number {
    const row = this.rowOf[column] ?? 0
    let next = 0
    for (let j = 1; j <= this.columns; j++) {
      if (used[j]) continue
      const reduced = this.cost(row, j) - (this.rowPotential[row] ?? 0) - (this.columnPotential[j] ?? 0)
      if (reduced < (least[j] ?? 0)) {
        least[j] = reduced
        from[j] = column
      }
      if (next === 0 || (least[j] ?? 0) < (least[next] ?? 0)) next = j
    }
    return next
  }

  private shift(delta: number, least: Float64Array, used: Uint8Array): void {
    for (let j = 0; j <= this.columns; j++) {
      if (used[j]) {
        const row = this.rowOf[j] ?? 0
        this.rowPotential[row] = (this.rowPotential[row] ?? 0) + delta
        this.columnPotential[j] = (this.columnPotential[j] ?? 0) - delta
      } else least[j] = (least[j] ?? 0) - delta
    }
  }
}

/** Above this many calls on a side no label is worth the time of the best pairing. */
const MOST_FOR_BEST = 64

/** Each row in turn takes the free column that gives it the most. */
function inTurn(gains: readonly (readonly number[])[]): (number | undefined)[] {
  const taken = new Set<number>()
  return gains.map((row) => {
    let best: number | undefined
    row.forEach((gain, column) => {
      if (!taken.has(column) && (best === undefined || gain > (row[best] ?? 0))) best = column
    })
    if (best !== undefined) taken.add(best)
    return best
  })
}

/**
 * Pairs rows with columns, each at most once, for the largest sum; O(rows² × columns). Above 64 rows or columns each
 * row takes its best in turn.
 * @param gains one row of numbers ≥ 0 for each thing to pair; all rows equally long
 * @returns for each row its column, or undefined where there are fewer columns than rows
 */
export function bestPairs(gains: readonly (readonly number[])[]): (number | undefined)[] {
  const width = gains[0]?.length ?? 0
  const columns = Math.max(gains.length, width)
  if (columns > MOST_FOR_BEST) return inTurn(gains)
  const found = new Assignment(gains.length, columns, (row, column) => -(gains[row - 1]?.[column - 1] ?? 0))
  for (let row = 1; row <= gains.length; row++) found.place(row)
  const pairs: (number | undefined)[] = gains.map(() => undefined)
  for (let column = 1; column <= width; column++) {
    const row = found.rowOf[column] ?? 0
    if (row > 0) pairs[row - 1] = column - 1
  }
  return pairs
}
