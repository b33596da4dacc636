import { useTranslation } from 'react-i18next'
import type { Players } from '#core/dialog/settings.ts'
import { hostOf } from '#core/endpoint/url.ts'
import type { FirstRunStep } from '#core/guide/first-run.ts'
import { pilotPlayers } from '#core/guide/pilot.ts'
import { useCall } from '../../bridge/use-call.ts'
import { usePush } from '../../bridge/use-push.ts'
import { useFirstRun } from '../../store/first-run.ts'
import { useJobs } from '../../store/jobs.ts'
import { useProject } from '../../store/project.ts'
import { useSettings } from '../../store/settings.ts'

/** What was settled in a step, in words; `due`: nothing can go on before it is. */
export interface StepAnswer {
  readonly text: string
  readonly standing: 'settled' | 'later' | 'due'
}

export interface Answers {
  readonly rows: Readonly<Record<FirstRunStep, StepAnswer>>
  readonly players: Players
}

const PRACTICE: Players = { kind: 'practice', wrongVotes: 0.05 }

/** Read from what is there, not from what was pressed. */
export function useAnswers(): Answers {
  const { t } = useTranslation()
  const state = useFirstRun((all) => all.state)
  const settings = useSettings((all) => all.settings)
  const project = useProject((all) => all.project)
  const job = useJobs((all) => all.jobs?.find(({ spec }) => spec.id === state?.pilot))
  const connections = useCall('endpoint.list', undefined).data
  const sets = useCall('toolSet.list', project ? undefined : null)
  usePush('project.changed', sets.reload)
  const hosts =
    useCall('host.list', undefined).data?.hosts.filter(({ host }) => host !== undefined).length ?? 0
  const endpoints = connections?.endpoints.map(({ endpoint }) => endpoint) ?? []
  const asked = project?.sample !== true && state?.server === true
  const players = asked ? pilotPlayers(connections?.roles ?? {}, endpoints) : PRACTICE
  const toolSet = sets.data?.[0]
  const due = (text: string): StepAnswer => ({ text, standing: 'due' })
  const settled = (text: string): StepAnswer => ({ text, standing: 'settled' })
  const later = (text: string): StepAnswer => ({ text, standing: 'later' })
  return {
    players,
    rows: {
      language: settled(`${t('firstRun.pilot.inLanguage')} · ${settings?.projectsFolder ?? ''}`),
      project: project ? settled(project.name) : due(t('firstRun.pilot.none')),
      endpoint: whoPlays(),
      host:
        hosts > 0
          ? settled(t('firstRun.pilot.hosts', { count: hosts }))
          : later(t('firstRun.pilot.hostLater')),
      tools: toolSet
        ? settled(`${toolSet.name} · ${t('tools.tools', { count: toolSet.toolCount })}`)
        : due(t('firstRun.pilot.none')),
      pilot:
        job?.state.name === 'done'
          ? settled(t('job.state.done'))
          : later(job ? t(`job.state.${job.state.name}`) : t('firstRun.pilot.notRun')),
    },
  }

  function whoPlays(): StepAnswer {
    if (players.kind === 'endpoint')
      return settled(
        t('firstRun.pilot.server', { model: players.model, host: hostOf(players.url) ?? players.url }),
      )
    if (project?.sample) return settled(t('firstRun.pilot.practiceSample'))
    return asked ? later(t('firstRun.pilot.incomplete')) : settled(t('firstRun.pilot.practice'))
  }
}
