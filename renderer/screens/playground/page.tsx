import { IconMessage2Question } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../bridge/use-call.ts'
import { NeedsTools } from '../../parts/needs-tools.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { usePlace } from '../../store/place.ts'
import { usePlayground } from '../../store/playground.ts'
import { useProject } from '../../store/project.ts'
import { SetUp } from './set-up.tsx'
import { Talk } from './talk.tsx'

/** Talking to a policy with the project's tools, another one beside it. */
export function PlaygroundPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  const toolSets = useCall('toolSet.list', project ? undefined : null)
  const wanted = place.page === 'playground' ? place.policy : undefined
  useEffect(() => {
    if (wanted === undefined) return
    const { choose } = usePlayground.getState()
    choose('a', { who: 'base' })
    choose('b', { who: wanted })
  }, [wanted])
  return (
    <>
      <PageHeader title={t('playground.title')} lead={t('playground.lead')} />
      <NeedsTools
        project={project === undefined ? undefined : project !== null}
        toolSets={toolSets}
        icon={<IconMessage2Question size={40} stroke={1.3} />}
        title={t('playground.needTools')}
        text={t('playground.needToolsText')}
        toHome={() => go({ page: 'home' })}
        toImport={() => go({ page: 'tools', importing: true })}
      >
        {(known) => (
          <div className="page-fill">
            <SetUp toolSets={known} />
            <Talk toolSet={known[0]?.id ?? ''} />
          </div>
        )}
      </NeedsTools>
    </>
  )
}
