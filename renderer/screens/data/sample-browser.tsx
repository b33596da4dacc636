import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import { CASE_TYPES, LANGUAGES } from '#core/dialog/case-type.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { FacetList } from '../../parts/facet-list.tsx'
import { RowColumn } from './row-column.tsx'
import { SampleDetail } from './sample-detail.tsx'
import { SampleTable } from './sample-table.tsx'
import { useCursor } from './use-cursor.ts'
import { useFacet } from './use-facet.ts'

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
  const cursor = useCursor(wanted.sample, wanted)
  const pages = usePages('sample.page', { dataset, search, ...filters })
  const facet = useFacet(filters, pages.first?.facets ?? {})
  const filtered = search !== '' || Object.keys(filters).length > 0
  const choose = (name: string, value: string | undefined) => {
    const { [name as keyof Filters]: _, ...rest } = filters
    setFilters(value === undefined ? rest : { ...rest, [name]: value })
  }
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
      <RowColumn
        label={t('data.searchSamples')}
        search={search}
        onSearch={setSearch}
        clear={filtered ? () => setFilters({}) : undefined}
        pages={pages}
        above={<div className="picker-bar">{picker}</div>}
      >
        <SampleTable rows={pages.rows} chosen={cursor.at} onChoose={cursor.point} onEnd={pages.more} />
      </RowColumn>
      {cursor.open && cursor.at !== undefined && (
        <SampleDetail dataset={dataset} id={cursor.at} close={cursor.close} />
      )}
    </div>
  )
}
