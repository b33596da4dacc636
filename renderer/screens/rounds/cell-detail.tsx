import { Button, CloseButton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardCell } from '#core/round/board.ts'
import type { RoundStage } from '#core/round/round-plan.ts'
import { BalanceBar } from '../../parts/balance-bar.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { type RoundsView, usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { useTimeWords } from './board-cell.tsx'
import { Redo } from './redo.tsx'

const VIEW_OF: Readonly<Partial<Record<RoundStage, RoundsView>>> = {
  probe: 'probe',
  judge: 'court',
  expand: 'expand',
  compose: 'flow',
}

interface Props {
  readonly cell: BoardCell
  readonly stage: RoundStage
  close(): void
}

/** One cell in full: the balance, what it took, where to look, and *redo from here*. */
export function CellDetail({ cell, stage, close }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const time = useTimeWords()
  const go = usePlace((state) => state.go)
  const [redoing, setRedoing] = useState(false)
  const ask = useRef<HTMLButtonElement>(null)
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current && !redoing) ask.current?.focus()
    asked.current = redoing
  }, [redoing])
  const { round, job } = cell
  const view = VIEW_OF[stage]
  const counts = { ...cell, planned: cell.in, done: cell.out }
  return (
    <section
      className="cell-detail stack"
      aria-label={t('rounds.cellName', { round, stage: t(`rounds.stage.${stage}`) })}
    >
      <div className="row wrap apart">
        <span className="row wrap">
          <h2>{t('rounds.cellName', { round, stage: t(`rounds.stage.${stage}`) })}</h2>
          {cell.state === 'idle' ? (
            <span className="pill">○ {t('rounds.idle')}</span>
          ) : (
            <JobStateBadge state={cell.state} />
          )}
        </span>
        <span className="row wrap">
          {view && cell.state !== 'idle' && (
            <Button size="xs" onClick={() => go({ page: 'rounds', view, round })}>
              {t(`rounds.open.${view as 'flow'}`)}
            </Button>
          )}
          {job !== undefined && (
            <Button size="xs" variant="default" onClick={() => go({ page: 'jobs', job })}>
              {t('rounds.openJob')}
            </Button>
          )}
          {cell.state !== 'idle' && !redoing && (
            <Button ref={ask} size="xs" variant="default" onClick={() => setRedoing(true)}>
              {t('rounds.redo.ask')}
            </Button>
          )}
          <CloseButton size="sm" aria-label={t('shared.close')} onClick={close} />
        </span>
      </div>
      <BalanceBar counts={counts} active={0} />
      {cell.heldOut !== undefined && (
        <span className="small">{t('rounds.heldOutText', { count: cell.heldOut })}</span>
      )}
      <span className="small soft num">
        {time(cell.ms)} ·{' '}
        {cell.tokens === 0
          ? t('rounds.noTokens')
          : `${t('rounds.tokens', { count: cell.tokens })} · ${
              cell.cost === undefined
                ? t('rounds.noCost')
                : t('rounds.cost', { cost: format.money(cell.cost) })
            }`}
      </span>
      {redoing && <Redo round={round} stage={stage} close={() => setRedoing(false)} />}
    </section>
  )
}
