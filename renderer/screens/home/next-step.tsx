import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ProjectInfo } from '#core/contract/index.ts'
import type { JobView } from '#core/job/view.ts'
import { liveJobs, useJobs } from '../../store/jobs.ts'
import { type Place, usePlace } from '../../store/place.ts'

type Step =
  | 'nextImport'
  | 'nextSimulate'
  | 'nextPrepare'
  | 'nextRound'
  | 'nextWatchRound'
  | 'nextCourt'
  | 'nextWatch'

function nextStep(counts: ProjectInfo['counts'], jobs: readonly JobView[]): readonly [Step, Place] {
  const live = (kind: string): JobView | undefined => liveJobs(jobs).find((job) => job.spec.kind === kind)
  const done = (kind: string): boolean =>
    jobs.some((job) => job.spec.kind === kind && job.state.name === 'done')
  if (live('round')) return ['nextWatchRound', { page: 'rounds' }]
  const watching = live('simulate')?.spec.id
  if (watching !== undefined) return ['nextWatch', { page: 'simulate', job: watching }]
  if (counts.toolSets === 0) return ['nextImport', { page: 'tools', importing: true }]
  if (counts.dialogs === 0) return ['nextSimulate', { page: 'simulate' }]
  if (counts.datasets === 0) return ['nextPrepare', { page: 'data', preparing: true }]
  return done('judge') ? ['nextCourt', { page: 'rounds', view: 'court' }] : ['nextRound', { page: 'rounds' }]
}

/** The one sensible thing to do now. */
export function NextStep({ project }: { readonly project: ProjectInfo }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const jobs = useJobs((state) => state.jobs)
  const [step, place] = nextStep(project.counts, jobs ?? [])
  return (
    <section className="card next">
      <span className="soft small">{t('home.next')}</span>
      <h2>{t(`home.${step}`)}</h2>
      <p className="soft prose">{t(`home.${step}Text`)}</p>
      <Button rightSection={<IconArrowRight size={16} aria-hidden />} onClick={() => go(place)}>
        {t(`home.${step}`)}
      </Button>
    </section>
  )
}
