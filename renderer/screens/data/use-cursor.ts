import { useEffect, useState } from 'react'

export interface Cursor<C> {
  /** The row that is pointed at. */
  readonly at: C | undefined
  /** Whether it is shown beside the table. */
  readonly open: boolean
  point(row: C, opens: boolean): void
  close(): void
}

/**
 * @param wanted the row that somebody came for; it is opened
 * @param visit another one each time somebody comes
 */
export function useCursor<C>(wanted: C | undefined, visit: unknown): Cursor<C> {
  const [at, setAt] = useState<C>()
  const [open, setOpen] = useState(false)
  const point = (row: C, opens: boolean): void => {
    setAt(() => row)
    if (opens) setOpen(true)
  }
  useEffect(() => {
    if (wanted !== undefined) point(wanted, true)
  }, [visit])
  return { at, open, point, close: () => setOpen(false) }
}
