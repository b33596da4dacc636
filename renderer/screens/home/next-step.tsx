import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ProjectInfo } from '#core/contract/index.ts'
import { type NextStep as Next, nextStep, type ProjectFacts } from '#core/guide/next-step.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePush } from '../../bridge/use-push.ts'
import { PauseWords } from '../../parts/pause-words.tsx'
import { useJobs } from '../../store/jobs.ts'
import { type Place, usePlace } from '../../store/place.ts'

/** The page where it is done. */
function placeOf(next: Next): Place {
  switch (next.act) {
    case 'repair':
    case 'estimate':
    case 'resume':
    case 'retry':
      return { page: 'jobs', job: next.job.spec.id }
    case 'watch':
      if (next.what === 'train') return { page: 'train', run: next.job.spec.id }
      if (next.what === 'round') return { page: 'rounds' }
      return { page: next.what === 'simulate' ? 'simulate' : 'jobs', job: next.job.spec.id }
    case 'court':
      return { page: 'rounds', view: 'court', round: next.round }
    case 'import':
      return { page: 'tools', importing: true }
    case 'simulate':
    case 'simulateMore':
      return { page: 'simulate' }
    case 'prepare':
      return { page: 'data', preparing: true }
    case 'round':
    case 'nextRound':
      return { page: 'rounds' }
  }
}

type Wording = 'title' | 'text' | 'act'

function useWords(next: Next): (wording: Wording) => string {
  const { t } = useTranslation()
  return (wording) => {
    if (next.act === 'repair') return t(`next.repair.${next.because}.${wording}`)
    if (next.act === 'watch') return t(`next.watch.${next.what}.${wording}`)
    if (next.act === 'simulateMore') return t(`next.simulateMore.${wording}`, { count: next.dialogs })
    if (next.act !== 'court') return t(`next.${next.act}.${wording}`)
    const verdicts = t('next.court.verdicts', { count: next.verdicts })
    return t(`next.court.${wording}`, { round: next.round, verdicts })
  }
}

/** The label court of the latest round that was judged; asked for only where a judge has worked. */
function useCourt(judged: boolean): ProjectFacts['court'] {
  const board = useCall('round.board', judged ? undefined : null)
  usePush('project.changed', board.reload)
  const cell = board.data?.cells.findLast(({ stage, state }) => stage === 'judge' && state === 'done')
  const accuracy = useCall('court.accuracy', cell?.job === undefined ? null : { job: cell.job })
  if (!cell || !accuracy.data) return undefined
  return { round: cell.round, verdicts: accuracy.data.judged, words: accuracy.data.looked }
}

/** The one sensible thing to do now. */
export function NextStep({ project }: { readonly project: ProjectInfo }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const jobs = useJobs((state) => state.jobs) ?? []
  const court = useCourt(jobs.some(({ spec, state }) => spec.kind === 'judge' && state.name === 'done'))
  const next = nextStep({ counts: project.counts, jobs, ...(court ? { court } : {}) })
  const say = useWords(next)
  const job = 'job' in next ? next.job : undefined
  return (
    <section className={next.act === 'repair' ? 'card next needs' : 'card next'} aria-label={t('next.title')}>
      <span className="soft small">{t('next.title')}</span>
      <h2>{say('title')}</h2>
      {job && <strong className="cut">{t('next.of', { title: job.spec.title })}</strong>}
      {job?.state.pause && next.act === 'repair' && (
        <div className="small ink-failed">
          <PauseWords pause={job.state.pause} />
        </div>
      )}
      <p className="soft prose">{say('text')}</p>
      <div className="row wrap">
        <Button
          data-tour="next"
          rightSection={<IconArrowRight size={16} aria-hidden />}
          onClick={() => go(placeOf(next))}
        >
          {say('act')}
        </Button>
        {next.act === 'simulateMore' && (
          <Button variant="default" onClick={() => go({ page: 'data', preparing: true })}>
            {t('next.simulateMore.other')}
          </Button>
        )}
        {next.act === 'repair' && next.because === 'endpoint' && (
          <Button variant="default" onClick={() => go({ page: 'connections' })}>
            {t('connections.toConnections')}
          </Button>
        )}
      </div>
    </section>
  )
}
