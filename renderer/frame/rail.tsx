import {
  IconChartLine,
  IconChecklist,
  IconHome,
  IconMessage2Question,
  IconMessages,
  IconPlugConnected,
  IconRefreshDot,
  IconSettings,
  IconTable,
  IconTextCaption,
  IconTools,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { apart, liveJobs, useJobs, waitingForYou } from '../store/jobs.ts'
import { PAGES, type PageName, usePlace } from '../store/place.ts'
import { useProject } from '../store/project.ts'
import { useFormat } from '../words/format.ts'

const ICONS: Readonly<Record<PageName, typeof IconHome>> = {
  home: IconHome,
  tools: IconTools,
  simulate: IconMessages,
  data: IconTable,
  rounds: IconRefreshDot,
  train: IconChartLine,
  playground: IconMessage2Question,
  connections: IconPlugConnected,
  prompts: IconTextCaption,
  jobs: IconChecklist,
  settings: IconSettings,
}

interface State {
  readonly text: string
  readonly tone?: 'running' | 'needs'
  readonly label?: string
}

/** The pages in the loop's order, each with what is true there now. */
export function Rail() {
  const { t } = useTranslation()
  const place = usePlace((state) => state.place)
  const visit = usePlace((state) => state.visit)
  const states = useStates()
  return (
    <nav className="rail" aria-label={t('frame.rail')}>
      {PAGES.map((page) => {
        const Icon = ICONS[page]
        const state = states[page]
        return (
          <button
            key={page}
            type="button"
            className="rail-item"
            data-tour={page}
            aria-current={place.page === page ? 'page' : undefined}
            onClick={() => visit(page)}
          >
            <Icon size={18} stroke={1.6} aria-hidden />
            <span className="rail-label">{t(`page.${page}`)}</span>
            {state && (
              <span className={`rail-state ${state.tone ?? ''}`} title={state.label}>
                {state.text}
              </span>
            )}
          </button>
        )
      })}
    </nav>
  )
}

function useStates(): Partial<Record<PageName, State>> {
  const { t } = useTranslation()
  const format = useFormat()
  const project = useProject((state) => state.project)
  const jobs = useJobs((state) => state.jobs)
  if (!project) return {}
  const live = apart(liveJobs(jobs))
  const stuck = apart(waitingForYou(jobs))
  const simulating = live.filter((job) => job.spec.kind === 'simulate')
  const rounds = live.filter((job) => job.spec.kind === 'round')
  const training = live.filter((job) => job.spec.kind === 'train')
  const count = (n: number): State | undefined => (n > 0 ? { text: format.number(n) } : undefined)
  const running = (n: number): State => ({
    text: `● ${format.number(n)}`,
    tone: 'running',
    label: t('frame.running', { count: n }),
  })
  const states: Partial<Record<PageName, State | undefined>> = {
    tools: count(project.counts.toolSets),
    simulate: simulating.length > 0 ? running(simulating.length) : undefined,
    data: count(project.counts.samples),
    rounds: rounds.length > 0 ? running(rounds.length) : undefined,
    train: training.length > 0 ? running(training.length) : undefined,
    jobs:
      stuck.length > 0
        ? {
            text: `! ${format.number(stuck.length)}`,
            tone: 'needs',
            label: t('frame.needsYou', { count: stuck.length }),
          }
        : live.length > 0
          ? running(live.length)
          : undefined,
  }
  return states as Partial<Record<PageName, State>>
}
