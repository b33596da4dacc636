import { usePlace } from './place.ts'
import { useUi } from './ui.ts'

/** The tour begins at Home, which has its first stop. */
export function startTour(): void {
  usePlace.getState().go({ page: 'home' })
  useUi.getState().tourTo(0)
}
