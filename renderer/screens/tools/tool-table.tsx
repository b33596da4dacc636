import { useTranslation } from 'react-i18next'
import type { ToolRow } from '#core/contract/index.ts'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { useFormat } from '../../words/format.ts'

/** A column of its own. */
export interface Note {
  readonly title: string
  of(tool: string): string | undefined
}

interface Props {
  readonly rows: readonly ToolRow[]
  readonly chosen: string | undefined
  /** Names of tools that stay out; undefined where nothing is chosen. */
  readonly leaveOut?: ReadonlySet<string>
  /** Stands in place of a tool's description, where there is something more to the point. */
  readonly note?: Note | undefined
  onChoose(name: string): void
  onMark?(name: string): void
  onEnd?(): void
}

/** Tools as rows; in an import with a mark for each. */
export function ToolTable({ rows, chosen, leaveOut, note, onChoose, onMark, onEnd }: Props) {
  const { t } = useTranslation()
  const marks = leaveOut !== undefined
  return (
    <VirtualList<ToolRow>
      label={t('page.tools')}
      rows={rows}
      rowHeight={36}
      rowClass={marks ? 'tool-row marked' : 'tool-row'}
      chosen={chosen}
      keyOf={(row) => row.name}
      onChoose={(row) => onChoose(row.name)}
      {...(onMark ? { onMark: (row) => onMark(row.name) } : {})}
      {...(onEnd ? { onEnd } : {})}
      head={
        <>
          {marks && <span />}
          <span>{t('tools.column.name')}</span>
          <span className="capital">{note?.title ?? t('tools.column.description')}</span>
          <span className="wide-only">{t('tools.column.category')}</span>
          <span className="roomy-only">{t('tools.column.parameters')}</span>
        </>
      }
      draw={(row) => (
        <>
          {marks && (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: Space on the row does it too
            <span
              className={leaveOut.has(row.name) ? 'mark' : 'mark on'}
              onClick={(event) => {
                event.stopPropagation()
                onMark?.(row.name)
              }}
            >
              <span aria-hidden>{leaveOut.has(row.name) ? '' : '✓'}</span>
            </span>
          )}
          <span className="code cut">{row.name}</span>
          <span className="cut">{note?.of(row.name) ?? row.description}</span>
          <span className="soft cut wide-only">{row.category}</span>
          <ParameterCount row={row} />
        </>
      )}
    />
  )
}

function ParameterCount({ row }: { readonly row: ToolRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <span className="row small roomy-only">
      <span className="num soft cut">
        {row.parameters === 0
          ? t('shared.none')
          : t('tools.parameters', { required: format.number(row.required), count: row.parameters })}
      </span>
      {row.changed && (
        <span
          className="pill tone-dropped"
          role="img"
          aria-label={t('tools.changed')}
          title={t('tools.changedTip')}
        >
          <span aria-hidden>◐</span>
          <span className="wide-only">{t('tools.changed')}</span>
        </span>
      )}
    </span>
  )
}
