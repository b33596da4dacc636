/** What a run has come to, in the few numbers by which runs are compared. */
import { type Rate, wilson } from '../judge/wilson.ts'
import type { Series } from './series.ts'

/** One measurement on held-out samples. */
export interface HeldOut {
  readonly step: number
  readonly value: number
  readonly measure: 'accuracy' | 'reward'
  /** Where it is known how many samples were asked. */
  readonly rate?: Rate
}

export interface RunSummary {
  /** Last step; undefined before the first. */
  readonly step?: number
  /** At the last measurement, and at the best one (the first of equals). */
  readonly last?: HeldOut
  readonly best?: HeldOut
  /** Seconds, the mean of all steps. */
  readonly secondsAStep?: number
  /** Of all answers that were drawn; undefined where not every step is at hand. */
  readonly tokens?: number
}

export type Points = Pick<Series, 'steps' | 'column' | 'stride'>

/** Held-out accuracy, or the reward on held-out samples where only that is measured. */
export const heldOutMetric = (points: Pick<Points, 'column'>): 'heldOut/accuracy' | 'heldOut/reward' =>
  points.column('heldOut/accuracy') || !points.column('heldOut/reward')
    ? 'heldOut/accuracy'
    : 'heldOut/reward'

/** @param z of the interval, as `wilson` takes it */
export function heldOutAt(points: Points, row: number, z?: number): HeldOut | undefined {
  const metric = heldOutMetric(points)
  const value = points.column(metric)?.[row] ?? Number.NaN
  if (Number.isNaN(value)) return undefined
  const step = points.steps[row] ?? 0
  if (metric === 'heldOut/reward') return { step, value, measure: 'reward' }
  const count = points.column('heldOut/count')?.[row] ?? Number.NaN
  const known = Number.isInteger(count) && count > 0 && value >= 0 && value <= 1
  return {
    step,
    value,
    measure: 'accuracy',
    ...(known ? { rate: wilson(Math.round(value * count), count, z) } : {}),
  }
}

function sumOf(column: Float64Array | undefined): { readonly sum: number; readonly count: number } {
  let sum = 0
  let count = 0
  for (const value of column ?? []) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return { sum, count }
}

function rowsOfHeldOut(points: Points): { readonly last?: number; readonly best?: number } {
  const column = points.column(heldOutMetric(points))
  let last: number | undefined
  let best: number | undefined
  for (let row = 0; row < (column?.length ?? 0); row++) {
    const value = column?.[row] as number
    if (Number.isNaN(value)) continue
    last = row
    if (best === undefined || value > (column?.[best] as number)) best = row
  }
  return { ...(last === undefined ? {} : { last }), ...(best === undefined ? {} : { best }) }
}

export function summaryOf(points: Points): RunSummary {
  const step = points.steps.at(-1)
  const rows = rowsOfHeldOut(points)
  const last = rows.last === undefined ? undefined : heldOutAt(points, rows.last)
  const best = rows.best === undefined ? undefined : heldOutAt(points, rows.best)
  const time = sumOf(points.column('time/step'))
  const tokens = sumOf(points.column('tokens'))
  return {
    ...(step === undefined ? {} : { step }),
    ...(last === undefined ? {} : { last }),
    ...(best === undefined ? {} : { best }),
    ...(time.count === 0 ? {} : { secondsAStep: time.sum / time.count }),
    ...(tokens.count === 0 || points.stride > 1 ? {} : { tokens: tokens.sum }),
  }
}
