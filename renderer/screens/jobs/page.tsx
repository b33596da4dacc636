import { IconChecklist } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '#core/job/view.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NoProject } from '../../parts/no-project.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { useFormat } from '../../words/format.ts'
import { JobDetail } from './job-detail.tsx'

export function JobsPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const jobs = useJobs((state) => state.jobs)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  if (place.page !== 'jobs') return null
  const chosen = jobs?.find((job) => job.spec.id === place.job) ?? jobs?.[0]
  return (
    <>
      {!chosen && <PageHeader title={t('jobs.title')} lead={project?.name} />}
      {project === null && <NoProject toHome={() => go({ page: 'home' })} />}
      {project && jobs === undefined && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {project && jobs?.length === 0 && (
        <EmptyState
          icon={<IconChecklist size={40} stroke={1.3} />}
          title={t('jobs.empty')}
          text={t('jobs.emptyText')}
        />
      )}
      {project && jobs && chosen && (
        <div className="page-fill">
          <JobList jobs={jobs} chosen={chosen} />
          <JobDetail key={chosen.spec.id} job={chosen} />
        </div>
      )}
    </>
  )
}

/** A round's stages stand under it, and only while one of them or the round itself is looked at. */
function listed(jobs: readonly JobView[], chosen: JobView): JobView[] {
  const shown = chosen.spec.parent ?? chosen.spec.id
  const known = new Set(jobs.map(({ spec }) => spec.id))
  const isStage = ({ spec }: JobView): boolean => spec.parent !== undefined && known.has(spec.parent)
  return jobs
    .filter((job) => !isStage(job))
    .flatMap((job) =>
      job.spec.id === shown
        ? [job, ...jobs.filter((other) => isStage(other) && other.spec.parent === shown).reverse()]
        : [job],
    )
}

function JobList({ jobs, chosen }: { readonly jobs: readonly JobView[]; readonly chosen: JobView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  return (
    <nav className="side-list" aria-label={t('jobs.title')}>
      <h1>{t('jobs.title')}</h1>
      {listed(jobs, chosen).map((job) => (
        <button
          key={job.spec.id}
          type="button"
          className={job.spec.parent === undefined ? 'side-item' : 'side-item side-child'}
          aria-current={job === chosen ? 'true' : undefined}
          onClick={() => go({ page: 'jobs', job: job.spec.id })}
        >
          <span className="row">
            <span className="cut strong grow" title={job.spec.title}>
              {job.spec.title}
            </span>
            <JobStateBadge state={job.state.name} />
          </span>
          <span className="soft small">
            {t(`job.kind.${job.spec.kind as 'simulate'}`, { defaultValue: job.spec.kind })} ·{' '}
            {format.time(job.spec.createdAt)}
          </span>
        </button>
      ))}
    </nav>
  )
}
