import type { Board, RoundColumn } from '#core/contract/round-views.ts'
import type { Place } from '../../store/place.ts'

export type RoundsPlace = Extract<Place, { page: 'rounds' }>

/** What the views of one round are handed. */
export interface RoundViewProps {
  readonly board: Board
  readonly column: RoundColumn
  readonly place: RoundsPlace
}
