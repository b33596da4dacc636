import { Button } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import { CASE_TYPES, LANGUAGES, LEVELS } from '#core/dialog/case-type.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { useCalmPush } from '../../bridge/use-push.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FacetList } from '../../parts/facet-list.tsx'
import { usePlace } from '../../store/place.ts'
import { DialogDetail, type Named } from './dialog-detail.tsx'
import { DialogTable, rowKey } from './dialog-table.tsx'
import { RowColumn } from './row-column.tsx'
import { useCursor } from './use-cursor.ts'
import { useFacet } from './use-facet.ts'

type Filters = Pick<CallInput<'dialog.page'>, 'state' | 'language' | 'level' | 'type'>

const STATES = ['waiting', 'done', 'dropped', 'failed'] as const
const RELOAD_MS = 1500

export function DialogsTab({ wanted }: { readonly wanted: Named | undefined }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const [search, setSearch] = useState('')
  const [filters, setFilters] = useState<Filters>({})
  const cursor = useCursor(wanted, wanted)
  const pages = usePages('dialog.page', { search, ...filters })
  useCalmPush('job.changed', (job) => job.spec.kind === 'simulate', RELOAD_MS, pages.reload)
  const facet = useFacet(filters, pages.first?.facets ?? {})
  const filtered = search !== '' || Object.keys(filters).length > 0
  if (pages.first && pages.total === 0 && !filtered && !pages.loading) {
    return (
      <EmptyState
        icon={<IconMessages size={40} stroke={1.3} />}
        title={t('data.noDialogs')}
        text={t('data.noDialogsText')}
      >
        <Button onClick={() => go({ page: 'simulate' })}>{t('simulate.new')}</Button>
      </EmptyState>
    )
  }
  const choose = (name: string, value: string | undefined) => {
    const { [name as keyof Filters]: _, ...rest } = filters
    setFilters(value === undefined ? rest : { ...rest, [name]: value })
  }
  return (
    <div className="page-fill">
      <FacetList
        onChoose={choose}
        facets={[
          facet('state', STATES, (value) => t(`item.${value}`)),
          facet('language', LANGUAGES, (value) => t(`language.${value}`)),
          facet('level', LEVELS, (value) => t(`level.${value}`)),
          facet('type', CASE_TYPES, (value) => t(`caseType.${value}`)),
        ]}
      />
      <RowColumn
        label={t('data.searchDialogs')}
        search={search}
        onSearch={setSearch}
        clear={filtered ? () => setFilters({}) : undefined}
        pages={pages}
      >
        <DialogTable
          rows={pages.rows}
          chosen={cursor.at && rowKey(cursor.at)}
          onChoose={cursor.point}
          onEnd={pages.more}
        />
      </RowColumn>
      {cursor.open && cursor.at && <DialogDetail row={cursor.at} close={cursor.close} />}
    </div>
  )
}
