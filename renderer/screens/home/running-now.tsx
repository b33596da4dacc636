import { useTranslation } from 'react-i18next'
import type { JobView } from '#core/job/view.ts'
import { BalanceBar } from '../../parts/balance-bar.tsx'
import { JobFailure } from '../../parts/job-failure.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PauseWords } from '../../parts/pause-words.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { apart, liveJobs, useJobs, waitingForYou } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'

/** What runs, and what stands still until the user acts. */
export function RunningNow() {
  const { t } = useTranslation()
  const jobs = useJobs((state) => state.jobs)
  const live = apart(liveJobs(jobs))
  const stuck = apart(waitingForYou(jobs))
  return (
    <section className="card stack">
      {stuck.length > 0 && (
        <>
          <h2>{t('home.needsYou')}</h2>
          {stuck.map((job) => (
            <JobLine key={job.spec.id} job={job} />
          ))}
        </>
      )}
      <h2>{t('home.now')}</h2>
      {live.length === 0 && <p className="soft">{t('home.nothingRuns')}</p>}
      {live.map((job) => (
        <JobLine key={job.spec.id} job={job} />
      ))}
    </section>
  )
}

function JobLine({ job }: { readonly job: JobView }) {
  const go = usePlace((state) => state.go)
  const { pause } = job.state
  return (
    <div className="stack tight">
      <div className="row wrap">
        <button type="button" className="link" onClick={() => go({ page: 'jobs', job: job.spec.id })}>
          {job.spec.title}
        </button>
        <JobStateBadge state={job.state.name} />
        <Pace job={job} />
      </div>
      {pause && (
        <div className="small">
          <PauseWords pause={pause} />
        </div>
      )}
      {job.state.failure !== undefined && (
        <div className="small">
          <JobFailure text={job.state.failure} />
        </div>
      )}
      <BalanceBar counts={job.counts} active={job.active} planComplete={job.state.planComplete} />
    </div>
  )
}
