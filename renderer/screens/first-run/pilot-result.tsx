import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { spentBy } from '#core/job/budget.ts'
import { isLive, type JobMove } from '#core/job/fold.ts'
import { isScripted } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { BalanceBar } from '../../parts/balance-bar.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { JobFailure } from '../../parts/job-failure.tsx'
import { JobMoves } from '../../parts/job-moves.tsx'
import { OutcomeList } from '../../parts/outcome-list.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PauseWords } from '../../parts/pause-words.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { useFirstRun } from '../../store/first-run.ts'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'
import { startTour } from '../../store/start-tour.ts'
import { useFormat } from '../../words/format.ts'

/** The pilot as it runs, what it made, and what to do with that. */
export function PilotResult({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const putJob = useJobs((state) => state.put)
  const act = useAct(async (move: JobMove, key?: string) => {
    const { id } = job.spec
    putJob(await call(`job.${move}`, { id, ...(key === undefined ? {} : { key }) }))
  })
  const { name, pause, failure } = job.state
  // One that has not begun yet has nothing to say of its end.
  const settled = !isLive(job.state) && name !== 'queued'
  const box = useRef<HTMLElement>(null)
  // The button that started it is gone; the keys go on from here.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus()
  }, [])
  return (
    <section
      ref={box}
      tabIndex={-1}
      className="card stack first-run-result"
      aria-label={t('firstRun.step.pilot')}
      aria-live="polite"
    >
      <div className="row wrap apart">
        <span className="row wrap">
          <JobStateBadge state={name} />
          {pause && (
            <span className="small">
              <PauseWords pause={pause} />
            </span>
          )}
          <Pace job={job} />
          {isScripted(job.spec) && <PracticeBadge />}
        </span>
        {name !== 'done' && (
          <JobMoves job={job} busy={act.busy} move={(move, key) => void act.run(move, key)} />
        )}
      </div>
      {failure !== undefined && <JobFailure text={failure} />}
      {act.failure && <FailureCard failure={act.failure} />}
      <BalanceBar counts={job.counts} active={job.active} planComplete={job.state.planComplete} />
      {settled && <NotDone job={job} />}
      {settled && job.counts.done > 0 && <Made job={job} />}
      {settled && <Onward job={job} />}
    </section>
  )
}

/** Dialogs that did not come out, by reason. */
function NotDone({ job }: { readonly job: JobView }) {
  const ended = job.counts.dropped + job.counts.failed
  const outcomes = useCall('job.outcomes', ended > 0 ? { id: job.spec.id } : null)
  return outcomes.data ? <OutcomeList groups={outcomes.data} retry={undefined} /> : null
}

function Made({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [now] = useState(() => new Date().toISOString())
  const page = useCall('dialog.page', { job: job.spec.id, state: 'done', facets: false, limit: 100 })
  const rows = page.data?.rows ?? []
  const sum = (of: 'messages' | 'calls') => rows.reduce((all, row) => all + row[of], 0)
  const spent = spentBy(job, now)
  const [agreed = 0, unagreed = 0] = [job.counters['turn.agreed'], job.counters['turn.unagreed']]
  return (
    <dl className="spec">
      <dt>{t('firstRun.pilot.made')}</dt>
      <dd className="num">
        {rows.length > 0 &&
          t('firstRun.pilot.madeText', {
            dialogs: t('firstRun.pilot.dialogs', { count: rows.length }),
            messages: t('firstRun.pilot.messages', { count: sum('messages') }),
            calls: t('firstRun.pilot.calls', { count: sum('calls') }),
          })}
      </dd>
      {agreed + unagreed > 0 && (
        <>
          <dt>{t('firstRun.pilot.agreed')}</dt>
          <dd className="num">
            {t('firstRun.pilot.agreedText', {
              agreed: format.number(agreed),
              total: format.number(agreed + unagreed),
            })}
          </dd>
        </>
      )}
      <dt>{t('firstRun.pilot.time')}</dt>
      <dd className="num">
        {spent.ms < 1000 ? t('firstRun.pilot.underSecond') : format.span(spent.ms / 1000)}
      </dd>
      <dt>{t('firstRun.pilot.tokens')}</dt>
      <dd className="num">
        {isScripted(job.spec)
          ? t('firstRun.pilot.noTokens')
          : t('firstRun.pilot.tokensText', {
              read: format.number(spent.read),
              written: format.number(spent.written),
            })}
      </dd>
    </dl>
  )
}

/** Dialogs there are can be looked at; where there are none, the server is to be seen to. */
function Onward({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const put = useFirstRun((all) => all.put)
  const goTo = useFirstRun((all) => all.goTo)
  const go = usePlace((state) => state.go)
  if (job.counts.done === 0)
    return (
      <div>
        {!isScripted(job.spec) && (
          <Button variant="default" onClick={() => goTo('endpoint')}>
            {t('firstRun.pilot.toEndpoint')}
          </Button>
        )}
      </div>
    )
  const look = () => {
    go({ page: 'simulate', job: job.spec.id })
    put({ open: false, finished: true })
  }
  const tour = () => {
    put({ open: false, finished: true })
    startTour()
  }
  return (
    <div className="row wrap">
      <Button onClick={look}>{t('firstRun.pilot.look')}</Button>
      <Button variant="default" onClick={tour}>
        {t('firstRun.pilot.tour')}
      </Button>
    </div>
  )
}
