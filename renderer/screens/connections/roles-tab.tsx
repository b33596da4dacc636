import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connections } from '#core/contract/index.ts'
import { EMPTY_ROLES } from '#core/endpoint/role-table.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Segments } from '../../parts/segments.tsx'
import { useProject } from '../../store/project.ts'
import { RolesTable } from './roles-table.tsx'
import type { Scope } from './scope.ts'

interface Props {
  readonly connections: Connections
  changed(): void
}

/** Who plays each role and with which settings: for all projects, or for the open one alone. */
export function RolesTab({ connections, changed }: Props) {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const [wanted, setWanted] = useState<Scope>('app')
  const own = useCall('roles.project', project ? undefined : null)
  const scope = project ? wanted : 'app'
  return (
    <div className="page-body stack wide">
      <div className="row wrap">
        {project ? (
          <Segments
            label={t('roles.scope')}
            value={scope}
            options={[
              { value: 'app', label: t('roles.app') },
              { value: 'project', label: t('roles.project', { name: project.name }) },
            ]}
            onChange={(value) => setWanted(value === 'project' ? 'project' : 'app')}
          />
        ) : (
          <span className="small soft">{t('roles.noProject')}</span>
        )}
      </div>
      <p className="soft prose">
        {scope === 'project' ? t('roles.projectLead') : `${t('connections.rolesLead')} ${t('roles.appLead')}`}
      </p>
      {own.failure && <FailureCard failure={own.failure} />}
      <RolesTable
        key={scope}
        scope={scope}
        connections={connections}
        project={own.data ?? EMPTY_ROLES}
        changed={() => {
          changed()
          own.reload()
        }}
      />
    </div>
  )
}
