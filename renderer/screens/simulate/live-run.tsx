import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isLive, type JobMove } from '#core/job/fold.ts'
import { isScripted } from '#core/job/job.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useCaps } from '../../bridge/use-caps.ts'
import { BalanceBar } from '../../parts/balance-bar.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { JobFailure } from '../../parts/job-failure.tsx'
import { JobMoves } from '../../parts/job-moves.tsx'
import { JobSpending } from '../../parts/job-spending.tsx'
import { OutcomeList } from '../../parts/outcome-list.tsx'
import { OwnPromptsBadge } from '../../parts/own-prompts-badge.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PauseWords } from '../../parts/pause-words.tsx'
import { PracticeBadge } from '../../parts/practice-badge.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { useJobs } from '../../store/jobs.ts'
import { useOwnPrompts } from '../../store/own-prompts.ts'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'
import { LiveDialogs } from './live-dialogs.tsx'
import { RunPicker } from './run-picker.tsx'

/** A run as it goes: counts that add up, dialogs as they grow, what was dropped and failed. */
export function LiveRun({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const put = useJobs((state) => state.put)
  const act = useAct(async (move: JobMove, key?: string, reason?: string) => {
    const { id } = job.spec
    if (move === 'resume') put(await call('job.resume', { id, ...(key === undefined ? {} : { key }) }))
    else if (move === 'retry')
      put(await call('job.retry', { id, ...(reason === undefined ? {} : { reason }) }))
    else put(await call(`job.${move}`, { id }))
  })
  const parent = useJobs((state) => state.jobs?.find(({ spec }) => spec.id === job.spec.parent))
  const caps = useCaps(job, parent)
  const scripted = isScripted(job.spec)
  const ownPrompts = useOwnPrompts(job.spec.id)
  const { pause } = job.state
  const ended = !isLive(job.state) && job.counts.done > 0
  return (
    <>
      <PageHeader
        title={job.spec.title}
        lead={
          <span className="row">
            {t('simulate.title')} · {t('simulate.seed')} {job.spec.seed}
          </span>
        }
      >
        <RunPicker chosen={job.spec.id} />
        {ended && (
          <Button size="xs" onClick={() => go({ page: 'data', preparing: true, job: job.spec.id })}>
            {t('simulate.seeData')}
          </Button>
        )}
      </PageHeader>
      <div className="run-head">
        <div className="row wrap apart">
          <span className="row wrap">
            <JobStateBadge state={job.state.name} />
            {pause && (
              <span className="small">
                <PauseWords pause={pause} />
              </span>
            )}
            <Pace job={job} />
            {scripted && <PracticeBadge />}
            <OwnPromptsBadge prompts={ownPrompts} />
          </span>
          <TurnCounts job={job} />
          <JobMoves job={job} busy={act.busy} move={(move, key) => void act.run(move, key)} />
        </div>
        {job.state.failure !== undefined && <JobFailure text={job.state.failure} />}
        {act.failure && <FailureCard failure={act.failure} />}
        <BalanceBar counts={job.counts} active={job.active} planComplete={job.state.planComplete} />
        <JobSpending
          {...caps}
          estimate={job.state.estimate}
          atPilot={pause?.reason === 'pilot'}
          busy={caps.raise.busy}
          raise={(owner, budget) => void caps.raise.run(owner, budget)}
        />
        {caps.raise.failure && <FailureCard failure={caps.raise.failure} />}
        <Outcomes job={job} retry={(reason) => void act.run('retry', undefined, reason)} />
      </div>
      <LiveDialogs job={job} />
    </>
  )
}

/** How the votes went so far. */
function TurnCounts({ job }: { readonly job: JobView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const agreed = job.counters['turn.agreed'] ?? 0
  const unagreed = job.counters['turn.unagreed'] ?? 0
  if (agreed + unagreed === 0) return null
  return (
    <span className="small num">
      {t('counterGroup.turn')}: <span className="ink-done">✓ {format.number(agreed)}</span>{' '}
      {t('code.turn.agreed')} · <span className="ink-failed">✕ {format.number(unagreed)}</span>{' '}
      {t('code.turn.unagreed')} ({format.percent(unagreed / (agreed + unagreed))})
    </span>
  )
}

function Outcomes({ job, retry }: { readonly job: JobView; retry(reason: string): void }) {
  const { t } = useTranslation()
  const ended = job.counts.dropped + job.counts.failed
  const outcomes = useCall('job.outcomes', ended > 0 ? { id: job.spec.id } : null)
  const [seen, setSeen] = useState(ended)
  useEffect(() => {
    if (seen === ended) return
    setSeen(ended)
    outcomes.reload()
  }, [seen, ended, outcomes.reload])
  if (ended === 0) return null
  return (
    <Fold label={t('simulate.outcomes')} open={job.counts.failed > 0}>
      {outcomes.failure && <FailureCard failure={outcomes.failure} />}
      {outcomes.data && (
        <OutcomeList groups={outcomes.data} retry={job.moves.includes('retry') ? retry : undefined} />
      )}
    </Fold>
  )
}
