import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToolSetInfo } from '#core/contract/index.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePages } from '../../bridge/use-pages.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Inspector } from '../../parts/inspector.tsx'
import { Loading } from '../../parts/loading.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { ToolView } from '../../parts/tool-view.tsx'
import { usePlace } from '../../store/place.ts'
import { useUi } from '../../store/ui.ts'
import { useFormat } from '../../words/format.ts'
import { ToolTable } from './tool-table.tsx'

interface Props {
  readonly sets: readonly ToolSetInfo[]
  readonly chosen: ToolSetInfo
}

/** Tool sets on the left, the tools of one in the middle, one tool on the right. */
export function ToolSetView({ sets, chosen }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const [tool, setTool] = useState<string>()
  const pages = usePages('toolSet.rows', { id: chosen.id, search })
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
        {pages.failure && <FailureCard failure={pages.failure} />}
        {pages.loading && pages.rows.length === 0 && <Loading />}
        {!pages.loading && pages.rows.length === 0 && !pages.failure && (
          <p className="soft pad">{t('tools.noMatch')}</p>
        )}
        {pages.rows.length > 0 && (
          <ToolTable rows={pages.rows} chosen={tool} onChoose={setTool} onEnd={pages.more} />
        )}
      </div>
      {tool !== undefined && <ToolDetail set={chosen.id} name={tool} close={() => setTool(undefined)} />}
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

function ToolDetail({ set, name, close }: { readonly set: string; readonly name: string; close(): void }) {
  const tool = useCall('toolSet.tool', { id: set, name })
  const width = useUi((state) => state.inspectorWidth)
  const setWidth = useUi((state) => state.setInspectorWidth)
  return (
    <Inspector title={name} width={width} setWidth={setWidth} close={close}>
      {tool.failure && <FailureCard failure={tool.failure} />}
      {tool.data ? <ToolView key={tool.data.name} tool={tool.data} /> : tool.loading && <Loading />}
    </Inspector>
  )
}
