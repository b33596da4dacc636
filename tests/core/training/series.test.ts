/** Joining, smoothing and thinning of curves. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvHead, csvRow } from '#core/training/csv.ts'
import { firstAtLeast, outline } from '#core/training/outline.ts'
import { Extremes, Peaks } from '#core/training/peaks.ts'
import type { Point } from '#core/training/point.ts'
import { batchOf, LONGEST, Series } from '#core/training/series.ts'
import { SmoothColumn } from '#core/training/smooth.ts'

const at = (step: number, values: Point['values']): Point => ({ step, values })
const joined = (points: readonly Point[], merges = false): Series => {
  const series = new Series()
  for (const point of points) series.add(point, merges)
  return series
}

describe('a series', () => {
  it('of a step that was written twice keeps the last line, whole', () => {
    const series = joined([at(1, { a: 1, b: 1 }), at(2, { a: 2, b: 2 }), at(2, { a: 3 })])
    expect([...series.steps]).toEqual([1, 2])
    expect([...(series.column('a') ?? [])]).toEqual([1, 3])
    expect([...(series.column('b') ?? [])]).toEqual([1, Number.NaN])
  })
  it('of a log whose records add up keeps both', () => {
    const series = joined([at(20, { a: 1 }), at(20, { b: 2 })], true)
    expect([series.column('a')?.[0], series.column('b')?.[0], series.length]).toEqual([1, 2, 1])
  })
  it('taken up again at a checkpoint has neither a gap nor a doubled step', () => {
    const values = (from: number, to: number, v: number) =>
      Array.from({ length: to - from }, (_, i) => at(from + i, { a: v }))
    const series = joined([...values(1, 58, 1), ...values(51, 55, 2)])
    expect([...series.steps]).toEqual(Array.from({ length: 54 }, (_, i) => i + 1))
    expect(series.column('a')?.[49]).toBe(1)
    expect(series.column('a')?.[50]).toBe(2)
    expect(series.rewinds).toBe(1)
  })
  it('started over from zero forgets the first attempt', () => {
    const series = joined([at(0, { a: 1 }), at(1, { a: 1 }), at(0, { a: 9 })])
    expect([...series.steps]).toEqual([0])
    expect(series.column('a')?.[0]).toBe(9)
  })
  it('is the same however it comes in pieces', () => {
    const steps = fc.array(fc.nat(30), { maxLength: 60 })
    fc.assert(
      fc.property(steps, fc.nat(60), (list, cut) => {
        const points = list.map((step, i) => at(step, { a: i, ...(i % 3 ? {} : { b: i }) }))
        const whole = new Series()
        whole.addBatch(batchOf(points, false))
        const parts = new Series()
        parts.addBatch(batchOf(points.slice(0, cut), false))
        parts.addBatch(batchOf(points.slice(cut), false))
        expect([...parts.steps]).toEqual([...whole.steps])
        expect([...(parts.column('a') ?? [])]).toEqual([...(whole.column('a') ?? [])])
        const rises = [...whole.steps].every((step, i, all) => i === 0 || step > (all[i - 1] ?? 0))
        expect(rises).toBe(true)
      }),
    )
  })
  it('stays bounded: beyond its longest every second step goes', () => {
    const series = new Series()
    const steps = Float64Array.from({ length: LONGEST + 10 }, (_, i) => i)
    series.addBatch({ steps, at: steps, names: ['a'], values: steps, merges: false })
    expect(series.stride).toBe(2)
    expect(series.length).toBe(LONGEST / 2 + 5)
    expect(series.column('a')?.[1]).toBe(2)
    expect(series.steps.at(-1)).toBe(LONGEST + 8)
  })
})

describe('smoothing', () => {
  const smoothed = (weight: number, ...values: number[]) => [
    ...new SmoothColumn().of(Float64Array.from(values), weight, ''),
  ]
  it('starts at the first value, not at zero, and follows a constant exactly', () => {
    expect(smoothed(0.9, 5, 5, 5).map((v) => Math.round(v * 1e9) / 1e9)).toEqual([5, 5, 5])
  })
  it('with weight 0 changes nothing, and passes over what was not measured', () => {
    expect(smoothed(0, 1, Number.NaN, 3)).toEqual([1, Number.NaN, 3])
    expect(smoothed(0.5, 1, Number.NaN, 3)[2]).toBeCloseTo(7 / 3)
  })
  it('of a column that grows, or whose last row is replaced, is what it is of the whole', () => {
    const cuts = fc.array(fc.tuple(fc.nat(40), fc.double({ noNaN: true, min: -9, max: 9 })), { minLength: 1 })
    fc.assert(
      fc.property(cuts, fc.constantFrom(0, 0.5, 0.9), (changes, weight) => {
        const column = new SmoothColumn()
        const values: number[] = []
        for (const [rows, value] of changes) {
          values[Math.max(0, values.length - 1)] = value
          for (let i = 0; i < rows; i++) values.push(value + i)
          const grown = column.of(Float64Array.from(values), weight, 'a')
          expect([...grown]).toEqual(smoothed(weight, ...values))
        }
      }),
    )
  })
  it('of rows that were given up is smoothed anew', () => {
    const column = new SmoothColumn()
    column.of(Float64Array.of(1, 2, 3, 4), 0.5, 'a')
    expect([...column.of(Float64Array.of(9, 9), 0.5, 'b')]).toEqual(smoothed(0.5, 9, 9))
    expect([...column.of(Float64Array.of(1), 0.5, 'b')]).toEqual([1])
  })
})

describe('thinning', () => {
  it('keeps the spike of a single step among 100,000', () => {
    const xs = Float64Array.from({ length: 100_000 }, (_, i) => i)
    const spiky = new Float64Array(100_000)
    spiky[70_001] = 9
    spiky[70_003] = -9
    const rare = new Float64Array(100_000).fill(Number.NaN)
    rare[5] = 1
    const { x, ys } = outline(
      [spiky, rare].map((values) => ({ xs, values })),
      undefined,
      500,
    )
    expect(x.length).toBeLessThanOrEqual(1000)
    expect([Math.max(...(ys[0] ?? [])), Math.min(...(ys[0] ?? []))]).toEqual([9, -9])
    expect([...x].every((value, i) => i === 0 || value > (x[i - 1] ?? 0))).toBe(true)
    expect([...(ys[1] ?? [])].filter((value) => !Number.isNaN(value))).toEqual([1, 1])
  })
  it('leaves few rows exactly as they are', () => {
    const xs = Float64Array.of(1, 2, 3)
    const { x, ys } = outline([{ xs, values: Float64Array.of(4, Number.NaN, 6) }], { from: 2.5, to: 9 }, 100)
    expect([[...x], [...(ys[0] ?? [])]]).toEqual([
      [2, 3],
      [Number.NaN, 6],
    ])
  })
  it('puts curves with steps of their own over one x, the extremes of each where they are', () => {
    const curve = (length: number, every: number, peak: number) => {
      const values = new Float64Array(length)
      values[peak] = 5
      return { xs: Float64Array.from({ length }, (_, i) => i * every), values }
    }
    const { x, ys } = outline([curve(90_000, 1, 45_000), curve(30_000, 5, 29_990)], undefined, 300)
    expect(x.length).toBeLessThanOrEqual(600)
    expect([...x].every((value, i) => i === 0 || value > (x[i - 1] ?? 0))).toBe(true)
    const peaks = ys.map((y) => x[y.indexOf(5)] ?? -1)
    expect(Math.abs((peaks[0] ?? 0) - 45_000)).toBeLessThan(600)
    expect(Math.abs((peaks[1] ?? 0) - 149_950)).toBeLessThan(600)
    expect(ys[0]?.at(-1)).toBeNaN()
  })
  it('by blocks finds what it finds row by row, however the column grew or was taken up again', () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -5, max: 5 }))
    const grows = fc.array(fc.array(value, { maxLength: 90 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(grows, fc.nat(300), fc.nat(300), fc.nat(100), (parts, a, b, rewind) => {
        const peaks = new Peaks()
        let all: number[] = []
        for (const [i, part] of parts.entries()) {
          all = [...all.slice(0, i === 2 ? rewind : undefined), ...part]
          const values = Float64Array.from(all)
          peaks.of(values, i < 2 ? 'first' : 'second')
          const [from, to] = [Math.min(a, b, all.length), Math.min(Math.max(a, b), all.length)]
          const [quick, slow] = [new Extremes(), new Extremes()]
          peaks.look(from, to, quick)
          slow.look(values, from, to)
          expect(quick).toEqual(slow)
        }
      }),
    )
  })
  it('finds the first row at or behind a step', () => {
    const xs = Float64Array.of(2, 4, 6)
    expect([1, 2, 3, 6, 7].map((wanted) => firstAtLeast(xs, wanted))).toEqual([0, 0, 1, 2, 3])
  })
})

it('CSV: quotes what needs it, leaves empty what was not measured, says NaN for what was no number', () => {
  expect(csvHead(['a,b', 'c"d'])).toBe('step,time,"a,b","c""d"\r\n')
  expect(csvRow({ step: 2, at: 0, values: { x: null, y: 0.5 } }, ['x', 'y', 'z'])).toBe(
    '2,1970-01-01T00:00:00.000Z,NaN,0.5,\r\n',
  )
})
