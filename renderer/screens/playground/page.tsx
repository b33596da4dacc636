import { Button } from '@mantine/core'
import { IconMessage2Question } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../bridge/use-call.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NoProject } from '../../parts/no-project.tsx'
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
      {project === null && <NoProject toHome={() => go({ page: 'home' })} />}
      {project && toolSets.failure && (
        <div className="page-body">
          <FailureCard failure={toolSets.failure} />
        </div>
      )}
      {project && !toolSets.data && toolSets.loading && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {toolSets.data?.length === 0 && (
        <EmptyState
          icon={<IconMessage2Question size={40} stroke={1.3} />}
          title={t('playground.needTools')}
          text={t('playground.needToolsText')}
        >
          <Button onClick={() => go({ page: 'tools', importing: true })}>{t('tools.import')}</Button>
        </EmptyState>
      )}
      {project && toolSets.data && toolSets.data.length > 0 && (
        <div className="page-fill">
          <SetUp toolSets={toolSets.data} />
          <Talk toolSet={toolSets.data[0]?.id ?? ''} />
        </div>
      )}
    </>
  )
}
