/** The tour's stops and where its bubble stands. Lengths in px of the page. */

/** Each names an element of the window by its `data-tour`. */
export const TOUR_STOPS = ['next', 'simulate', 'rounds', 'connections', 'jobs', 'finder'] as const
export type TourStop = (typeof TOUR_STOPS)[number]

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}
type Size = Pick<Box, 'width' | 'height'>

const GAP = 12
const EDGE = 8

const within = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(value, Math.max(least, most)))

/**
 * Places a bubble beside what it speaks of: to the right of what stands at the window's left edge, else below, above, to its left, and where none of these has
 * room, in the window's lower right corner. It never stands outside the window, however small that is.
 * @param anchor absent where the element is not in sight
 */
export function placeBubble(anchor: Box | undefined, bubble: Size, page: Size): Pick<Box, 'left' | 'top'> {
  const most = { left: page.width - bubble.width - EDGE, top: page.height - bubble.height - EDGE }
  const inPage = (left: number, top: number) => ({
    left: within(left, EDGE, most.left),
    top: within(top, EDGE, most.top),
  })
  if (!anchor) return inPage(most.left, most.top)
  const right = anchor.left + anchor.width + GAP
  const below = anchor.top + anchor.height + GAP
  const above = anchor.top - bubble.height - GAP
  const left = anchor.left - bubble.width - GAP
  const middle = anchor.top + anchor.height / 2 - bubble.height / 2
  if (anchor.left <= 2 * EDGE && right <= most.left) return inPage(right, middle)
  if (below <= most.top) return inPage(anchor.left, below)
  if (above >= EDGE) return inPage(anchor.left, above)
  if (right <= most.left) return inPage(right, middle)
  if (left >= EDGE) return inPage(left, middle)
  return inPage(most.left, most.top)
}
