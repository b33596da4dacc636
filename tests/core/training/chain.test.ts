/** Runs that go on from one another as one curve: who led to whom, and what counts of each. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChainSeries, chainOf, type RunStart, readStart } from '#core/training/chain.ts'
import type { Point } from '#core/training/point.ts'
import { batchOf, Series } from '#core/training/series.ts'

const from = (run: string, step: number): RunStart => ({ kind: 'checkpoint', run, step })
const BASE: RunStart = { kind: 'base' }

describe('what a run started from', () => {
  it.each([
    ['base', BASE],
    ['runs/abc-1.train/checkpoints/step-50', from('abc-1.train', 50)],
    ['/home/me/.looptool/jobs/r1/checkpoints/step-7/', from('r1', 7)],
    ['/home/me/.looptool/jobs/r1/checkpoints/step-7/merged', from('r1', 7)],
    ['C:\\p\\runs\\r1\\checkpoints\\step-3', from('r1', 3)],
  ])('%s is known', (text, start) => expect(readStart(text)).toEqual(start))
  it.each([
    'models/Qwen3-8B',
    'runs/../checkpoints/step-2/x',
    'checkpoints/step-2',
    'runs/a/checkpoints/step-',
    'runs/a/checkpoints/step-99999999',
    '',
  ])('%s is only a place', (text) => expect(readStart(text)).toEqual({ kind: 'place', place: text }))
  it('of any text gives something, and never a name that leads elsewhere', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(9_999_999), (run, step) => {
        const start = readStart(`runs/${run}/checkpoints/step-${step}`)
        if (start.kind === 'checkpoint') {
          expect(start.run).toMatch(/^[\w][\w.-]*$/)
          expect(start.step).toBe(step)
        }
      }),
    )
  })
})

describe('a chain', () => {
  const rounds = [
    { id: 'r3', start: from('r2', 40) },
    { id: 'r1', start: BASE },
    { id: 'r2', start: from('r1', 50) },
    { id: 'other', start: from('r1', 20) },
  ]
  const told = (id: string, runs: readonly { id: string; start?: RunStart }[] = rounds) => {
    const chain = chainOf(runs, id)
    return chain && [chain.origin, ...chain.links.map(({ run, before, upTo }) => [run.id, before, upTo])]
  }
  it('of three rounds is one, each counted up to the checkpoint that was taken', () => {
    expect(told('r3')).toEqual(['base', ['r1', 0, 50], ['r2', 50, 40], ['r3', 90, undefined]])
  })
  it('branches where two runs took different checkpoints of one', () => {
    expect(told('other')).toEqual(['base', ['r1', 0, 20], ['other', 20, undefined]])
    expect(told('r1')).toEqual(['base', ['r1', 0, undefined]])
  })
  it('whose earlier run is gone is shown up to where it is known', () => {
    expect(told('r3', rounds.slice(0, 1))).toEqual(['missing', ['r3', 0, undefined]])
    expect(chainOf(rounds.slice(0, 1), 'r3')?.lost).toEqual({ run: 'r2', step: 40 })
  })
  it('of runs that name each other ends', () => {
    const circle = [
      { id: 'a', start: from('b', 1) },
      { id: 'b', start: from('a', 2) },
    ]
    expect(told('a', circle)).toEqual(['circle', ['b', 0, 1], ['a', 1, undefined]])
    expect(told('s', [{ id: 's', start: from('s', 5) }])).toEqual(['circle', ['s', 0, undefined]])
  })
  it('says when its first run does not say, or started from a folder', () => {
    expect(told('a', [{ id: 'a' }])?.[0]).toBe('unknown')
    expect(told('a', [{ id: 'a', start: { kind: 'place', place: '/m' } }])?.[0]).toBe('place')
    expect(told('none')).toBeUndefined()
  })
  it('of any runs ends, and counts no run twice', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const start = fc.option(
      fc.tuple(name, fc.nat(20)).map(([run, step]) => from(run, step)),
      { nil: BASE },
    )
    fc.assert(
      fc.property(fc.dictionary(name, start), (starts) => {
        const runs = Object.entries(starts).map(([id, start]) => ({ id, start }))
        for (const { id } of runs) {
          const links = chainOf(runs, id)?.links ?? []
          expect(links.at(-1)?.run.id).toBe(id)
          expect(new Set(links.map(({ run }) => run.id)).size).toBe(links.length)
        }
      }),
    )
  })
})

describe('the points of a chain', () => {
  const at = (step: number, values: Point['values'], seconds?: number): Point => ({
    step,
    values,
    ...(seconds === undefined ? {} : { at: seconds * 1000 }),
  })
  const chained = (parts: readonly { before: number; upTo?: number; points: readonly Point[] }[]): Series => {
    const chain = new ChainSeries(parts)
    for (const [link, { points }] of parts.entries())
      for (const point of points) chain.addBatch(link, batchOf([point], false))
    return chain.series
  }
  const steps = (first: number, last: number, r: number): Point[] =>
    Array.from({ length: last - first + 1 }, (_, i) => at(first + i, { r }))

  it('are counted over the whole; of an earlier run only what led to the checkpoint', () => {
    const series = chained([
      { before: 0, upTo: 3, points: steps(1, 5, 1) },
      { before: 3, upTo: 2, points: steps(1, 4, 2) },
      { before: 5, points: steps(1, 3, 3) },
    ])
    expect([...series.steps]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect([...(series.column('r') ?? [])]).toEqual([1, 1, 1, 2, 2, 3, 3, 3])
  })
  it('are one where two runs meet: what both measured of the same weights', () => {
    const series = chained([
      { before: 0, upTo: 2, points: [at(1, { r: 1 }), at(2, { r: 2, held: 0.5 }), at(3, { r: 9 })] },
      { before: 2, points: [at(0, { held: 0.6 }), at(1, { r: 3 })] },
    ])
    expect([...series.steps]).toEqual([1, 2, 3])
    expect([...(series.column('r') ?? [])]).toEqual([1, 2, 3])
    expect([...(series.column('held') ?? [])]).toEqual([Number.NaN, 0.6, Number.NaN])
  })
  it('of a run that is taken up again have neither a gap nor a doubled step', () => {
    const series = chained([
      { before: 0, upTo: 2, points: steps(1, 2, 1) },
      { before: 2, points: [...steps(0, 6, 2), ...steps(4, 5, 3)] },
    ])
    expect([...series.steps]).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect([...(series.column('r') ?? [])]).toEqual([1, 2, 2, 2, 2, 3, 3])
  })
  it('leave out the time between two runs', () => {
    const series = chained([
      { before: 0, upTo: 2, points: [at(1, { r: 1 }, 10), at(2, { r: 1 }, 20)] },
      { before: 2, points: [at(1, { r: 1 }, 5000), at(2, { r: 1 }, 5010)] },
    ])
    expect([...series.times].map((ms) => ms / 1000)).toEqual([10, 20, 20, 30])
  })
  it('of a run alone are those of the run, however they come in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 40 }), fc.nat(40), (list, cut) => {
        const points = list.map((step, i) => at(step, { r: i }))
        const alone = new Series()
        alone.addBatch(batchOf(points, false))
        const chain = new ChainSeries([{ before: 0 }])
        chain.addBatch(0, batchOf(points.slice(0, cut), false))
        chain.addBatch(0, batchOf(points.slice(cut), false))
        expect([...chain.series.steps]).toEqual([...alone.steps])
      }),
    )
  })
})
