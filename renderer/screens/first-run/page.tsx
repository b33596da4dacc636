import { Button } from '@mantine/core'
import { IconInfinity } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FIRST_RUN_STEPS, type FirstRunStep } from '#core/guide/first-run.ts'
import { Loading } from '../../parts/loading.tsx'
import { useFirstRun } from '../../store/first-run.ts'
import { EndpointStep } from './endpoint-step.tsx'
import { HostStep } from './host-step.tsx'
import { LanguageStep } from './language-step.tsx'
import { PilotStep } from './pilot-step.tsx'
import { ProjectStep } from './project-step.tsx'
import { StepList } from './step-list.tsx'
import { ToolsStep } from './tools-step.tsx'
import { useReopened } from './use-reopened.ts'

const STEPS: Readonly<Record<FirstRunStep, () => ReactNode>> = {
  language: LanguageStep,
  project: ProjectStep,
  endpoint: EndpointStep,
  host: HostStep,
  tools: ToolsStep,
  pilot: PilotStep,
}

/** The first minutes, full screen: six steps from a language to a first pilot. Leaving keeps everything. */
export function FirstRunPage() {
  const { t } = useTranslation()
  const step = useFirstRun((all) => all.state?.step ?? 'language')
  const put = useFirstRun((all) => all.put)
  const known = useReopened()
  const Step = STEPS[step]
  return (
    <>
      <header className="first-run-bar">
        <span className="brand">
          <IconInfinity size={22} aria-hidden />
          {t('app')}
        </span>
        <span className="soft small grow num cut">
          {t('firstRun.of', {
            step: FIRST_RUN_STEPS.indexOf(step) + 1,
            total: FIRST_RUN_STEPS.length,
            name: t(`firstRun.step.${step}`),
          })}
        </span>
        <Button variant="subtle" size="xs" onClick={() => put({ open: false })}>
          {t('firstRun.later')}
        </Button>
      </header>
      <StepList />
      <main className="first-run-step" aria-label={t('firstRun.title')}>
        {known ? <Step key={step} /> : <Loading />}
      </main>
    </>
  )
}
