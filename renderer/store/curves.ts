import { create } from 'zustand'
import { MOST_COMPARED } from '#core/training/ahead.ts'

/** A run among those that are compared. Its slot is its colour and its letter, and stays while others come and go. */
export interface Compared {
  readonly id: string
  /** 0 to below `MOST_COMPARED`. */
  readonly slot: number
}

/** How curves are looked at; the same for every run, so that two of them can be compared. */
export interface CurveLook {
  /** Weight of the past in the smoothed line, 0 to below 1. */
  readonly smoothing: number
  readonly log: boolean
  readonly clip: boolean
  readonly x: 'step' | 'time'
  /** Metrics shown beside the usual ones. */
  readonly more: readonly string[]
  /** A run that goes on from another is shown with all that led to it. */
  readonly chain: boolean
  readonly compared: readonly Compared[]
  /** The run that others are held against; the one chosen first unless named. */
  readonly baseline: string | undefined
}

interface CurvesState extends CurveLook {
  put(change: Partial<CurveLook>): void
}

export const useCurves = create<CurvesState>()((set) => ({
  smoothing: 0.8,
  log: false,
  clip: false,
  x: 'step',
  more: [],
  chain: false,
  compared: [],
  baseline: undefined,
  put: (change) => set(change),
}))

/** With a run more, or without it. Where all slots are taken, nothing changes. */
export function toggled(compared: readonly Compared[], id: string): readonly Compared[] {
  if (compared.some((one) => one.id === id)) return compared.filter((one) => one.id !== id)
  const taken = new Set(compared.map(({ slot }) => slot))
  const slot = Array.from({ length: MOST_COMPARED }, (_, at) => at).find((at) => !taken.has(at))
  return slot === undefined ? compared : [...compared, { id, slot }]
}
