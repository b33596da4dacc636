import { Button } from '@mantine/core'
import { IconFileOff } from '@tabler/icons-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToolRow } from '#core/contract/index.ts'
import { useCall } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { FindingBar, ToolFindings } from '../../parts/findings.tsx'
import { ImportReports } from '../../parts/import-reports.tsx'
import { Inspector } from '../../parts/inspector.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { ToolView } from '../../parts/tool-view.tsx'
import type { ToolImport } from '../../store/drafts.ts'
import { useUi } from '../../store/ui.ts'
import { useFormat } from '../../words/format.ts'
import { useFindings } from './find.ts'
import { ToolTable } from './tool-table.tsx'

interface Props {
  readonly toolImport: ToolImport
  put(next: ToolImport): void
  again(): void
  next(): void
}

/** What became of each file on the left; what to take in the middle. */
export function ReviewImport({ toolImport, put, again, next }: Props) {
  const { t } = useTranslation()
  const { draft, leaveOut } = toolImport
  const [search, setSearch] = useState('')
  const [tool, setTool] = useState<string>()
  const { findings } = draft
  const found = useFindings(findings)
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    const fits = (row: ToolRow) => `${row.name}\n${row.description}`.toLowerCase().includes(wanted)
    return draft.rows.filter((row) => fits(row) && (found.concerned?.has(row.name) ?? true))
  }, [draft.rows, search, found.concerned])
  const mark = (names: readonly string[], out: boolean) => {
    const left = new Set(leaveOut)
    for (const name of names) out ? left.add(name) : left.delete(name)
    put({ ...toolImport, leaveOut: left })
  }
  const names = shown.map((row) => row.name)
  return (
    <div className="page-fill">
      <section className="reports" aria-label={t('tools.report')}>
        <h2>{t('tools.report')}</h2>
        <ImportReports reports={draft.reports} />
      </section>
      <div className="middle-column">
        {draft.rows.length === 0 ? (
          <EmptyState
            icon={<IconFileOff size={40} stroke={1.3} />}
            title={t('tools.nothingTaken')}
            text={t('tools.nothingTakenText')}
          >
            <Button onClick={again}>{t('tools.otherFiles')}</Button>
          </EmptyState>
        ) : (
          <>
            <div className="table-bar">
              <SearchBox label={t('tools.searchTools')} value={search} width={220} onSearch={setSearch} />
              <Button size="compact-xs" variant="subtle" onClick={() => mark(names, false)}>
                {t('tools.chooseAll')}
              </Button>
              <Button size="compact-xs" variant="subtle" onClick={() => mark(names, true)}>
                {t('tools.leaveAll')}
              </Button>
            </div>
            <FindingBar findings={findings} chosen={found.code} onChoose={found.choose} />
            {shown.length === 0 && <p className="soft pad">{t('tools.noMatch')}</p>}
            <ToolTable
              rows={shown}
              note={found.note}
              chosen={tool}
              leaveOut={leaveOut}
              onChoose={setTool}
              onMark={(name) => mark([name], !leaveOut.has(name))}
            />
            <ChosenBar toolImport={toolImport} again={again} next={next} />
          </>
        )}
      </div>
      {tool !== undefined && (
        <DraftTool draftId={draft.draftId} name={tool} close={() => setTool(undefined)}>
          <ToolFindings findings={found.of(tool)} openTool={setTool} />
        </DraftTool>
      )}
    </div>
  )
}

function ChosenBar({ toolImport, again, next }: Omit<Props, 'put'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const total = toolImport.draft.rows.length
  const chosen = total - toolImport.leaveOut.size
  return (
    <div className="foot-bar">
      <Button variant="default" onClick={again}>
        {t('tools.otherFiles')}
      </Button>
      <span className="grow num soft">
        {t('tools.chosen', { chosen: format.number(chosen), total: format.number(total) })}
      </span>
      <ActionButton
        label={t('shared.next')}
        why={chosen === 0 ? t('tools.chooseOne') : undefined}
        onClick={next}
      />
    </div>
  )
}

interface DraftToolProps {
  readonly draftId: string
  readonly name: string
  readonly children: ReactNode
  close(): void
}

function DraftTool(props: DraftToolProps) {
  const tool = useCall('toolSet.draftTool', { draftId: props.draftId, name: props.name })
  const width = useUi((state) => state.inspectorWidth)
  const setWidth = useUi((state) => state.setInspectorWidth)
  return (
    <Inspector title={props.name} width={width} setWidth={setWidth} close={props.close}>
      {tool.failure && <FailureCard failure={tool.failure} />}
      {props.children}
      {tool.data && <ToolView key={tool.data.name} tool={tool.data} />}
    </Inspector>
  )
}
