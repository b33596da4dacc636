import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SeedRow } from '#core/contract/round-views.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { ITEM_SIGN } from '../../parts/state-badge.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { useFormat } from '../../words/format.ts'
import { FunnelView } from './funnel.tsx'
import { NoStage } from './no-stage.tsx'
import { SeedPair } from './seed-pair.tsx'
import { cellOf } from './stage.ts'
import type { RoundViewProps } from './view-props.ts'

/** What was made of the errors: the funnel, the seeds, and each seed beside its children. */
export function ExpandView({ board, column, place }: RoundViewProps) {
  const job = cellOf(board, column.round, 'expand')?.job
  if (job === undefined) return <NoStage stage="expand" round={column.round} />
  return <Expansions key={job} job={job} place={place} />
}

function Expansions({ job, place }: { readonly job: string; readonly place: RoundViewProps['place'] }) {
  const { t } = useTranslation()
  const funnel = useCall('expand.funnel', { job })
  const [search, setSearch] = useState('')
  const [cursor, setCursor] = useState<string | undefined>(place.sample)
  const pages = usePages('expand.seeds', { job, search })
  const chosen = cursor ?? pages.rows[0]?.sample
  return (
    <div className="expand">
      {funnel.failure && <FailureCard failure={funnel.failure} />}
      {funnel.data && <FunnelView funnel={funnel.data} />}
      <div className="court-pair">
        <div className="court-side">
          <div className="court-filters">
            <SearchBox label={t('rounds.expand.search')} value={search} width="100%" onSearch={setSearch} />
            <span className="num soft small">
              {pages.first && t('rounds.expand.seeds', { count: pages.total })}
            </span>
          </div>
          {pages.failure && <FailureCard failure={pages.failure} />}
          {pages.rows.length === 0 && pages.loading && <Loading />}
          {pages.rows.length === 0 && !pages.loading && !pages.failure && (
            <p className="soft pad">{search === '' ? t('rounds.expand.none') : t('data.noMatch')}</p>
          )}
          {pages.rows.length > 0 && (
            <VirtualList
              label={t('rounds.expand.list')}
              rows={pages.rows}
              rowHeight={54}
              rowClass="court-row"
              chosen={chosen}
              keyOf={(row) => row.sample}
              onChoose={(row) => setCursor(row.sample)}
              onEnd={pages.more}
              draw={(row) => <SeedLine row={row} />}
            />
          )}
        </div>
        {chosen !== undefined && <SeedPair key={chosen} job={job} sample={chosen} place={place} />}
      </div>
    </div>
  )
}

function SeedLine({ row }: { readonly row: SeedRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <span className="court-line">
      <span className="cut">{row.prompt}</span>
      <span className="row small">
        <span className={`ink-${row.state}`}>
          <span aria-hidden>{ITEM_SIGN[row.state]}</span> {t(`item.${row.state}`)}
        </span>
        <span className="soft num cut">
          {t('rounds.expand.takenOf', {
            taken: format.number(row.taken),
            candidates: format.number(row.candidates),
          })}
        </span>
      </span>
    </span>
  )
}
