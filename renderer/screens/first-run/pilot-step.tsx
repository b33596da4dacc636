import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FIRST_RUN_STEPS } from '#core/guide/first-run.ts'
import { PILOT_DIALOGS, pilotSettings } from '#core/guide/pilot.ts'
import { isLive } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { HostConsent } from '../../parts/host-consent.tsx'
import { useFirstRun } from '../../store/first-run.ts'
import { useJobs } from '../../store/jobs.ts'
import { useProject } from '../../store/project.ts'
import { useLanguage } from '../../words/language.ts'
import { CheckRow } from './check-row.tsx'
import { PilotResult } from './pilot-result.tsx'
import { StepFrame } from './step-frame.tsx'
import { type Answers, useAnswers } from './use-answers.ts'

function titleOf(job: JobView | undefined): 'title' | 'titleRunning' | 'titleStopped' | 'titleDone' {
  if (!job || job.state.name === 'cancelled') return 'title'
  if (isLive(job.state) || job.state.name === 'queued') return 'titleRunning'
  return job.state.name === 'done' && job.counts.done > 0 ? 'titleDone' : 'titleStopped'
}

/** What was settled, line by line, and one button: the pilot. Then what it made. */
export function PilotStep() {
  const { t } = useTranslation()
  const put = useFirstRun((all) => all.put)
  const pilot = useFirstRun((all) => all.state?.pilot)
  const job = useJobs((state) => state.jobs?.find(({ spec }) => spec.id === pilot))
  const answers = useAnswers()
  const finish = () => put({ open: false, finished: true })
  const made = titleOf(job) === 'titleDone'
  return (
    <StepFrame
      title={t(`firstRun.pilot.${titleOf(job)}`)}
      lead={made ? t('firstRun.pilot.leadDone') : t('firstRun.pilot.lead')}
      primary={
        <Button variant="default" onClick={finish}>
          {job ? t('firstRun.pilot.finish') : t('firstRun.pilot.without')}
        </Button>
      }
    >
      <ul className="card check-list">
        {FIRST_RUN_STEPS.map((step) => (
          <CheckRow key={step} step={step} answer={answers.rows[step]} />
        ))}
      </ul>
      {job && <PilotResult job={job} />}
      {['title', 'titleStopped'].includes(titleOf(job)) && (
        <StartPilot answers={answers} again={job !== undefined} />
      )}
    </StepFrame>
  )
}

function StartPilot({ answers, again }: { readonly answers: Answers; readonly again: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const put = useFirstRun((all) => all.put)
  const putJob = useJobs((state) => state.put)
  const open = useProject((state) => Boolean(state.project))
  const toolSet = useCall('toolSet.list', open ? undefined : null).data?.[0]
  const { players } = answers
  const seats = players.kind === 'endpoint' ? Object.values(players.seats ?? {}).map(({ url }) => url) : []
  const consent = useConsent(seats)
  const start = useAct(async () => {
    if (!toolSet) return
    const { id } = await call('simulate.start', { settings: pilotSettings(toolSet.id, players, language) })
    put({ pilot: id })
    putJob(await call('job.get', { id }))
  })
  const why = !open
    ? t('firstRun.pilot.needProject')
    : !toolSet
      ? t('firstRun.pilot.needTools')
      : consent
        ? t('firstRun.pilot.needConsent')
        : undefined
  return (
    <section className="stack">
      {consent && <HostConsent {...consent} />}
      <div>
        <ActionButton
          size="md"
          variant={again ? 'default' : 'filled'}
          label={again ? t('firstRun.pilot.again') : t('firstRun.pilot.run', { count: PILOT_DIALOGS })}
          why={why}
          busy={start.busy}
          onClick={() => void start.run()}
        />
      </div>
      {start.failure && <FailureCard failure={start.failure} />}
    </section>
  )
}
