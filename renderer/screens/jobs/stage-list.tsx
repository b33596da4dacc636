import { useTranslation } from 'react-i18next'
import { Pace } from '../../parts/pace.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'

/** The child jobs of a round, in the order in which they began. */
export function StageList({ round }: { readonly round: string }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const jobs = useJobs((state) => state.jobs)
  const stages = (jobs ?? []).filter((job) => job.spec.parent === round).reverse()
  return (
    <section className="card stack">
      <h2>{t('rounds.job.stages')}</h2>
      {stages.length === 0 && <p className="soft">{t('rounds.job.noStages')}</p>}
      <ol className="stage-jobs">
        {stages.map((job) => (
          <li key={job.spec.id}>
            <button type="button" className="link" onClick={() => go({ page: 'jobs', job: job.spec.id })}>
              {t(`job.kind.${job.spec.kind as 'probe'}`, { defaultValue: job.spec.kind })}
            </button>
            <JobStateBadge state={job.state.name} />
            <span className="num soft">
              {t('rounds.doneOf', {
                done: job.counts.planned - job.counts.waiting,
                total: job.counts.planned,
              })}
            </span>
            <Pace job={job} />
          </li>
        ))}
      </ol>
    </section>
  )
}
