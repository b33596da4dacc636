import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Board, RoundColumn } from '#core/contract/round-views.ts'
import type { BoardCell } from '#core/round/board.ts'
import type { RoundStage } from '#core/round/round-plan.ts'
import { IntervalLine, useRateWords } from '../../parts/interval.tsx'
import { OwnPromptsBadge } from '../../parts/own-prompts-badge.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { useOwnPrompts } from '../../store/own-prompts.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { CellButton } from './board-cell.tsx'
import { CellDetail } from './cell-detail.tsx'
import { RunStrip } from './run-strip.tsx'
import { cellOf, rowsOf } from './stage.ts'
import type { RoundViewProps } from './view-props.ts'

interface Spot {
  readonly round: number
  readonly stage: RoundStage
}

const SIDEWAYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }
const UPWARDS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 }

/** Rounds as columns, stages as rows. Arrows move between the cells; the chosen cell is told in full below. */
export function BoardView({ board, place }: RoundViewProps) {
  const { t } = useTranslation()
  const rows = rowsOf(board)
  const last = board.columns.at(-1)
  const [spot, setSpot] = useState<Spot>()
  const [opened, setOpened] = useState(false)
  const table = useRef<HTMLTableElement>(null)
  const scroll = useRef<HTMLDivElement>(null)
  // With more rounds than fit, the latest is what is looked at.
  useEffect(() => {
    if (scroll.current) scroll.current.scrollLeft = scroll.current.scrollWidth
  }, [board.columns.length])
  const first = rows[0]
  // Each round says it for itself where models were asked in another one.
  const mixed = board.columns.some(
    (one) => !one.scripted && cellOf(board, one.round, 'probe')?.job !== undefined,
  )
  const at = spot ?? (last && first ? { round: place.round ?? last.round, stage: first } : undefined)
  // The detail takes room from below: what it tells of stays in sight.
  useEffect(() => {
    if (opened)
      table.current?.querySelector('[data-cell][aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [opened, spot])
  const move = (event: KeyboardEvent) => {
    const across = SIDEWAYS[event.key] ?? 0
    const down = UPWARDS[event.key] ?? 0
    if (!at || (across === 0 && down === 0)) return
    event.preventDefault()
    const rounds = board.columns.map(({ round }) => round)
    const round = rounds[rounds.indexOf(at.round) + across] ?? at.round
    const stage = rows[rows.indexOf(at.stage) + down] ?? at.stage
    setSpot({ round, stage })
    table.current?.querySelector<HTMLElement>(`[data-cell="${round} ${stage}"]`)?.focus()
  }
  const cell = opened && at ? cellOf(board, at.round, at.stage) : undefined
  return (
    <div className="middle-column">
      <RunStrip columns={board.columns} />
      <div className="board-scroll" ref={scroll}>
        <table className="board" ref={table}>
          <caption className="unseen">{t('rounds.boardCaption')}</caption>
          <thead>
            <tr>
              <th scope="col" className="soft small">
                {t('rounds.stageHead')}
              </th>
              {board.columns.map((column) => (
                <th key={column.round} scope="col">
                  <ColumnHead
                    column={column}
                    mixed={mixed}
                    jobs={rows.map((stage) => cellOf(board, column.round, stage)?.job)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={move}>
            {rows.map((stage) => (
              <tr key={stage}>
                <th scope="row">
                  <span className="strong">{t(`rounds.stage.${stage}`)}</span>
                  <span className="soft small block">{t(`rounds.stageShort.${stage}`)}</span>
                </th>
                {board.columns.map(({ round }) => (
                  <td key={round}>
                    <BoardSpot
                      cell={cellOf(board, round, stage)}
                      spot={{ round, stage }}
                      runnable={
                        last?.round === round &&
                        board.next.blocked === undefined &&
                        board.next.stages.includes(stage)
                      }
                      focusable={at?.round === round && at.stage === stage}
                      chosen={opened && at?.round === round && at.stage === stage}
                      choose={() => {
                        setSpot({ round, stage })
                        setOpened(true)
                      }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <HeldOutRow board={board} />
          </tfoot>
        </table>
      </div>
      {at && cell && (
        <CellDetail
          key={`${at.round} ${at.stage}`}
          cell={cell}
          stage={at.stage}
          close={() => {
            setOpened(false)
            table.current?.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus()
          }}
        />
      )}
    </div>
  )
}

function BoardSpot(props: {
  readonly cell: BoardCell | undefined
  readonly spot: Spot
  /** The stage can still be added to its round. */
  readonly runnable: boolean
  readonly focusable: boolean
  readonly chosen: boolean
  choose(): void
}) {
  const { t } = useTranslation()
  const { cell, spot, runnable, focusable, chosen, choose } = props
  if (!cell) return <NotRun spot={spot} runnable={runnable} />
  return (
    <CellButton
      cell={cell}
      unit={spot.stage === 'expand' ? t('rounds.seedsUnit') : undefined}
      name={`${spot.round} ${spot.stage}`}
      label={t('rounds.cellName', { round: spot.round, stage: t(`rounds.stage.${spot.stage}`) })}
      focusable={focusable}
      chosen={chosen}
      choose={choose}
    />
  )
}

function NotRun({ spot, runnable }: { readonly spot: Spot; readonly runnable: boolean }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  return (
    <span className="small board-none">
      <span className="soft">{t('rounds.noStage')}</span>{' '}
      {runnable && (
        <button
          type="button"
          className="link"
          onClick={() => go({ page: 'rounds', view: 'new', round: spot.round })}
        >
          {t('rounds.runIt')}
        </button>
      )}
    </span>
  )
}

function ColumnHead({
  column,
  mixed,
  jobs,
}: {
  readonly column: RoundColumn
  readonly mixed: boolean
  readonly jobs: readonly (string | undefined)[]
}) {
  const { t } = useTranslation()
  const ownPrompts = useOwnPrompts(column.dataset, ...jobs)
  return (
    <span className="stack tight">
      <span className="row apart">
        <strong>{t('rounds.round', { round: column.round })}</strong>
        {column.state !== 'idle' && <JobStateBadge state={column.state} />}
      </span>
      <span className="small soft num">
        {column.samples === undefined ? t('rounds.noSet') : t('rounds.samples', { count: column.samples })}
      </span>
      {column.scripted && mixed && <PracticeBadge />}
      <OwnPromptsBadge prompts={ownPrompts} />
    </span>
  )
}

/** The policy on samples that no round trains on: the number that says whether the loop works. */
function HeldOutRow({ board }: { readonly board: Board }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useRateWords()
  const share = (column: RoundColumn | undefined): number | undefined =>
    column?.heldOut && column.heldOut.total > 0 ? column.heldOut.right / column.heldOut.total : undefined
  return (
    <tr>
      <th scope="row">
        <span className="strong">{t('rounds.heldOut')}</span>
        <span className="soft small block">{t('rounds.heldOutShort')}</span>
      </th>
      {board.columns.map((column, index) => {
        const before = share(board.columns[index - 1])
        const now = share(column)
        if (!column.heldOut || now === undefined)
          return (
            <td key={column.round} className="soft small held-out">
              {t('rounds.notMeasured')}
            </td>
          )
        const { share: percent, interval } = words(column.heldOut)
        const points = before === undefined ? undefined : Math.round((now - before) * 100)
        return (
          <td key={column.round} className="held-out">
            <span className="row wrap">
              <strong className="num big">{percent}</strong>
              <span className="soft small num">{interval}</span>
              {points !== undefined && (
                <span className="small num">
                  {t('rounds.points', {
                    points: `${points > 0 ? '+' : ''}${format.number(points)}`,
                    round: column.round - 1,
                  })}
                </span>
              )}
            </span>
            <IntervalLine rate={column.heldOut} />
            <span className="soft small num">
              {t('rounds.rightOf', {
                right: format.number(column.heldOut.right),
                total: format.number(column.heldOut.total),
              })}
            </span>
          </td>
        )
      })}
    </tr>
  )
}
