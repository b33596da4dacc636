import { Button } from '@mantine/core'
import { IconDeviceFloppy, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '#core/contract/training-views.ts'
import type { JobView } from '#core/job/view.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useJobs } from '../../store/jobs.ts'

type Move = 'pause' | 'resume' | 'cancel'

interface Props {
  readonly row: RunRow
  /** What helps stands below as a button of its own: that one is the first choice. */
  readonly helped: boolean
}

/** Stop, stop and save, resume. What cannot be done says why. */
export function RunMoves({ row, helped }: Props) {
  const { t } = useTranslation()
  const job = useJobs((state) => state.jobs?.find((one) => one.spec.id === row.id))
  const put = useJobs((state) => state.put)
  const [asking, setAsking] = useState(false)
  const act = useAct(async (move: Move) => put(await call(`job.${move}`, { id: row.id })))
  // What was left on its host is taken up or ended where that is told.
  if (row.from === 'file' || job?.state.left === 'runs') return null
  const why = whyNot('resume', job)
  if (asking && job?.moves.includes('cancel'))
    return (
      <div className="row wrap" role="alertdialog" aria-label={t('train.move.cancel')}>
        <span className="small">{t('train.cancelAsk', { title: row.title })}</span>
        <Button
          size="xs"
          color="red.8"
          onClick={() => {
            setAsking(false)
            void act.run('cancel')
          }}
        >
          {t('train.cancelYes')}
        </Button>
        <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
          {t('train.cancelNo')}
        </Button>
      </div>
    )
  const going = job?.moves.includes('pause')
  return (
    <div className="row wrap">
      {act.failure && <FailureCard failure={act.failure} />}
      {going ? (
        <ActionButton
          size="xs"
          label={t('train.move.pause')}
          icon={<IconDeviceFloppy size={14} aria-hidden />}
          busy={act.busy}
          onClick={() => void act.run('pause')}
        />
      ) : (
        <ActionButton
          size="xs"
          variant={helped ? 'default' : 'filled'}
          label={t('train.move.resume')}
          why={why && t(`train.why.${why}`)}
          icon={<IconPlayerPlay size={14} aria-hidden />}
          busy={act.busy}
          onClick={() => void act.run('resume')}
        />
      )}
      {job?.moves.includes('cancel') && (
        <ActionButton
          size="xs"
          variant="default"
          label={t('train.move.cancel')}
          icon={<IconPlayerStop size={14} aria-hidden />}
          onClick={() => setAsking(true)}
        />
      )}
    </div>
  )
}

function whyNot(move: Move, job: JobView | undefined): 'noJob' | 'done' | 'cancelled' | 'busy' | undefined {
  if (!job) return 'noJob'
  if (job.moves.includes(move)) return undefined
  const { name } = job.state
  return name === 'done' || name === 'cancelled' ? name : 'busy'
}
