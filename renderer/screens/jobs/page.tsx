import { Button } from '@mantine/core'
import { IconChecklist, IconCoins } from '@tabler/icons-react'
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
import { useJobTitle } from '../../words/job-title.ts'
import { JobDetail } from './job-detail.tsx'
import { ProjectBudgetView } from './project-budget.tsx'

export function JobsPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const jobs = useJobs((state) => state.jobs)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  if (place.page !== 'jobs') return null
  const chosen = place.budget ? undefined : (jobs?.find((job) => job.spec.id === place.job) ?? jobs?.[0])
  const empty = jobs?.length === 0 && !place.budget
  return (
    <>
      {!chosen && !place.budget && <PageHeader title={t('jobs.title')} lead={project?.name} />}
      {project === null && <NoProject toHome={() => go({ page: 'home' })} />}
      {project && jobs === undefined && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {project && empty && (
        <EmptyState
          icon={<IconChecklist size={40} stroke={1.3} />}
          title={t('jobs.empty')}
          text={t('jobs.emptyText')}
        >
          <Button variant="default" onClick={() => go({ page: 'jobs', budget: true })}>
            {t('budget.project.toBudget')}
          </Button>
        </EmptyState>
      )}
      {project && jobs && !empty && (
        <div className="page-fill">
          <JobList jobs={jobs} chosen={chosen} />
          {chosen ? <JobDetail key={chosen.spec.id} job={chosen} /> : <ProjectBudgetView jobs={jobs} />}
        </div>
      )}
    </>
  )
}

/** A round's stages stand under it, and only while one of them or the round itself is looked at. */
function listed(jobs: readonly JobView[], chosen: JobView | undefined): JobView[] {
  const shown = chosen?.spec.parent ?? chosen?.spec.id
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

function JobList({
  jobs,
  chosen,
}: {
  readonly jobs: readonly JobView[]
  /** Undefined: the project's budget is shown. */
  readonly chosen: JobView | undefined
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const titleOf = useJobTitle()
  const go = usePlace((state) => state.go)
  return (
    <nav className="side-list" aria-label={t('jobs.title')}>
      <h1>{t('jobs.title')}</h1>
      <button
        type="button"
        className="side-item side-first"
        aria-current={chosen === undefined ? 'true' : undefined}
        onClick={() => go({ page: 'jobs', budget: true })}
      >
        <span className="row">
          <IconCoins size={16} aria-hidden />
          <span className="strong">{t('budget.project.item')}</span>
        </span>
      </button>
      {listed(jobs, chosen).map((job) => (
        <button
          key={job.spec.id}
          type="button"
          className={job.spec.parent === undefined ? 'side-item' : 'side-item side-child'}
          aria-current={job === chosen ? 'true' : undefined}
          onClick={() => go({ page: 'jobs', job: job.spec.id })}
        >
          <span className="row">
            <span className="cut strong grow" title={titleOf(job.spec)}>
              {titleOf(job.spec)}
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
