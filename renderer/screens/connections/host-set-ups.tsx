import { Button, Progress } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '#core/failure/failure.ts'
import { heardFailure } from '#core/failure/job-failure.ts'
import { SET_UP_PHASES, type SetUp, type SetUpMake, type SetUpPhase, setUpSchema } from '#core/host/set-up.ts'
import type { JobMove } from '#core/job/fold.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { JobFailure } from '../../parts/job-failure.tsx'
import { JobMoves } from '../../parts/job-moves.tsx'
import { Pace } from '../../parts/pace.tsx'
import { PauseWords } from '../../parts/pause-words.tsx'
import { JobStateBadge } from '../../parts/state-badge.tsx'
import { useJobs } from '../../store/jobs.ts'
import { startSetUp } from './start-set-up.ts'
import { useLockName } from './stock-bits.tsx'

export interface RunningSetUp {
  readonly job: JobView
  readonly setUp: SetUp
}

/** Set-ups of a host that have not ended well, the latest first. */
export function useSetUps(host: string, makes: readonly SetUpMake[]): RunningSetUp[] {
  const jobs = useJobs((state) => state.jobs) ?? []
  return jobs.flatMap((job) => {
    if (job.spec.kind !== 'setUp' || job.state.name === 'done' || job.state.name === 'cancelled') return []
    const setUp = setUpSchema.safeParse(job.spec.settings).data
    return setUp && setUp.host === host && makes.includes(setUp.make) ? [{ job, setUp }] : []
  })
}

interface Props {
  readonly running: readonly RunningSetUp[]
  /** Asked once one of them has ended: something stands there now. */
  ended(): void
}

/** What is being made on the host just now, or stands still and waits for a word. */
export function HostSetUps({ running, ended }: Props) {
  const ids = running.map(({ job }) => job.spec.id).join(' ')
  const before = useRef(ids)
  useEffect(() => {
    const gone = before.current.split(' ').some((id) => id !== '' && !ids.includes(id))
    before.current = ids
    if (gone) ended()
  }, [ids, ended])
  if (running.length === 0) return null
  return (
    <ul className="stock-list" aria-live="polite">
      {running.map(({ job, setUp }) => (
        <SetUpRow key={job.spec.id} job={job} setUp={setUp} />
      ))}
    </ul>
  )
}

const phaseOf = (job: JobView): SetUpPhase | undefined =>
  SET_UP_PHASES.find((phase) => phase === job.inside?.phase)

/** The same environment with its packages carried there, where the host reached nobody to fetch them from. */
function carriedInstead(setUp: SetUp, failure = ''): SetUp | undefined {
  const heard = heardFailure(failure)
  const alone = heard instanceof Failure && heard.code === 'env.unreachable'
  return alone && setUp.make === 'environment' && !setUp.carry ? { ...setUp, carry: true } : undefined
}

function SetUpRow({ job, setUp }: RunningSetUp) {
  const { t } = useTranslation()
  const lockName = useLockName()
  const title = setUp.make === 'environment' ? lockName(setUp.lock) : job.spec.title
  const put = useJobs((state) => state.put)
  const act = useAct(async (move: JobMove) => put(await call(`job.${move}`, { id: job.spec.id })))
  const { inside, state } = job
  const carried = carriedInstead(setUp, state.name === 'failed' ? state.failure : undefined)
  const carry = useAct(async () => {
    if (carried) await startSetUp(carried)
    put(await call('job.cancel', { id: job.spec.id }))
  })
  const phase = phaseOf(job)
  const share = inside && inside.total > 0 ? inside.done / inside.total : undefined
  const works = state.name === 'running' && phase !== undefined
  return (
    <li className="stock-card stack tight">
      <div className="stock-head">
        <span className="row wrap">
          <strong className="stock-name">{title}</strong>
          <JobStateBadge state={state.name} />
        </span>
        <JobMoves job={job} busy={act.busy} move={(move) => void act.run(move)} />
      </div>
      {works && (
        <>
          <Progress
            value={100 * (share ?? 1)}
            striped={share === undefined}
            aria-label={t(`stock.phase.${phase}`)}
            size="sm"
          />
          <div className="row wrap small">
            <span>{t(`stock.phase.${phase}`)}</span>
            <Pace job={job} />
          </div>
        </>
      )}
      {state.pause && <PauseWords pause={state.pause} details />}
      {state.name === 'failed' && state.failure !== undefined && <JobFailure text={state.failure} />}
      {carried && (
        <div>
          <Button size="xs" variant="light" loading={carry.busy} onClick={() => void carry.run()}>
            {t('stock.env.carryNow')}
          </Button>
        </div>
      )}
      {carry.failure && <FailureCard failure={carry.failure} />}
      {act.failure && <FailureCard failure={act.failure} />}
    </li>
  )
}
