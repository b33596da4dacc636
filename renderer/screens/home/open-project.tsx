import { Button } from '@mantine/core'
import { IconFolderOpen, IconPlus, IconSchool } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectInfo } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { openBy, type Way } from '../../bridge/open-project.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useProject } from '../../store/project.ts'
import { CreateProject } from './create-project.tsx'
import { ProjectFailure } from './project-failure.tsx'
import { RecentProjects } from './recent-projects.tsx'

/** Every way to a project, and what to do when one does not open. */
export function OpenProject({ current }: { readonly current: ProjectInfo | null }) {
  const { t } = useTranslation()
  const recent = useCall('project.recent', undefined)
  const put = useProject((state) => state.put)
  const [way, setWay] = useState<Way>()
  const [creating, setCreating] = useState(false)
  const act = useAct(async (chosen: Way) => {
    setWay(chosen)
    put(await openBy(chosen))
    setCreating(false)
    recent.reload()
  })
  const pick = useAct(async () => {
    const folder = await call('system.pickFolder')
    if (folder !== null) await act.run({ by: 'folder', folder })
  })
  const cards = (recent.data ?? []).filter((card) => card.folder !== current?.folder)
  const first = !current && recent.data !== undefined && cards.length === 0
  return (
    <section className="stack wide">
      {first ? (
        <div className="hero">
          <IconSchool size={40} stroke={1.3} aria-hidden />
          <h2>{t('home.first')}</h2>
          <p className="soft">{t('home.firstText')}</p>
        </div>
      ) : (
        <h2>{current ? t('home.others') : t('home.projects')}</h2>
      )}
      <div className={first ? 'row wrap middle' : 'row wrap'}>
        {current?.sample !== true && (
          <Button
            variant={first ? 'filled' : 'default'}
            leftSection={<IconSchool size={16} aria-hidden />}
            loading={act.busy && way?.by === 'sample'}
            onClick={() => void act.run({ by: 'sample' })}
          >
            {t('home.sample')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          aria-expanded={creating}
          onClick={() => setCreating(!creating)}
        >
          {t('home.create')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={16} aria-hidden />}
          loading={act.busy && way?.by === 'folder'}
          onClick={() => void pick.run()}
        >
          {t('home.open')}
        </Button>
      </div>
      {act.failure && (
        <ProjectFailure
          failure={act.failure}
          folder={way?.by === 'folder' ? way.folder : undefined}
          again={() => way && void act.run(way)}
          restored={act.clear}
        />
      )}
      {creating && (
        <CreateProject
          busy={act.busy}
          open={(wanted) => void act.run(wanted)}
          cancel={() => setCreating(false)}
        />
      )}
      <RecentProjects
        cards={cards}
        failure={recent.failure}
        leads={!current}
        open={(folder) => void act.run({ by: 'folder', folder })}
        forgotten={recent.reload}
      />
    </section>
  )
}
