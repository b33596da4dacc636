import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TransferView } from '#core/contract/index.ts'
import { sayAgain } from '#core/failure/words.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useProject } from '../../store/project.ts'
import { useFormat } from '../../words/format.ts'
import { useLanguage } from '../../words/language.ts'

/** A project on its way: how far it is, how it ended, and the next thing to do. */
export function TransferCard({ transfer }: { readonly transfer: TransferView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const put = useProject((state) => state.put)
  const current = useProject((state) => state.project?.folder)
  const { id, kind, state, to, bytes, failure } = transfer
  const stop = useAct(() => call('project.stopTransfer', { id }))
  const open = useAct(async () => put(await call('project.open', { folder: to })))
  const show = useAct((folder: string) => call('system.showFolder', { folder }))
  const share = bytes.total > 0 ? bytes.done / bytes.total : 0
  const running = state === 'running'
  return (
    <output className="card stack tight transfer">
      <div className="row wrap">
        <strong>{t(`disk.transfer.${kind}.${state}`)}</strong>
        <span className="small soft wrap-anywhere grow">{to}</span>
        {running && (
          <Button size="compact-xs" variant="default" loading={stop.busy} onClick={() => void stop.run()}>
            {t('disk.stop')}
          </Button>
        )}
        {state === 'done' && kind !== 'archive' && to !== current && (
          <Button size="compact-xs" variant="default" loading={open.busy} onClick={() => void open.run()}>
            {t('disk.openIt')}
          </Button>
        )}
        {state === 'done' && kind === 'archive' && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => void show.run(to.replace(/[\\/][^\\/]*$/, ''))}
          >
            {t('frame.showFolder')}
          </Button>
        )}
      </div>
      {running && (
        <div className="row">
          <span className="tray-track transfer-track" aria-hidden>
            <span style={{ width: `${share * 100}%` }} />
          </span>
          <span className="num small soft">
            {format.bytes(bytes.done)} / {format.bytes(bytes.total)} · {format.part(share)}
          </span>
        </div>
      )}
      {failure && <FailureCard failure={sayAgain(failure, language)} />}
      {[stop, open, show].map((act, n) => act.failure && <FailureCard key={n} failure={act.failure} />)}
    </output>
  )
}
