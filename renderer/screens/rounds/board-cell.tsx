import { useTranslation } from 'react-i18next'
import type { BoardCell } from '#core/round/board.ts'
import { ITEM_SIGN, jobLook } from '../../parts/state-badge.tsx'
import { useFormat } from '../../words/format.ts'

const LEFT = ['dropped', 'failed', 'waiting'] as const

/** Running time in words; what took less than a second is told as such, never as 0. */
export function useTimeWords(): (ms: number) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (ms) => (ms > 0 && ms < 1000 ? t('rounds.underSecond') : format.span(ms / 1000))
}

interface Props {
  readonly cell: BoardCell
  readonly name: string
  readonly label: string
  /** What is counted, where it is not the round's samples. */
  readonly unit: string | undefined
  readonly focusable: boolean
  readonly chosen: boolean
  choose(): void
}

/** in → out, what stayed behind, and what it took; the sums are there to be checked by eye. */
export function CellButton({ cell, name, label, unit, focusable, chosen, choose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const time = useTimeWords()
  const idle = cell.state === 'idle'
  const state = idle ? t('rounds.idle') : t(`job.state.${cell.state as 'done'}`)
  const [tone, sign] = idle ? (['waiting', '○'] as const) : jobLook(cell.state as 'done')
  return (
    <button
      type="button"
      className={`board-cell tone-edge-${tone}`}
      data-cell={name}
      tabIndex={focusable ? 0 : -1}
      aria-pressed={chosen}
      onClick={choose}
    >
      <span className="unseen">
        {label}, {state}:
      </span>
      <span className="row">
        <span className={`ink-${tone}`} title={state} aria-hidden>
          {sign}
        </span>
        {idle ? (
          <span className="soft">{state}</span>
        ) : (
          <span className="num board-sum">
            {format.number(cell.in)} <span className="soft">→</span> {format.number(cell.out)}{' '}
            {unit !== undefined && <span className="soft small">{unit}</span>}
          </span>
        )}
      </span>
      {!idle && (
        <span className="row wrap small num board-left">
          {LEFT.filter((what) => cell[what] > 0).map((what) => (
            <span key={what} className={`ink-${what}`}>
              {ITEM_SIGN[what]} {format.number(cell[what])} {t(`item.${what}`)}
            </span>
          ))}
          {cell.heldOut !== undefined && (
            <span className="soft">{t('rounds.heldOutPart', { count: cell.heldOut })}</span>
          )}
          {cell.heldOut === undefined && LEFT.every((what) => cell[what] === 0) && (
            <span className="soft">{t('rounds.allThrough')}</span>
          )}
        </span>
      )}
      {!idle && (
        <span className="small soft num cut">
          {[
            time(cell.ms),
            cell.tokens > 0 ? t('rounds.tokens', { count: cell.tokens }) : undefined,
            (cell.cost ?? 0) === 0 ? undefined : t('rounds.cost', { cost: format.money(cell.cost ?? 0) }),
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </span>
      )}
    </button>
  )
}
