import { useEffect, useRef, useState } from 'react'
import type { SpokenFailure } from '#core/failure/failure.ts'
import type { Series } from '#core/training/series.ts'
import { usePush } from '../../bridge/use-push.ts'
import { type RunPart, RunReading } from './run-reading.ts'

export interface RunPoints {
  /** Names what is read: a run, or a chain of them. */
  readonly key: string
  readonly series: Series
  /** Grows with every change of the series. */
  readonly version: number
  /** Names the rows: another one when earlier rows are no longer what they were. */
  readonly era: string
  readonly loading: boolean
  readonly failure: SpokenFailure | undefined
}

/** The points of each run, or of each chain of runs, followed as they come. */
export function useRunPoints(wishes: readonly (readonly RunPart[])[]): readonly RunPoints[] {
  const readings = useRef(new Map<string, RunReading>())
  const shown = useRef(true)
  const [, setVersion] = useState(0)
  const keys = wishes.map((parts) => JSON.stringify(parts))
  for (const key of readings.current.keys()) if (!keys.includes(key)) readings.current.delete(key)
  const readingOf = (key: string, parts: readonly RunPart[]): RunReading => {
    const known = readings.current.get(key)
    if (known) return known
    const begun: RunReading = new RunReading(parts, () => {
      const current = shown.current && readings.current.get(key) === begun
      if (current) setVersion((n) => n + 1)
      return current
    })
    readings.current.set(key, begun)
    return begun
  }
  const read = wishes.map((parts, i) => readingOf(keys[i] ?? '', parts))
  useEffect(() => {
    for (const reading of readings.current.values()) if (reading.version === 0) void reading.follow()
  }, [keys.join()])
  useEffect(() => {
    shown.current = true
    return () => {
      shown.current = false
    }
  }, [])
  usePush('training.grew', ({ id }) => {
    for (const reading of readings.current.values()) if (reading.grows(id)) void reading.follow()
  })
  return read.map(({ chain: { series }, version, resets, loading, failure }, i) => {
    const key = keys[i] ?? ''
    const era = `${key} ${resets} ${series.rewinds} ${series.stride}`
    return { key, series, version, era, loading, failure }
  })
}
