import { useTranslation } from 'react-i18next'
import type { SampleRow } from '#core/contract/index.ts'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly rows: readonly SampleRow[]
  readonly chosen: string | undefined
  /** `opens` is false when the cursor only moved. */
  onChoose(id: string, opens: boolean): void
  onEnd(): void
}

export function SampleTable({ rows, chosen, onChoose, onEnd }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <VirtualList
      label={t('data.tab.samples')}
      rows={rows}
      rowHeight={36}
      rowClass="sample-row"
      chosen={chosen}
      keyOf={(row) => row.id}
      onChoose={(row) => onChoose(row.id, true)}
      onMove={(row) => onChoose(row.id, false)}
      onOpen={(row) => onChoose(row.id, true)}
      onEnd={onEnd}
      head={
        <>
          <span className="roomy-only">{t('data.column.split')}</span>
          <span>{t('data.column.kind')}</span>
          <span>{t('data.column.prompt')}</span>
          <span className="roomy-only">{t('data.column.answer')}</span>
          <span className="wide-only">{t('data.column.language')}</span>
          <span className="right wide-only">{t('data.column.messages')}</span>
        </>
      }
      draw={(row) => (
        <>
          <span className={`roomy-only ${row.split === 'test' ? 'strong' : 'soft'}`}>
            {t(`split.${row.split}`)}
          </span>
          <span className="cut">{t(`caseType.${row.kind}`)}</span>
          <span className="cut">{row.prompt}</span>
          <span className={row.calls.length > 0 ? 'code cut roomy-only' : 'cut roomy-only'}>
            {row.calls.length > 0 ? row.calls.join(', ') : row.answer}
          </span>
          <span className="cut wide-only">{t(`language.${row.language}`)}</span>
          <span className="num right wide-only">{format.number(row.messages)}</span>
        </>
      )}
    />
  )
}
