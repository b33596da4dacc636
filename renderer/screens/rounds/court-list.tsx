import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import type { CourtRow } from '#core/contract/round-views.ts'
import type { Facets } from '#core/contract/views.ts'
import { CASE_TYPES, LANGUAGES } from '#core/dialog/case-type.ts'
import { VERDICTS } from '#core/judge/verdict.ts'
import { LoopBadge } from '../../parts/loop-sign.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { useFormat } from '../../words/format.ts'

export type CourtFilters = Pick<CallInput<'court.page'>, 'verdict' | 'by' | 'overruled' | 'kind' | 'language'>

const BY = ['model', 'rule', 'human', 'nobody'] as const

interface Props {
  readonly rows: readonly CourtRow[]
  /** Undefined until it is known. */
  readonly total: number | undefined
  readonly facets: Facets
  readonly search: string
  readonly filters: CourtFilters
  readonly chosen: string | undefined
  onSearch(text: string): void
  onFilters(filters: CourtFilters): void
  onChoose(row: CourtRow): void
  onEnd(): void
}

export function CourtList(props: Props) {
  const { t } = useTranslation()
  const { rows, search, chosen, onSearch, onChoose, onEnd } = props
  return (
    <>
      <div className="court-filters">
        <SearchBox label={t('data.searchSamples')} value={search} width="100%" onSearch={onSearch} />
        <Filters {...props} />
      </div>
      {rows.length > 0 && (
        <VirtualList
          label={t('rounds.court.list')}
          rows={rows}
          rowHeight={54}
          rowClass="court-row"
          chosen={chosen}
          keyOf={(row) => row.sample}
          onChoose={onChoose}
          onEnd={onEnd}
          draw={(row) => <Line row={row} />}
        />
      )}
    </>
  )
}

function Line({ row }: { readonly row: CourtRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <span className="court-line">
      <span className="cut">{row.prompt}</span>
      <span className="row">
        <LoopBadge name={row.verdict} />
        <span className="soft small cut num">
          {row.by === 'model'
            ? t('rounds.court.agreeing', {
                agreeing: format.number(row.agreeing),
                votes: format.number(row.votes),
              })
            : t(`rounds.court.byWhom.${row.by}`)}
        </span>
      </span>
    </span>
  )
}

function Filters({ filters, facets, total, onFilters }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const select = <K extends keyof CourtFilters>(
    name: K,
    values: readonly string[],
    say: (value: string) => string,
  ) => (
    <Select
      size="xs"
      aria-label={t(`rounds.court.facet.${name}`)}
      placeholder={t(`rounds.court.facet.${name}`)}
      clearable
      clearButtonProps={{ 'aria-label': t('shared.clear') }}
      value={filters[name] === undefined ? null : String(filters[name])}
      data={values.map((value) => {
        const count = facets[name]?.[value]
        return { value, label: count === undefined ? say(value) : `${say(value)} · ${format.number(count)}` }
      })}
      onChange={(value) => {
        const { [name]: _, ...rest } = filters
        const typed = name === 'overruled' ? value === 'true' : value
        onFilters(value === null ? rest : { ...rest, [name]: typed })
      }}
    />
  )
  return (
    <div className="court-selects">
      {select('verdict', [...VERDICTS, 'unjudged'], (value) => t(`loop.${value as 'unjudged'}`))}
      {select('by', BY, (value) => t(`rounds.court.byWhom.${value as 'rule'}`))}
      {select('kind', CASE_TYPES, (value) => t(`caseType.${value as 'single'}`))}
      {select('language', LANGUAGES, (value) => t(`language.${value as 'en'}`))}
      {select('overruled', ['true', 'false'], (value) =>
        t(value === 'true' ? 'rounds.court.overruled' : 'rounds.court.notOverruled'),
      )}
      <span className="num soft small court-total">
        {total !== undefined && t('rounds.court.cases', { count: total })}
      </span>
    </div>
  )
}
