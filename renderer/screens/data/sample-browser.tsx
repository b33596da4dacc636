import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import { CASE_TYPES, LANGUAGES } from '#core/dialog/case-type.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { FacetList } from '../../parts/facet-list.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { FilterBar } from './filter-bar.tsx'
import { SampleDetail } from './sample-detail.tsx'
import { SampleTable } from './sample-table.tsx'

type Filters = Pick<CallInput<'sample.page'>, 'split' | 'language' | 'kind'>
const SPLITS = ['train', 'test'] as const

/** What somebody came for; a new object each time. */
export interface Wanted {
  readonly dataset?: string
  readonly sample?: string
}

interface Props {
  readonly dataset: string
  readonly wanted: Wanted
  readonly picker: ReactNode
  /** Stands under the filters. */
  readonly beside: ReactNode
}

export function SampleBrowser({ dataset, wanted, picker, beside }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [filters, setFilters] = useState<Filters>({})
  const [cursor, setCursor] = useState<string>()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (wanted.sample === undefined) return
    setCursor(wanted.sample)
    setOpen(true)
  }, [wanted])
  const pages = usePages('sample.page', { dataset, search, ...filters })
  const filtered = search !== '' || Object.keys(filters).length > 0
  const choose = (name: string, value: string | undefined) => {
    const { [name as keyof Filters]: _, ...rest } = filters
    setFilters(value === undefined ? rest : { ...rest, [name]: value })
  }
  const seen = pages.first?.facets ?? {}
  const facet = <V extends string>(name: keyof Filters, values: readonly V[], say: (v: V) => string) => ({
    name,
    label: t(`data.facet.${name}`),
    chosen: filters[name],
    values: values.map((value) => ({ value, label: say(value), count: seen[name]?.[value] })),
  })
  return (
    <div className="page-fill">
      <div className="facet-column">
        <FacetList
          onChoose={choose}
          facets={[
            facet('split', SPLITS, (value) => t(`split.${value}`)),
            facet('language', LANGUAGES, (value) => t(`language.${value}`)),
            facet('kind', CASE_TYPES, (value) => t(`caseType.${value}`)),
          ]}
        />
        {beside}
      </div>
      <div className="middle-column">
        <div className="picker-bar">{picker}</div>
        <FilterBar
          label={t('data.searchSamples')}
          search={search}
          onSearch={setSearch}
          total={pages.first && pages.total}
          clear={filtered ? () => setFilters({}) : undefined}
        />
        {pages.failure && <FailureCard failure={pages.failure} />}
        {pages.rows.length === 0 && pages.loading && <Loading />}
        {pages.rows.length === 0 && !pages.loading && !pages.failure && (
          <p className="soft pad">{t('data.noMatch')}</p>
        )}
        {pages.rows.length > 0 && (
          <SampleTable
            rows={pages.rows}
            chosen={cursor}
            onChoose={(id, opens) => {
              setCursor(id)
              if (opens) setOpen(true)
            }}
            onEnd={pages.more}
          />
        )}
      </div>
      {open && cursor !== undefined && (
        <SampleDetail dataset={dataset} id={cursor} close={() => setOpen(false)} />
      )}
    </div>
  )
}
