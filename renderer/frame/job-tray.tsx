import { ActionIcon } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { sayAgain } from '#core/failure/words.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../bridge/looptool.ts'
import { useAct } from '../bridge/use-call.ts'
import { Pace } from '../parts/pace.tsx'
import { JobStateBadge } from '../parts/state-badge.tsx'
import { useAwake } from '../store/awake.ts'
import { apart, liveJobs, stageOf, useJobs } from '../store/jobs.ts'
import { usePlace } from '../store/place.ts'
import { useProject } from '../store/project.ts'
import { useFormat } from '../words/format.ts'
import { useJobTitle } from '../words/job-title.ts'
import { useLanguage } from '../words/language.ts'

/** Work that runs or stands still, one line each; two at most, the rest by number. */
export function JobTray() {
  const { t } = useTranslation()
  const jobs = useJobs((state) => state.jobs)
  const open = useProject((state) => Boolean(state.project))
  const go = usePlace((state) => state.go)
  const awake = useAwake((state) => state.awake)
  const stopped = (jobs ?? []).filter(({ state }) => state.name === 'paused' || state.name === 'failed')
  const all = apart([...liveJobs(jobs), ...stopped])
  if (!open || all.length === 0) return null
  const more = all.length - 2
  return (
    <section className="tray" aria-label={t('frame.tray')}>
      {all.slice(0, 2).map((job) => (
        <TrayJob key={job.spec.id} job={job} stage={stageOf(jobs, job)} />
      ))}
      {awake && (
        <div className="tray-job soft small">
          <span title={t('settings.keepAwakeText')}>☾ {t('frame.awake')}</span>
        </div>
      )}
      {more > 0 && (
        <div className="tray-job">
          <button type="button" className="link small" onClick={() => go({ page: 'jobs' })}>
            {t('frame.moreJobs', { count: more })}
          </button>
        </div>
      )}
    </section>
  )
}

/** A round's numbers are those of the stage that it is at. */
function TrayJob({ job, stage = job }: { readonly job: JobView; readonly stage?: JobView | undefined }) {
  const { t } = useTranslation()
  const titleOf = useJobTitle()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const language = useLanguage()
  const act = useAct((move: 'job.pause' | 'job.resume') => call(move, { id: job.spec.id }))
  const { state, moves } = job
  const { counts } = stage
  const ended = counts.done + counts.dropped + counts.failed
  // At a cap or behind a pilot there is something to read first: a click on the job shows it.
  const reads = state.pause?.reason === 'budget' || state.pause?.reason === 'pilot'
  const move = moves.includes('pause') ? 'pause' : moves.includes('resume') && !reads ? 'resume' : undefined
  return (
    <div className="tray-job">
      <button type="button" className="tray-open" onClick={() => go({ page: 'jobs', job: job.spec.id })}>
        <JobStateBadge state={state.name} />
        <span className="cut">
          {t(`job.kind.${stage.spec.kind as 'simulate'}`, { defaultValue: stage.spec.kind })} ·{' '}
          {titleOf(job.spec)}
        </span>
        <Track done={ended} of={counts.planned} inside={stage.inside} />
        {/* Of a single item its inside says more, and stands beside it. */}
        {counts.planned > 1 && (
          <span className="num">
            {format.number(ended)} / {format.number(counts.planned)}
          </span>
        )}
        <Pace job={stage} />
        {counts.failed > 0 && (
          <span className="num ink-failed">
            ✕ {format.number(counts.failed)} {t('item.failed')}
          </span>
        )}
        {act.failure && <span className="ink-failed cut">{sayAgain(act.failure, language).message}</span>}
      </button>
      {move && (
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={act.busy}
          aria-label={`${t(`job.move.${move}`)}: ${titleOf(job.spec)}`}
          onClick={() => void act.run(`job.${move}`)}
        >
          {move === 'pause' ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        </ActionIcon>
      )}
    </div>
  )
}

interface TrackProps {
  readonly done: number
  readonly of: number
  readonly inside: JobView['inside']
}

/** How far it is; a single item by what is done inside it. */
function Track({ done, of, inside }: TrackProps) {
  const [part, whole] = of === 1 && inside ? [inside.done, inside.total] : [done, of]
  return (
    <span className="tray-track" aria-hidden>
      <span style={{ width: `${whole > 0 ? (part / whole) * 100 : 0}%` }} />
    </span>
  )
}
