import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { Loading } from '../../parts/loading.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { liveJobs, useJobs } from '../../store/jobs.ts'
import { useProject } from '../../store/project.ts'
import { NextStep } from './next-step.tsx'
import { OpenProject } from './open-project.tsx'
import { ProjectFacts } from './project-facts.tsx'
import { RunningNow } from './running-now.tsx'
import { OpenSetUp, SetUpLeft } from './set-up.tsx'

const RECOUNT_MS = 2000

/** What a running job has made is counted anew while somebody looks. */
function useFreshCounts(): void {
  const live = useJobs((state) => liveJobs(state.jobs).length > 0)
  const id = useProject((state) => state.project?.id)
  useEffect(() => {
    if (id === undefined || !live) return
    const recount = () =>
      void call('project.current').then(
        (project) => project?.id === useProject.getState().project?.id && useProject.getState().put(project),
        () => undefined, // The engine is away; it tells when it is back.
      )
    recount()
    const timer = setInterval(recount, RECOUNT_MS)
    return () => clearInterval(timer)
  }, [live, id])
}

export function HomePage() {
  const { t } = useTranslation()
  useFreshCounts()
  const project = useProject((state) => state.project)
  return (
    <>
      <PageHeader title={project ? project.name : t('home.title')} lead={project?.folder ?? t('home.lead')}>
        <OpenSetUp />
      </PageHeader>
      <div className="page-body">
        {project === undefined ? (
          <Loading />
        ) : (
          <div className="home">
            <SetUpLeft />
            {project && (
              <>
                <ProjectFacts project={project} />
                <div className="home-pair">
                  <NextStep project={project} />
                  <RunningNow />
                </div>
              </>
            )}
            <OpenProject current={project} />
          </div>
        )}
      </div>
    </>
  )
}
