import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { FilterBar } from './filter-bar.tsx'

interface Props {
  /** What is searched. */
  readonly label: string
  readonly search: string
  onSearch(search: string): void
  /** Takes the filters off; undefined where nothing narrows what is shown. */
  readonly clear: (() => void) | undefined
  readonly pages: {
    readonly rows: readonly unknown[]
    readonly first: unknown
    readonly total: number
    readonly loading: boolean
    readonly failure: SpokenFailure | undefined
  }
  /** Stands over the search. */
  readonly above?: ReactNode
  /** The table, where there are rows. */
  readonly children: ReactNode
}

/** The rows that fit, under their search; or why there are none. */
export function RowColumn({ label, search, onSearch, clear, pages, above, children }: Props) {
  const { t } = useTranslation()
  const none = pages.rows.length === 0
  return (
    <div className="middle-column">
      {above}
      <FilterBar
        label={label}
        search={search}
        onSearch={onSearch}
        total={pages.first === undefined ? undefined : pages.total}
        clear={clear}
      />
      {pages.failure && <FailureCard failure={pages.failure} />}
      {none && pages.loading && <Loading />}
      {none && !pages.loading && !pages.failure && <p className="soft pad">{t('data.noMatch')}</p>}
      {!none && children}
    </div>
  )
}
