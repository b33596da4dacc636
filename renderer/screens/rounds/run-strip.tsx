import { useTranslation } from 'react-i18next'
import type { RoundColumn } from '#core/contract/round-views.ts'
import { isFinished, type JobMove } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { useCaps } from '../../bridge/use-caps.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { JobFailure } from '../../parts/job-failure.tsx'
import { JobMoves } from '../../parts/job-moves.tsx'
import { JobSpending } from '../../parts/job-spending.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PauseWords } from '../../parts/pause-words.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { stageOf, useJobs } from '../../store/jobs.ts'
import { useJobTitle } from '../../words/job-title.ts'

/** The round that runs, stands still or failed: its state, its pace, and what can be done. */
export function RunStrip({ columns }: { readonly columns: readonly RoundColumn[] }) {
  const jobs = useJobs((state) => state.jobs)
  const current = columns
    .map(({ job }) => jobs?.find((one) => one.spec.id === job))
    .findLast(
      (job): job is JobView => job !== undefined && (!isFinished(job.state) || job.state.name === 'failed'),
    )
  if (!current) return null
  return <Strip key={current.spec.id} job={current} />
}

function Strip({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const titleOf = useJobTitle()
  const jobs = useJobs((state) => state.jobs)
  const put = useJobs((state) => state.put)
  const act = useAct(async (move: JobMove, key?: string) => {
    const { id } = job.spec
    if (move === 'resume') put(await call('job.resume', { id, ...(key === undefined ? {} : { key }) }))
    else put(await call(`job.${move}`, { id }))
  })
  const stage = stageOf(jobs, job)
  const caps = useCaps(job, undefined)
  const { pause, failure } = job.state
  return (
    <div className={`run-strip stack tight is-${job.state.name}`} aria-live="polite">
      <div className="row wrap apart">
        <span className="row wrap">
          <strong>{titleOf(job.spec)}</strong>
          <JobStateBadge state={job.state.name} />
          {pause && <PauseWords pause={pause} details />}
          {stage && (
            <span className="row">
              <span>{t(`job.kind.${stage.spec.kind as 'probe'}`, { defaultValue: stage.spec.kind })}</span>
              <span className="num soft">
                {t('rounds.doneOf', {
                  done: stage.counts.planned - stage.counts.waiting,
                  total: stage.counts.planned,
                })}
              </span>
              <Pace job={stage} />
            </span>
          )}
        </span>
        <JobMoves job={job} busy={act.busy} move={(move, key) => void act.run(move, key)} />
      </div>
      <JobSpending
        {...caps}
        estimate={stage?.state.estimate}
        atPilot={pause?.reason === 'pilot'}
        busy={caps.raise.busy}
        raise={(owner, budget) => void caps.raise.run(owner, budget)}
      />
      {caps.raise.failure && <FailureCard failure={caps.raise.failure} />}
      {failure !== undefined && <JobFailure text={failure} />}
      {act.failure && <FailureCard failure={act.failure} />}
    </div>
  )
}
