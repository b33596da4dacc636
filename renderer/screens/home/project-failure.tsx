import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useProject } from '../../store/project.ts'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly failure: SpokenFailure
  /** The folder that did not open, where one was named. */
  readonly folder: string | undefined
  again(): void
  restored(): void
}

/** A project that does not open: wait for the other window, or go back to a backup. */
export function ProjectFailure({ failure, folder, again, restored }: Props) {
  const { t } = useTranslation()
  const put = useProject((state) => state.put)
  const look = useAct(async (place: string) => {
    put(await call('project.open', { folder: place, readOnly: true }))
    restored()
  })
  const damaged = failure.code === 'project.damaged' && folder !== undefined
  return (
    <div className="stack">
      <FailureCard failure={failure}>
        {failure.code !== 'project.newer' && (
          <Button size="compact-sm" variant="default" onClick={again}>
            {t('shared.retry')}
          </Button>
        )}
        {failure.code === 'project.locked' && folder !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            loading={look.busy}
            onClick={() => void look.run(folder)}
          >
            {t('readOnly.open')}
          </Button>
        )}
      </FailureCard>
      {look.failure && <FailureCard failure={look.failure} />}
      {damaged && <Backups folder={folder} restored={restored} />}
    </div>
  )
}

function Backups({ folder, restored }: { readonly folder: string; restored(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = useProject((state) => state.put)
  const backups = useCall('project.backups', { folder })
  const restore = useAct(async (file: string) => {
    put(await call('project.restore', { folder, file }))
    restored()
  })
  return (
    <section className="card stack">
      <h3>{t('home.backups')}</h3>
      <p className="soft small">{t('home.restoreText')}</p>
      {backups.failure && <FailureCard failure={backups.failure} />}
      {restore.failure && <FailureCard failure={restore.failure} />}
      {backups.data?.length === 0 && <p>{t('home.noBackups')}</p>}
      {backups.data?.map((backup) => (
        <div key={backup.file} className="row">
          <span className="grow num">
            {format.time(backup.at)} · {format.bytes(backup.bytes)}
          </span>
          <Button size="xs" loading={restore.busy} onClick={() => void restore.run(backup.file)}>
            {t('home.restore')}
          </Button>
        </div>
      ))}
    </section>
  )
}
