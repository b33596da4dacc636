import { Button } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useProject } from '../../store/project.ts'
import { useTransfers } from '../../store/transfers.ts'
import { CleanUp } from './clean-up.tsx'
import { ProjectRow } from './project-row.tsx'
import { TransferCard } from './transfer-card.tsx'

/** Projects as files: how large, copied, moved, archived, restored; and what can go to make room. */
export function DiskTab() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const recent = useCall('project.recent', undefined)
  const transfers = useTransfers((state) => state.transfers)
  const busy = transfers[0]?.state === 'running'
  const unpack = useAct(async () => {
    const file = await call('system.pickArchive')
    const parent = file === null ? null : await call('system.pickFolder')
    if (file !== null && parent !== null)
      await call('project.unpack', { file, to: `${parent}/${nameOf(file)}` })
  })
  const here = project ? [{ folder: project.folder, name: project.name, missing: false }] : []
  const others = (recent.data ?? []).filter(({ folder }) => folder !== project?.folder)
  const all = [...here, ...others].filter(({ missing }) => !missing)
  return (
    <div className="page-body">
      <div className="stack wide form-network">
        <section className="stack">
          <div className="row apart wrap">
            <h2>{t('disk.projects')}</h2>
            <Button
              size="xs"
              variant="default"
              disabled={busy}
              loading={unpack.busy}
              leftSection={<IconArchive size={16} aria-hidden />}
              onClick={() => void unpack.run()}
            >
              {t(busy ? 'disk.busy' : 'disk.unpack')}
            </Button>
          </div>
          <p className="soft small prose">{t('disk.projectsText')}</p>
          {recent.failure && <FailureCard failure={recent.failure} />}
          {unpack.failure && <FailureCard failure={unpack.failure} />}
          {transfers.slice(0, 3).map((transfer) => (
            <TransferCard key={transfer.id} transfer={transfer} />
          ))}
          {all.length === 0 && <p>{t('disk.none')}</p>}
          {all.map(({ folder, name }) => (
            <ProjectRow
              key={folder}
              folder={folder}
              name={name}
              open={folder === project?.folder}
              busy={busy}
            />
          ))}
        </section>
        {project && <CleanUp key={project.folder} readOnly={project.readOnly !== undefined} />}
      </div>
    </div>
  )
}

/** A file's name without its folder and ending. */
const nameOf = (file: string): string =>
  (file.split(/[\\/]/).at(-1) ?? '').replace(/\.zip$/i, '') || 'project'
