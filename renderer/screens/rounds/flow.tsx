import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Flow } from '#core/round/flow.ts'
import { useCall } from '../../bridge/use-call.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { type FlowPick, FlowPictureView } from '../../parts/flow-picture.tsx'
import { FlowTable, flowCsv } from '../../parts/flow-table.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Segments } from '../../parts/segments.tsx'
import { FlowList } from './flow-list.tsx'
import { PictureButton } from './picture-button.tsx'
import type { RoundViewProps } from './view-props.ts'

/** What became of every sample of a round: as a picture or a table, and any part of it as a list. */
export function FlowView({ board, column, place }: RoundViewProps) {
  const { t } = useTranslation()
  const flow = useCall('round.flow', { round: column.round })
  const box = useRef<HTMLDivElement>(null)
  const [pick, setPick] = useState<FlowPick>()
  const [form, setForm] = useState<'picture' | 'table'>('picture')
  // What is decided later changes the flow; the board is read again when it does.
  const [seen, setSeen] = useState(board)
  if (seen !== board) {
    setSeen(board)
    flow.reload()
  }
  if (flow.failure)
    return (
      <div className="page-body">
        <FailureCard failure={flow.failure} />
      </div>
    )
  if (!flow.data) return <Loading />
  return (
    <div className="middle-column flow-column" ref={box}>
      <div className="flow-top">
        <div className="row wrap apart">
          <span className="soft small">{t('rounds.flow.lead', { count: flow.data.total })}</span>
          <span className="row">
            <Segments<'picture' | 'table'>
              label={t('rounds.flow.form')}
              value={form}
              options={[
                { value: 'picture', label: t('rounds.flow.asPicture') },
                { value: 'table', label: t('rounds.flow.asTable') },
              ]}
              onChange={setForm}
            />
            {form === 'picture' && (
              <PictureButton title={t('rounds.flow.file', { round: column.round })} box={box} />
            )}
            <CopyButton label={t('rounds.copyCsv')} text={flowCsv(flow.data)} />
          </span>
        </div>
        <FlowBody flow={flow.data} form={form} pick={pick} onPick={setPick} />
      </div>
      <FlowList
        round={column.round}
        pick={pick}
        clear={() => setPick(undefined)}
        shown={place.ledger}
        place={place}
      />
    </div>
  )
}

interface BodyProps {
  readonly flow: Flow
  readonly form: 'picture' | 'table'
  readonly pick: FlowPick | undefined
  onPick(pick: FlowPick | undefined): void
}

function FlowBody({ flow, form, pick, onPick }: BodyProps) {
  const { t } = useTranslation()
  if (flow.total === 0) return <p className="soft pad">{t('rounds.flow.none')}</p>
  const unprobed = flow.standings.unprobed === flow.total
  return (
    <>
      {unprobed && <p className="soft small">{t('rounds.flow.unprobed')}</p>}
      {form === 'picture' ? (
        <FlowPictureView flow={flow} pick={pick} onPick={onPick} />
      ) : (
        <FlowTable flow={flow} pick={pick} onPick={onPick} />
      )}
    </>
  )
}
