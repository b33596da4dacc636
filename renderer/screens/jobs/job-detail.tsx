import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isLive, type JobMove } from '#core/job/fold.ts'
import { isScripted } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useCaps } from '../../bridge/use-caps.ts'
import { BalanceBar } from '../../parts/balance-bar.tsx'
import { CounterList } from '../../parts/counter-list.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { GiveUp } from '../../parts/give-up.tsx'
import { JobFailure } from '../../parts/job-failure.tsx'
import { JobMoves } from '../../parts/job-moves.tsx'
import { JobSpending } from '../../parts/job-spending.tsx'
import { LeftWork } from '../../parts/left-work.tsx'
import { OutcomeList } from '../../parts/outcome-list.tsx'
import { OwnPromptsBadge } from '../../parts/own-prompts-badge.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PauseWords } from '../../parts/pause-words.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { stageOf, useJobs } from '../../store/jobs.ts'
import { useOwnPrompts } from '../../store/own-prompts.ts'
import { useFormat } from '../../words/format.ts'
import { useJobTitle } from '../../words/job-title.ts'
import { EventList } from './event-list.tsx'
import { OpenResult } from './open-result.tsx'
import { SpecFacts } from './spec-facts.tsx'
import { StageList } from './stage-list.tsx'

export function JobDetail({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const titleOf = useJobTitle()
  const { spec, state, counts } = job
  const put = useJobs((store) => store.put)
  const act = useAct(async (move: JobMove, key?: string, reason?: string) => {
    const id = spec.id
    if (move === 'resume') put(await call('job.resume', { id, ...(key === undefined ? {} : { key }) }))
    else if (move === 'retry')
      put(await call('job.retry', { id, ...(reason === undefined ? {} : { reason }) }))
    else put(await call(`job.${move}`, { id }))
  })
  const host = useAct(async (move: 'giveUp' | 'endLeft') => put(await call(`job.${move}`, { id: spec.id })))
  const parent = useJobs((store) => store.jobs?.find((other) => other.spec.id === spec.parent))
  const stage = useJobs((store) => stageOf(store.jobs, job))
  const caps = useCaps(job, parent)
  const atPilot = state.pause?.reason === 'pilot'
  const followed = useJobs((store) => store.jobs?.some((other) => follows(other, job)) ?? false)
  const redo = useAct((reason: string) => call('round.retry', { job: spec.id, reason }))
  const outcomes = useCall('job.outcomes', { id: spec.id })
  const events = useCall('job.events', { id: spec.id })
  const ended = counts.dropped + counts.failed
  useEffect(() => outcomes.reload(), [ended])
  useEffect(() => events.reload(), [state.seq])
  const scripted = isScripted(spec)
  const ownPrompts = useOwnPrompts(spec.id)
  return (
    <div className="middle-column">
      <PageHeader
        title={titleOf(spec)}
        lead={t(`job.kind.${spec.kind as 'simulate'}`, { defaultValue: spec.kind })}
      >
        <OpenResult job={job} />
      </PageHeader>
      <div className="page-body stack wide">
        <section className="card stack">
          <div className="row wrap apart">
            <span className="row wrap">
              <Standing job={job} />
              {scripted && <PracticeBadge />}
              <OwnPromptsBadge prompts={ownPrompts} />
            </span>
            <JobMoves job={job} busy={act.busy} move={(move, key) => void act.run(move, key)} />
          </div>
          <GiveUp job={job} title={titleOf(spec)} busy={host.busy} giveUp={() => void host.run('giveUp')} />
          <LeftWork
            job={job}
            busy={host.busy}
            end={() => void host.run('endLeft')}
            takeUp={() => void act.run('resume')}
          />
          {host.failure && <FailureCard failure={host.failure} />}
          {act.failure && <FailureCard failure={act.failure} />}
          {redo.failure && <FailureCard failure={redo.failure} />}
          <BalanceBar
            counts={counts}
            active={job.active}
            planComplete={state.planComplete || !isLive(state)}
          />
          <JobSpending
            {...caps}
            estimate={spec.kind === 'round' ? stage?.state.estimate : state.estimate}
            atPilot={atPilot}
            busy={caps.raise.busy}
            raise={(owner, budget) => void caps.raise.run(owner, budget)}
          />
          {caps.raise.failure && <FailureCard failure={caps.raise.failure} />}
        </section>
        {spec.kind === 'round' && <StageList round={spec.id} />}
        <div className="pair">
          <div className="stack">
            <section className="card stack">
              <h2>{t('jobs.outcomes')}</h2>
              {outcomes.failure && <FailureCard failure={outcomes.failure} />}
              {outcomes.data && (
                <OutcomeList
                  groups={outcomes.data}
                  retry={
                    job.moves.includes('retry')
                      ? (reason) => void act.run('retry', undefined, reason)
                      : undefined
                  }
                  redo={
                    job.moves.includes('retry') && followed ? (reason) => void redo.run(reason) : undefined
                  }
                />
              )}
            </section>
            <section className="card stack">
              <h2>{t('jobs.events')}</h2>
              {events.failure && <FailureCard failure={events.failure} />}
              {events.data && <EventList events={events.data} />}
            </section>
          </div>
          <div className="stack">
            <section className="card stack">
              <h2>{t('jobs.counters')}</h2>
              <CounterList counters={job.counters} />
            </section>
            <section className="card stack">
              <h2>{t('jobs.spec')}</h2>
              <SpecFacts job={job} />
            </section>
          </div>
        </div>
      </div>
    </div>
  )
}

/** A later stage of the same round. */
const follows = (other: JobView, { spec }: JobView): boolean =>
  spec.parent !== undefined && other.spec.parent === spec.parent && other.spec.createdAt > spec.createdAt

/** State with its reason, pace, and when news last came. */
function Standing({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000)
    return () => clearInterval(timer)
  }, [])
  const { state } = job
  const { pause } = state
  return (
    <div className="row wrap">
      <JobStateBadge state={state.name} />
      {pause && <PauseWords pause={pause} details />}
      {state.failure !== undefined && <JobFailure text={state.failure} />}
      <Pace job={job} />
      {state.endedAt !== undefined ? (
        <span className="soft small">{t('jobs.ended', { when: format.time(state.endedAt) })}</span>
      ) : (
        job.lastNewsAt !== undefined && (
          <span className="soft small">{t('jobs.news', { when: format.ago(job.lastNewsAt, now) })}</span>
        )
      )}
    </div>
  )
}
