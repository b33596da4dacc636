import { useTranslation } from 'react-i18next'
import type { DialogRow } from '#core/contract/index.ts'
import { useCall } from '../../bridge/use-call.ts'
import { DialogView } from '../../parts/dialog-view.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Inspector } from '../../parts/inspector.tsx'
import { Loading } from '../../parts/loading.tsx'
import { OwnPromptsBadge } from '../../parts/own-prompts-badge.tsx'
import { ItemStateBadge } from '../../parts/state-badge.tsx'
import { useOwnPrompts } from '../../store/own-prompts.ts'
import { useUi } from '../../store/ui.ts'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'

export type Named = Pick<DialogRow, 'job' | 'key'>

/** One dialog in the drawer. */
export function DialogDetail({ row, close }: { readonly row: Named; close(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  const width = useUi((state) => state.inspectorWidth)
  const setWidth = useUi((state) => state.setInspectorWidth)
  const dialog = useCall('dialog.get', { job: row.job, key: row.key })
  const known = dialog.data?.row
  const ownPrompts = useOwnPrompts(row.job)
  return (
    <Inspector
      title={known ? t('data.dialog', { number: format.number(known.ordinal + 1) }) : t('data.view.dialog')}
      width={width}
      setWidth={setWidth}
      close={close}
    >
      {dialog.failure && <FailureCard failure={dialog.failure} />}
      {!dialog.data && dialog.loading && <Loading />}
      {dialog.data && known && (
        <div className="stack">
          <div className="row wrap">
            <ItemStateBadge state={known.state} />
            {known.reason !== undefined && <span className="small">{say(known.reason)}</span>}
            <OwnPromptsBadge prompts={ownPrompts} />
          </div>
          <DialogView dialog={dialog.data.dialog} scripted={dialog.data.scripted} />
        </div>
      )}
    </Inspector>
  )
}
