import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bestPairs } from '#core/tool-call/assign.ts'

/** The largest sum by trying everything. */
function largest(
  gains: readonly (readonly number[])[],
  row = 0,
  used: ReadonlySet<number> = new Set(),
): number {
  if (row === gains.length) return 0
  let best = largest(gains, row + 1, used)
  gains[row]!.forEach((gain, column) => {
    if (!used.has(column)) best = Math.max(best, gain + largest(gains, row + 1, new Set([...used, column])))
  })
  return best
}

it('pairs for the largest sum, whatever the shape, and no column twice', () => {
  const gains = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
  fc.assert(
    fc.property(gains, (table) => {
      const pairs = bestPairs(table)
      const taken = pairs.filter((column) => column !== undefined)
      expect(new Set(taken).size).toBe(taken.length)
      const sum = pairs.reduce<number>(
        (all, column, row) => all + (column === undefined ? 0 : table[row]![column]!),
        0,
      )
      expect(sum).toBe(largest(table))
    }),
    { numRuns: 300 },
  )
})

it('leaves rows without a column where there are fewer columns', () => {
  expect(bestPairs([[1], [3], [2]])).toEqual([undefined, 0, undefined])
  expect(bestPairs([[], []])).toEqual([undefined, undefined])
})
