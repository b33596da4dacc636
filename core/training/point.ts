/** What was measured at one step of a training. */
export interface Point {
  readonly step: number
  /** Milliseconds since 1970, where the trainer says when. */
  readonly at?: number
  /** By metric; null where a value was written that is no finite number (NaN, Infinity). */
  readonly values: Readonly<Record<string, number | null>>
}

/** A value as the series hold it: what is not finite counts as not measured. */
export const plotted = (value: number | null | undefined): number =>
  value === null || value === undefined ? Number.NaN : value
