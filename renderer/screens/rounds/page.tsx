import { Select, Tabs } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Board, RoundColumn } from '#core/contract/round-views.ts'
import type { RoundStage } from '#core/round/round-plan.ts'
import { useCall } from '../../bridge/use-call.ts'
import { useCalmPush } from '../../bridge/use-push.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NoProject } from '../../parts/no-project.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { ROUNDS_VIEWS, type RoundsView, usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { BoardView } from './board.tsx'
import { CalibrationView } from './calibration.tsx'
import { CourtView } from './court.tsx'
import { ExpandView } from './expand.tsx'
import { FlowView } from './flow.tsx'
import { LedgerDrawer } from './ledger.tsx'
import { NewRound } from './new-round.tsx'
import { ProbeView } from './probe.tsx'
import { cellOf, useBlockedWords } from './stage.ts'
import { Teach } from './teach.tsx'
import type { RoundsPlace, RoundViewProps } from './view-props.ts'

/** Unless a round is named, a view shows the latest that has something for it. */
const STAGE_OF: Readonly<Partial<Record<RoundsView, RoundStage>>> = {
  flow: 'probe',
  probe: 'probe',
  court: 'judge',
  expand: 'expand',
}

const CALM_MS = 1000

export function RoundsPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  const board = useCall('round.board', project ? undefined : null)
  const say = useBlockedWords()
  useCalmPush('job.changed', () => true, CALM_MS, board.reload)
  if (place.page !== 'rounds') return null
  const view = place.view ?? 'board'
  const next = board.data?.next
  const scripted = board.data?.columns.some((column) => column.scripted) ?? false
  return (
    <>
      <PageHeader
        title={
          view !== 'new'
            ? t('rounds.title')
            : place.round === undefined
              ? t('rounds.new', { round: next?.round ?? 1 })
              : t('rounds.goOn', { round: place.round })
        }
        lead={view === 'new' ? t('rounds.newLead') : project?.name}
      >
        {scripted && view !== 'new' && <PracticeBadge />}
        {next && view !== 'new' && board.data?.columns.length !== 0 && (
          <ActionButton
            label={t('rounds.start', { round: next.round })}
            why={next.blocked === undefined ? undefined : say(next.blocked)}
            icon={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => go({ page: 'rounds', view: 'new' })}
          />
        )}
      </PageHeader>
      {project === null && <NoProject toHome={() => go({ page: 'home' })} />}
      {board.failure && (
        <div className="page-body">
          <FailureCard failure={board.failure} />
        </div>
      )}
      {project && !board.data && board.loading && <Loading />}
      {board.data && <Views board={board.data} place={place} view={view} />}
    </>
  )
}

function Views(props: { readonly board: Board; readonly place: RoundsPlace; readonly view: RoundsView }) {
  const { board, place, view } = props
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { columns } = board
  const stage = STAGE_OF[view]
  const hasRun = ({ round }: RoundColumn): boolean =>
    stage === undefined || cellOf(board, round, stage)?.job !== undefined
  const column =
    columns.find(({ round }) => round === place.round) ?? columns.findLast(hasRun) ?? columns.at(-1)
  if (view === 'new') return <NewRound key={place.round ?? 0} board={board} goesOn={place.round} />
  if (!column && view !== 'judges') return <Teach board={board} />
  const open = (to: RoundsView) =>
    go({ page: 'rounds', view: to, ...(place.round !== undefined && { round: place.round }) })
  return (
    <>
      <div className="rounds-bar">
        <Tabs value={view} onChange={(to) => open(ROUNDS_VIEWS.find((one) => one === to) ?? 'board')}>
          <Tabs.List>
            {ROUNDS_VIEWS.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`rounds.view.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        {column && view !== 'board' && view !== 'judges' && (
          <Select
            size="xs"
            w={130}
            aria-label={t('rounds.which')}
            value={String(column.round)}
            data={columns.map(({ round }) => ({
              value: String(round),
              label: t('rounds.round', { round }),
            }))}
            onChange={(round) => round !== null && go({ page: 'rounds', view, round: Number(round) })}
          />
        )}
      </div>
      <div className="page-fill">
        {column ? <OneView board={board} column={column} place={place} /> : <CalibrationView />}
        {place.ledger !== undefined && (
          <LedgerDrawer
            sample={place.ledger}
            open={(ledger) => go({ ...place, ledger })}
            close={() => {
              const { ledger: _, ...rest } = place
              go(rest)
            }}
          />
        )}
      </div>
    </>
  )
}

function OneView(props: RoundViewProps) {
  switch (props.place.view) {
    case 'flow':
      return <FlowView key={props.column.round} {...props} />
    case 'probe':
      return <ProbeView key={props.column.round} {...props} />
    case 'court':
      return <CourtView key={props.column.round} {...props} />
    case 'expand':
      return <ExpandView key={props.column.round} {...props} />
    case 'judges':
      return <CalibrationView />
    default:
      return <BoardView {...props} />
  }
}
