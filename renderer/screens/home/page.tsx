import { useTranslation } from 'react-i18next'
import { Loading } from '../../parts/loading.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useProject } from '../../store/project.ts'
import { NextStep } from './next-step.tsx'
import { OpenProject } from './open-project.tsx'
import { ProjectFacts } from './project-facts.tsx'
import { RunningNow } from './running-now.tsx'

export function HomePage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  return (
    <>
      <PageHeader title={project ? project.name : t('home.title')} lead={project?.folder ?? t('home.lead')} />
      <div className="page-body">
        {project === undefined ? (
          <Loading />
        ) : (
          <div className="home">
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
