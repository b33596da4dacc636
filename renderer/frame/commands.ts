import { useTranslation } from 'react-i18next'
import { call } from '../bridge/looptool.ts'
import { useCall } from '../bridge/use-call.ts'
import { useFirstRun } from '../store/first-run.ts'
import { useJobs } from '../store/jobs.ts'
import { PAGES, usePlace } from '../store/place.ts'
import { useProject } from '../store/project.ts'
import { startTour } from '../store/start-tour.ts'

/** Pages that a digit opens. */
const KEYED_PAGES = 9

export interface Command {
  readonly id: string
  readonly group: 'page' | 'command' | 'round' | 'toolSet' | 'job' | 'tool' | 'dialog' | 'sample'
  readonly label: string
  readonly hint?: string
  run(): unknown
}

/** Everything that can be reached by name now. `asked` false asks the engine nothing. */
export function useCommands(asked: boolean): Command[] {
  const { t } = useTranslation()
  const { go, visit } = usePlace.getState()
  const project = useProject((state) => state.project)
  const jobs = useJobs((state) => state.jobs) ?? []
  const toolSets = useCall('toolSet.list', asked && project ? undefined : null)
  const board = useCall('round.board', asked && project ? undefined : null)
  const set = (change: Parameters<typeof call<'settings.set'>>[1]) => () => call('settings.set', change)
  const command = (id: string, label: string, run: () => unknown): Command => ({
    id,
    group: 'command',
    label,
    run,
  })
  return [
    ...PAGES.map((page, index) => ({
      id: page,
      group: 'page' as const,
      label: t(`page.${page}`),
      ...(page === 'settings'
        ? { hint: 'Ctrl ,' }
        : index < KEYED_PAGES
          ? { hint: `Ctrl ${index + 1}` }
          : {}),
      run: () => visit(page),
    })),
    ...(project
      ? [
          command('import', t('tools.import'), () => go({ page: 'tools', importing: true })),
          command('simulate', t('simulate.new'), () => go({ page: 'simulate' })),
          command('prepare', t('data.prepare'), () => go({ page: 'data', preparing: true })),
          command('filter', t('rounds.filter.title'), () => go({ page: 'data', filtering: true })),
          command('round', t('palette.newRound'), () => go({ page: 'rounds', view: 'new' })),
          command('train', t('start.new'), () => go({ page: 'train', starting: true })),
          command('court', t('rounds.view.court'), () => go({ page: 'rounds', view: 'court' })),
          command('judges', t('rounds.judges.title'), () => go({ page: 'rounds', view: 'judges' })),
        ]
      : [command('sample', t('home.sample'), () => call('project.openSample'))]),
    command('tour', t('tour.start'), startTour),
    command('firstRun', t('firstRun.open'), () => useFirstRun.getState().put({ open: true })),
    command('light', t('palette.light'), set({ theme: 'light' })),
    command('dark', t('palette.dark'), set({ theme: 'dark' })),
    command('system', t('palette.system'), set({ theme: 'system' })),
    command('en', t('palette.toEnglish'), set({ language: 'en' })),
    command('zh', t('palette.toChinese'), set({ language: 'zh' })),
    ...(toolSets.data ?? []).map((toolSet) => ({
      id: toolSet.id,
      group: 'toolSet' as const,
      label: `${toolSet.name} · ${t('tools.version', { number: toolSet.version })}`,
      run: () => go({ page: 'tools', toolSet: toolSet.id }),
    })),
    ...(board.data?.columns ?? []).map(({ round, state }) => ({
      id: `round ${round}`,
      group: 'round' as const,
      label: t('rounds.round', { round }),
      ...(state === 'idle' ? {} : { hint: t(`job.state.${state}`) }),
      run: () => go({ page: 'rounds', view: 'board', round }),
    })),
    ...jobs.map((job) => ({
      id: job.spec.id,
      group: 'job' as const,
      label: job.spec.title,
      hint: t(`job.state.${job.state.name}`),
      run: () => go({ page: 'jobs', job: job.spec.id }),
    })),
  ]
}
