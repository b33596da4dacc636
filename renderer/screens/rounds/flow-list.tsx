import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../bridge/use-pages.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import type { FlowPick } from '../../parts/flow-picture.tsx'
import { Loading } from '../../parts/loading.tsx'
import { LoopBadge } from '../../parts/loop-sign.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import type { RoundViewProps } from './view-props.ts'

interface Props {
  readonly round: number
  /** Undefined: all samples of the round. */
  readonly pick: FlowPick | undefined
  /** The sample whose ledger is open. */
  readonly shown: string | undefined
  readonly place: RoundViewProps['place']
  clear(): void
}

/** Exactly the samples of what was picked; each opens its ledger. */
export function FlowList({ round, pick, shown, place, clear }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const [search, setSearch] = useState('')
  const [cursor, setCursor] = useState<string | undefined>(shown)
  const pages = usePages('round.samples', { round, search, ...pick })
  const names = pick ? [pick.standing, pick.verdict, pick.fate].filter((name) => name !== undefined) : []
  const open = (id: string) => {
    setCursor(id)
    go({ ...place, ledger: id })
  }
  return (
    <section className="flow-list" aria-label={t('rounds.flow.list')}>
      <div className="table-bar">
        <SearchBox label={t('data.searchSamples')} value={search} width={220} onSearch={setSearch} />
        <span className="row wrap grow">
          {names.length === 0 && <span className="soft small">{t('rounds.flow.all')}</span>}
          {names.map((name, at) => (
            <LoopBadge key={at} name={name} />
          ))}
          <span className="num soft small">{pages.first && t('rounds.samples', { count: pages.total })}</span>
        </span>
        {pick && (
          <Button size="compact-sm" variant="subtle" onClick={clear}>
            {t('rounds.flow.showAll')}
          </Button>
        )}
      </div>
      {pages.failure && <FailureCard failure={pages.failure} />}
      {pages.rows.length === 0 && pages.loading && <Loading lines={3} />}
      {pages.rows.length === 0 && !pages.loading && !pages.failure && (
        <p className="soft pad">{t('data.noMatch')}</p>
      )}
      {pages.rows.length > 0 && (
        <VirtualList
          label={t('rounds.flow.list')}
          rows={pages.rows}
          rowHeight={34}
          rowClass="flow-row"
          chosen={cursor}
          keyOf={(row) => row.id}
          onChoose={(row) => open(row.id)}
          onMove={(row) => (place.ledger === undefined ? setCursor(row.id) : open(row.id))}
          onOpen={(row) => open(row.id)}
          onEnd={pages.more}
          head={
            <>
              <span>{t('data.column.prompt')}</span>
              <span className="wide-only">{t('data.column.kind')}</span>
              <span>{t('rounds.flow.standing')}</span>
              <span className="roomy-only">{t('rounds.flow.verdict')}</span>
              <span className="roomy-only">{t('rounds.flow.fate')}</span>
              <span className="right wide-only">{t('rounds.perplexity')}</span>
            </>
          }
          draw={(row) => (
            <>
              <span className="cut">{row.prompt}</span>
              <span className="cut wide-only">{t(`caseType.${row.kind}`)}</span>
              <span>
                <LoopBadge name={row.standing} />
              </span>
              <span className="roomy-only">
                <LoopBadge name={row.verdict} />
              </span>
              <span className="roomy-only">
                <LoopBadge name={row.fate} />
              </span>
              <span className="num right wide-only">
                {row.perplexity === undefined ? '–' : format.fine(row.perplexity)}
              </span>
            </>
          )}
        />
      )}
    </section>
  )
}
