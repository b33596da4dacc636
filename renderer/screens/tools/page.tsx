import { Button } from '@mantine/core'
import { IconFileImport, IconTools } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../bridge/use-call.ts'
import { usePush } from '../../bridge/use-push.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NoProject } from '../../parts/no-project.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { ImportPage } from './import-page.tsx'
import { ToolSetView } from './tool-set-view.tsx'

export function ToolsPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  const toolSets = useCall('toolSet.list', project ? undefined : null)
  usePush('project.changed', toolSets.reload)
  if (place.page !== 'tools') return null
  if (project === null) {
    return (
      <>
        <PageHeader title={t('tools.title')} />
        <NoProject toHome={() => go({ page: 'home' })} />
      </>
    )
  }
  if (place.importing) return <ImportPage />
  const chosen = toolSets.data?.find((set) => set.id === place.toolSet) ?? toolSets.data?.[0]
  return (
    <>
      <PageHeader title={t('tools.title')} lead={project?.name}>
        {chosen && (
          <Button variant="default" onClick={() => go({ page: 'simulate' })}>
            {t('tools.useIt')}
          </Button>
        )}
        <Button
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => go({ page: 'tools', importing: true })}
        >
          {t('tools.import')}
        </Button>
      </PageHeader>
      {toolSets.failure && (
        <div className="page-body">
          <FailureCard failure={toolSets.failure}>
            <Button size="compact-sm" onClick={toolSets.reload}>
              {t('shared.retry')}
            </Button>
          </FailureCard>
        </div>
      )}
      {toolSets.loading && !toolSets.data && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {toolSets.data?.length === 0 && (
        <EmptyState
          icon={<IconTools size={40} stroke={1.3} />}
          title={t('tools.empty')}
          text={t('tools.emptyText')}
        >
          <Button onClick={() => go({ page: 'tools', importing: true })}>{t('tools.import')}</Button>
        </EmptyState>
      )}
      {chosen && toolSets.data && (
        <ToolSetView key={chosen.id} sets={toolSets.data} chosen={chosen} wanted={place} />
      )}
    </>
  )
}
