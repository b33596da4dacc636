import { IconMessages } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../bridge/use-call.ts'
import { usePush } from '../../bridge/use-push.ts'
import { NeedsTools } from '../../parts/needs-tools.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { LiveRun } from './live-run.tsx'
import { RunPicker } from './run-picker.tsx'
import { Wizard } from './wizard.tsx'

export function SimulatePage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const jobs = useJobs((state) => state.jobs)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  const toolSets = useCall('toolSet.list', project ? undefined : null)
  usePush('project.changed', toolSets.reload)
  if (place.page !== 'simulate') return null
  const job = jobs?.find((other) => other.spec.id === place.job)
  if (job) return <LiveRun key={job.spec.id} job={job} />
  return (
    <>
      <PageHeader title={t('simulate.new')} lead={project?.name}>
        <RunPicker />
      </PageHeader>
      <NeedsTools
        project={project === undefined ? undefined : project !== null}
        toolSets={toolSets}
        icon={<IconMessages size={40} stroke={1.3} />}
        title={t('simulate.needTools')}
        text={t('simulate.needToolsText')}
        toHome={() => go({ page: 'home' })}
        toImport={() => go({ page: 'tools', importing: true })}
      >
        {(known) => <Wizard toolSets={known} />}
      </NeedsTools>
    </>
  )
}
