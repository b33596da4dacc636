import { IconScale } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CourtRow } from '#core/contract/round-views.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { AccuracyBar } from './accuracy-bar.tsx'
import { CourtCaseView } from './court-case.tsx'
import { type CourtFilters, CourtList } from './court-list.tsx'
import { NoStage } from './no-stage.tsx'
import { cellOf } from './stage.ts'
import type { RoundViewProps } from './view-props.ts'

/** The label court of a round: what was judged, one case at a time, and how good the judge was. */
export function CourtView({ board, column, place }: RoundViewProps) {
  const job = cellOf(board, column.round, 'judge')?.job
  if (job === undefined) return <NoStage stage="judge" round={column.round} />
  return <Court key={job} job={job} wanted={place.sample} place={place} />
}

function Court(props: {
  readonly job: string
  readonly wanted: string | undefined
  readonly place: RoundViewProps['place']
}) {
  const { job, wanted, place } = props
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [filters, setFilters] = useState<CourtFilters>({})
  const [cursor, setCursor] = useState<string | undefined>(wanted)
  const pages = usePages('court.page', { job, search, ...filters })
  const accuracy = useCall('court.accuracy', { job })
  const { rows } = pages
  const chosen = cursor ?? rows[0]?.sample
  const step = useCallback(
    (by: number) => {
      const at = rows.findIndex((row) => row.sample === chosen)
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
      if (next) setCursor(next.sample)
      if (at + by >= rows.length - 5) pages.more()
    },
    [rows, chosen, pages.more],
  )
  const filtered = search !== '' || Object.keys(filters).length > 0
  if (pages.first && pages.total === 0 && !filtered && !pages.loading)
    return (
      <EmptyState
        icon={<IconScale size={40} stroke={1.3} />}
        title={t('rounds.court.empty')}
        text={t('rounds.court.emptyText')}
      />
    )
  return (
    <div className="court">
      <AccuracyBar accuracy={accuracy.data} failure={accuracy.failure} />
      <div className="court-pair">
        <div className="court-side">
          <CourtList
            rows={rows}
            total={pages.first && pages.total}
            facets={pages.first?.facets ?? {}}
            search={search}
            filters={filters}
            chosen={chosen}
            onSearch={setSearch}
            onFilters={setFilters}
            onChoose={(row: CourtRow) => setCursor(row.sample)}
            onEnd={pages.more}
          />
          {pages.failure && <FailureCard failure={pages.failure} />}
          {rows.length === 0 && pages.loading && <Loading />}
          {rows.length === 0 && !pages.loading && !pages.failure && (
            <p className="soft pad">{t('data.noMatch')}</p>
          )}
        </div>
        {chosen !== undefined && (
          <CourtCaseView
            key={chosen}
            job={job}
            sample={chosen}
            place={place}
            step={step}
            changed={() => {
              pages.reload()
              accuracy.reload()
            }}
          />
        )}
      </div>
    </div>
  )
}
