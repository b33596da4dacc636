import { useEffect, useRef, useState } from 'react'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { Series } from '#core/training/series.ts'
import { call, spoken } from '../../bridge/looptool.ts'
import { usePush } from '../../bridge/use-push.ts'

export interface RunPoints {
  readonly series: Series
  /** Grows with every change of the series. */
  readonly version: number
  /** Names the rows: another one when earlier rows are no longer what they were. */
  readonly era: string
  readonly loading: boolean
  readonly failure: SpokenFailure | undefined
}

interface Reading {
  readonly id: string | undefined
  series: Series
  cursor: string | undefined
  resets: number
  busy: boolean
  /** News came while reading. */
  again: boolean
}

const newReading = (id: string | undefined): Reading => ({
  id,
  series: new Series(),
  cursor: undefined,
  resets: 0,
  busy: false,
  again: false,
})

/** Reads all that is there, a page at a time. `shown` is told after each page. */
async function readOn(reading: Reading, shown: () => void): Promise<void> {
  if (reading.id === undefined) return
  for (;;) {
    const page = await call('training.points', {
      id: reading.id,
      ...(reading.cursor === undefined ? {} : { after: reading.cursor }),
    })
    if (page.reset) {
      reading.series = new Series()
      reading.resets++
    }
    reading.series.addBatch(page)
    reading.cursor = page.cursor
    shown()
    if (!page.more) return
  }
}

/** The points of a run, followed as they come. Undefined follows nothing. */
export function useRunPoints(id: string | undefined): RunPoints {
  const reading = useRef(newReading(id))
  const [version, setVersion] = useState(0)
  const [loading, setLoading] = useState(true)
  const [failure, setFailure] = useState<SpokenFailure>()
  if (reading.current.id !== id) reading.current = newReading(id)

  const follow = async (one: Reading): Promise<void> => {
    if (one.busy) {
      one.again = true
      return
    }
    one.busy = true
    const current = (): boolean => reading.current === one
    try {
      do {
        one.again = false
        await readOn(one, () => current() && setVersion((n) => n + 1))
      } while (one.again && current())
      if (current()) setFailure(undefined)
    } catch (error) {
      if (current()) setFailure(spoken(error))
    } finally {
      one.busy = false
      if (current()) setLoading(false)
    }
  }
  useEffect(() => {
    setLoading(true)
    setFailure(undefined)
    void follow(reading.current)
  }, [id])
  usePush('training.grew', (grown) => {
    if (grown.id === id) void follow(reading.current)
  })
  const { series, resets } = reading.current
  return { series, version, era: `${id} ${resets} ${series.rewinds} ${series.stride}`, loading, failure }
}
