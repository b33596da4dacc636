import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SearchBox } from '../../parts/search-box.tsx'

interface Props {
  readonly label: string
  readonly search: string
  /** Undefined until it is known. */
  readonly total: number | undefined
  /** Undefined while no filter is on. */
  readonly clear: (() => void) | undefined
  onSearch(text: string): void
}

export function FilterBar({ label, search, total, clear, onSearch }: Props) {
  const { t } = useTranslation()
  return (
    <div className="table-bar">
      <SearchBox label={label} value={search} width={280} onSearch={onSearch} />
      <span className="num soft small grow">
        {total !== undefined && t('shared.total', { count: total })}
      </span>
      {clear && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            onSearch('')
            clear()
          }}
        >
          {t('shared.clearFilters')}
        </Button>
      )}
    </div>
  )
}
