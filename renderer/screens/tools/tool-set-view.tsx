import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToolSetInfo } from '#core/contract/index.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { FindingBar, ToolFindings } from '../../parts/findings.tsx'
import { Inspector } from '../../parts/inspector.tsx'
import { Loading } from '../../parts/loading.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { ToolView } from '../../parts/tool-view.tsx'
import { usePlace } from '../../store/place.ts'
import { useUi } from '../../store/ui.ts'
import { useFormat } from '../../words/format.ts'
import { useFindings } from './find.ts'
import { ToolTable } from './tool-table.tsx'

interface Props {
  readonly sets: readonly ToolSetInfo[]
  readonly chosen: ToolSetInfo
}
interface ViewProps extends Props {
  /** The tool that somebody came for; a new object each time. */
  readonly wanted: { readonly tool?: string }
}

/** Tool sets on the left, the tools of one in the middle, one tool on the right. */
export function ToolSetView({ sets, chosen, wanted }: ViewProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const [tool, setTool] = useState<string>()
  useEffect(() => {
    if (wanted.tool !== undefined) setTool(wanted.tool)
  }, [wanted])
  const findings = useCall('toolSet.findings', { id: chosen.id }).data ?? []
  const found = useFindings(findings)
  const pages = usePages('toolSet.rows', {
    id: chosen.id,
    search,
    ...(found.code === undefined ? {} : { finding: found.code }),
  })
  return (
    <div className="page-fill">
      <SetList sets={sets} chosen={chosen} />
      <div className="middle-column">
        <div className="table-bar">
          <SearchBox label={t('tools.searchTools')} value={search} onSearch={setSearch} />
          <span className="soft small num grow no-wrap">
            {pages.first && t('tools.tools', { count: pages.total })}
          </span>
          <span className="soft small no-wrap wide-only">{format.time(chosen.createdAt)}</span>
        </div>
        <FindingBar findings={findings} chosen={found.code} onChoose={found.choose} />
        {pages.failure && <FailureCard failure={pages.failure} />}
        {pages.loading && pages.rows.length === 0 && <Loading />}
        {!pages.loading && pages.rows.length === 0 && !pages.failure && (
          <p className="soft pad">{t('tools.noMatch')}</p>
        )}
        {pages.rows.length > 0 && (
          <ToolTable
            rows={pages.rows}
            chosen={tool}
            note={found.note}
            onChoose={setTool}
            onEnd={pages.more}
          />
        )}
      </div>
      {tool !== undefined && (
        <ToolDetail set={chosen.id} name={tool} close={() => setTool(undefined)}>
          <ToolFindings findings={found.of(tool)} openTool={setTool} />
        </ToolDetail>
      )}
    </div>
  )
}

function SetList({ sets, chosen }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  return (
    <nav className="side-list" aria-label={t('tools.sets')}>
      <h2>{t('tools.sets')}</h2>
      {sets.map((set) => (
        <button
          key={set.id}
          type="button"
          className="side-item"
          aria-current={set.id === chosen.id ? 'true' : undefined}
          onClick={() => go({ page: 'tools', toolSet: set.id })}
        >
          <span className="cut strong">{set.name}</span>
          <span className="soft small num cut">
            {t('tools.version', { number: set.version })} · {t('tools.tools', { count: set.toolCount })}
          </span>
        </button>
      ))}
    </nav>
  )
}

interface DetailProps {
  readonly set: string
  readonly name: string
  readonly children: ReactNode
  close(): void
}

function ToolDetail({ set, name, children, close }: DetailProps) {
  const tool = useCall('toolSet.tool', { id: set, name })
  const width = useUi((state) => state.inspectorWidth)
  const setWidth = useUi((state) => state.setInspectorWidth)
  return (
    <Inspector title={name} width={width} setWidth={setWidth} close={close}>
      {tool.failure && <FailureCard failure={tool.failure} />}
      {children}
      {tool.data ? <ToolView key={tool.data.name} tool={tool.data} /> : tool.loading && <Loading />}
    </Inspector>
  )
}
