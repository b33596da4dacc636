import { create } from 'zustand'

/** How curves are looked at; the same for every run, so that two of them can be compared. */
export interface CurveLook {
  /** Weight of the past in the smoothed line, 0 to below 1. */
  readonly smoothing: number
  readonly log: boolean
  readonly clip: boolean
  readonly x: 'step' | 'time'
  /** Id of the run that others are compared with. */
  readonly pinned: string | undefined
  /** Metrics shown beside the usual ones. */
  readonly more: readonly string[]
}

interface CurvesState extends CurveLook {
  put(change: Partial<CurveLook>): void
}

export const useCurves = create<CurvesState>()((set) => ({
  smoothing: 0.8,
  log: false,
  clip: false,
  x: 'step',
  pinned: undefined,
  more: [],
  put: (change) => set(change),
}))
