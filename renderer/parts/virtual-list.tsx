import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

export interface VirtualListProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowHeight: number
  /** Key of the row under the cursor. */
  readonly chosen: string | undefined
  /** Column names; stands above and does not scroll away. */
  readonly head?: ReactNode
  readonly rowClass?: string
  keyOf(row: Row): string
  draw(row: Row): ReactNode
  /** A click, or the keys unless `onMove` has them. */
  onChoose(row: Row): void
  /** The keys moved here. */
  onMove?(row: Row): void
  /** Enter on the chosen row. */
  onOpen?(row: Row): void
  /** Space on the chosen row. */
  onMark?(row: Row): void
  /** The end is near: more may be loaded. */
  onEnd?(): void
}

const MOVES: Readonly<Record<string, number>> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** Draws only what is in sight. J/K, arrows, Home and End move, Enter opens, Space marks. */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { rows, rowHeight, chosen, keyOf, onEnd } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (onEnd && rows.length > 0 && last >= rows.length - 20) onEnd()
  }, [last, rows.length, onEnd])

  const at = chosen === undefined ? -1 : rows.findIndex((row) => keyOf(row) === chosen)
  // Whoever moved the cursor, its row is in sight.
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at)
  }, [chosen])
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const here = rows[at]
    if (event.key === 'Enter' && here) return props.onOpen?.(here)
    if (event.key === ' ' && here && props.onMark) {
      event.preventDefault()
      return props.onMark(here)
    }
    const move = MOVES[event.key]
    if (move === undefined) return
    event.preventDefault()
    // The first key lands on the first row; End goes to the end even then.
    const to = at < 0 && Number.isFinite(move) ? 0 : at + move
    const index = Math.min(rows.length - 1, Math.max(0, to))
    const next = rows[index]
    if (!next) return
    virtual.scrollToIndex(index)
    ;(props.onMove ?? props.onChoose)(next)
  }
  const drawn = items.some((item) => item.index === at)
  return (
    <div className="vlist">
      {props.head !== undefined && <div className={`vhead ${props.rowClass ?? ''}`}>{props.head}</div>}
      <div
        ref={scroller}
        className="vscroll"
        role="listbox"
        tabIndex={0}
        aria-label={props.label}
        aria-activedescendant={drawn ? `${id}${at}` : undefined}
        onKeyDown={press}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the list box has the keys
              <div
                key={keyOf(row)}
                id={`${id}${item.index}`}
                role="option"
                aria-selected={item.index === at}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                className={`vrow ${props.rowClass ?? ''}`}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
                onClick={() => props.onChoose(row)}
              >
                {props.draw(row)}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
