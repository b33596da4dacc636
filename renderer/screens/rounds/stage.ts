import type { Board } from '#core/contract/round-views.ts'
import { Failure } from '#core/failure/failure.ts'
import { sayFailure } from '#core/failure/words.ts'
import type { BoardCell } from '#core/round/board.ts'
import { ROUND_STAGES, type RoundStage } from '#core/round/round-plan.ts'
import { useLanguage } from '../../words/language.ts'

/** The cell of a stage in a round, where the board has one. */
export const cellOf = ({ cells }: Board, round: number, stage: RoundStage): BoardCell | undefined =>
  cells.find((cell) => cell.round === round && cell.stage === stage)

/** Stages that any round of the board has, in the order in which they run. */
export const rowsOf = ({ cells }: Board): RoundStage[] =>
  ROUND_STAGES.filter((stage) => cells.some((cell) => cell.stage === stage))

/** Why no round can start, as a button says it. */
export function useBlockedWords(): (code: string) => string {
  const language = useLanguage()
  return (code) => sayFailure(new Failure(code), language).message
}
