import { Button } from '@mantine/core'
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { type Box, placeBubble, TOUR_STOPS, type TourStop } from '#core/guide/tour.ts'
import { useUi } from '../store/ui.ts'

/** A few words beside the window's own parts, one after the other. Nothing is covered or blocked; Esc ends it. */
export function Tour() {
  const at = useUi((state) => state.tour)
  const stop = at === null ? undefined : TOUR_STOPS[at]
  return at === null || stop === undefined ? null : <Bubble at={at} stop={stop} />
}

interface Measured {
  readonly anchor: Box | undefined
  readonly left: number
  readonly top: number
}

const anchorOf = (stop: TourStop): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-tour="${stop}"]`)

/** Follows the element through resizing, zooming, scrolling and other pages. */
function usePlaced(stop: TourStop, bubble: RefObject<HTMLElement | null>): Measured | undefined {
  const [placed, setPlaced] = useState<Measured>()
  const measure = useCallback(() => {
    const own = bubble.current?.getBoundingClientRect()
    if (!own) return
    const found = anchorOf(stop)?.getBoundingClientRect()
    const anchor = found && found.width > 0 ? found : undefined
    const page = { width: window.innerWidth, height: window.innerHeight }
    setPlaced({ anchor, ...placeBubble(anchor, own, page) })
  }, [stop, bubble])
  useLayoutEffect(() => {
    anchorOf(stop)?.scrollIntoView({ block: 'nearest' })
    measure()
    const watched = new MutationObserver(measure)
    watched.observe(document.body, { childList: true, subtree: true })
    window.addEventListener('resize', measure)
    window.addEventListener('scroll', measure, true)
    return () => {
      watched.disconnect()
      window.removeEventListener('resize', measure)
      window.removeEventListener('scroll', measure, true)
    }
  }, [stop, measure])
  return placed
}

/** Gives the keys back to where they were when the tour began. */
function useReturn(): void {
  useEffect(() => {
    const before = document.activeElement
    return () => {
      const there = before instanceof HTMLElement && before.isConnected && before !== document.body
      ;(there ? before : document.getElementById('page'))?.focus({ preventScroll: true })
    }
  }, [])
}

function Bubble({ at, stop }: { readonly at: number; readonly stop: TourStop }) {
  const { t } = useTranslation()
  const tourTo = useUi((state) => state.tourTo)
  const overlay = useUi((state) => state.overlay)
  const box = useRef<HTMLDivElement>(null)
  const onward = useRef<HTMLButtonElement>(null)
  const placed = usePlaced(stop, box)
  const last = at === TOUR_STOPS.length - 1
  useReturn()
  useEffect(() => {
    onward.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    const leave = (event: globalThis.KeyboardEvent) => {
      // What floats above has Esc first.
      if (event.key === 'Escape' && overlay === null && !event.defaultPrevented) tourTo(null)
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [overlay, tourTo])
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight' && !last) tourTo(at + 1)
    if (event.key === 'ArrowLeft' && at > 0) tourTo(at - 1)
  }
  const { anchor } = placed ?? {}
  return (
    <>
      {anchor && (
        <div
          className="tour-ring"
          aria-hidden
          style={{ left: anchor.left, top: anchor.top, width: anchor.width, height: anchor.height }}
        />
      )}
      <div
        ref={box}
        className="tour-bubble"
        role="dialog"
        aria-label={t('tour.label', { stop: at + 1, total: TOUR_STOPS.length })}
        style={placed ? { left: placed.left, top: placed.top } : { opacity: 0 }}
        onKeyDown={walk}
      >
        <div aria-live="polite" className="stack tight">
          <h2>{t(`tour.stop.${stop}`)}</h2>
          <p className="prose">{t(`tour.text.${stop}`)}</p>
        </div>
        <div className="row wrap">
          <span className="soft small num grow">
            {at + 1} / {TOUR_STOPS.length}
          </span>
          {!last && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => tourTo(null)}>
              {t('tour.end')}
            </Button>
          )}
          {at > 0 && (
            <Button size="xs" variant="default" onClick={() => tourTo(at - 1)}>
              {t('shared.back')}
            </Button>
          )}
          <Button ref={onward} size="xs" onClick={() => tourTo(last ? null : at + 1)}>
            {last ? t('tour.done') : t('shared.next')}
          </Button>
        </div>
        <span className="soft small">{t('tour.keys')}</span>
      </div>
    </>
  )
}
