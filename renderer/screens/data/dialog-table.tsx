import { useTranslation } from 'react-i18next'
import type { DialogRow } from '#core/contract/index.ts'
import { ItemStateBadge } from '../../parts/state-badge.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { useFormat } from '../../words/format.ts'

export const rowKey = (row: Pick<DialogRow, 'job' | 'key'>): string => `${row.job} ${row.key}`

interface Props {
  readonly rows: readonly DialogRow[]
  readonly chosen: string | undefined
  /** `opens` is false when the cursor only moved. */
  onChoose(row: DialogRow, opens: boolean): void
  onEnd(): void
}

export function DialogTable({ rows, chosen, onChoose, onEnd }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <VirtualList<DialogRow>
      label={t('data.tab.dialogs')}
      rows={rows}
      rowHeight={36}
      rowClass="dialog-row"
      chosen={chosen}
      keyOf={rowKey}
      onChoose={(row) => onChoose(row, true)}
      onMove={(row) => onChoose(row, false)}
      onOpen={(row) => onChoose(row, true)}
      onEnd={onEnd}
      head={
        <>
          <span className="right">{t('data.column.number')}</span>
          <span className="roomy-only">{t('data.column.state')}</span>
          <span>{t('data.column.opening')}</span>
          <span className="wide-only">{t('data.column.types')}</span>
          <span className="wide-only">{t('data.column.language')}</span>
          <span className="wide-only">{t('data.column.level')}</span>
          <span className="right roomy-only">{t('data.column.messages')}</span>
          <span className="right wide-only">{t('data.column.calls')}</span>
          <span className="right roomy-only">{t('data.column.unagreed')}</span>
        </>
      }
      draw={(row) => {
        const types = row.types.map((type) => t(`caseType.${type}`)).join(', ')
        return (
          <>
            <span className="num soft right">{format.number(row.ordinal + 1)}</span>
            <span className="roomy-only">
              <ItemStateBadge state={row.state} />
            </span>
            <span className="cut">{row.opening}</span>
            <span className="soft cut wide-only" title={types}>
              {types}
            </span>
            <span className="cut wide-only">{t(`language.${row.language}`)}</span>
            <span className="cut wide-only">{t(`level.${row.level}`)}</span>
            <span className="num right roomy-only">{format.number(row.messages)}</span>
            <span className="num right wide-only">{format.number(row.calls)}</span>
            <span className={`num right roomy-only ${row.unagreed > 0 ? 'ink-failed' : 'soft'}`}>
              {row.unagreed > 0 ? `✕ ${format.number(row.unagreed)}` : '0'}
            </span>
          </>
        )
      }}
    />
  )
}
