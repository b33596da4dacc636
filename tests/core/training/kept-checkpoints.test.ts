/** A checkpoint that is needed must never be removed: the cases in which it once could have been. */
import { expect, it } from 'vitest'
import { checkpointsNamedIn, keptCheckpoints } from '#core/training/kept-checkpoints.ts'

const kept = (
  steps: readonly number[],
  heldOut: readonly [number, number][] = [],
  named: readonly number[] = [],
) => [...keptCheckpoints({ steps, heldOut: new Map(heldOut), named: new Set(named) })].sort((a, b) => a - b)

it('keeps the first and the latest two, whatever their order on disk', () => {
  expect(kept([100, 20, 10, 90, 30])).toEqual([10, 90, 100])
  expect(kept([10, 20, 30])).toEqual([10, 20, 30])
  expect(kept([7])).toEqual([7])
  expect(kept([])).toEqual([])
})

it('keeps the best on held-out samples: of equals the first, of steps without a checkpoint none', () => {
  const heldOut: [number, number][] = [
    [0, 0.9],
    [20, 0.6],
    [30, 0.8],
    [40, 0.8],
    [45, 0.95],
  ]
  expect(kept([10, 20, 30, 40, 50, 60], heldOut)).toEqual([10, 30, 50, 60])
  expect(kept([10, 20, 30, 40, 50, 60], [[20, 0]])).toEqual([10, 20, 50, 60])
})

it('keeps what is named, and only that', () => {
  expect(kept([10, 20, 30, 40, 50, 60], [], [30, 35])).toEqual([10, 30, 50, 60])
})

it('finds every way in which the project names a checkpoint', () => {
  const specs = [
    { id: 'probe', roles: { policy: [{ endpoint: 'small:', model: 'a.train.1:20', scripted: false }] } },
    { id: 'train', settings: { start: { run: 'b', step: 5 }, recipe: { steps: 50 } } },
    { id: 'round', settings: { roles: { policy: { kind: 'small', checkpoint: { run: 'c', step: 7 } } } } },
    { id: 'other', settings: { start: 'base', url: 'http://127.0.0.1:8000', note: null } },
  ]
  expect(checkpointsNamedIn(specs)).toEqual([
    { run: 'a.train.1', step: 20 },
    { run: 'b', step: 5 },
    { run: 'c', step: 7 },
    // A host and its port look like a name; there is no such run, and nothing comes of it.
    { run: 'http://127.0.0.1', step: 8000 },
  ])
})
