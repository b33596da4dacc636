import { Button, MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connections, EndpointView } from '#core/contract/index.ts'
import { ROLES, type Role } from '#core/endpoint/role.ts'
import type { ProjectRoles } from '#core/endpoint/role-table.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useLastTest } from '../../store/last-test.ts'
import { useLanguage } from '../../words/language.ts'
import { RoleSettingsCell } from './role-settings-cell.tsx'
import type { Scope } from './scope.ts'

/** Asked by several in turn. */
const MANY: readonly Role[] = ['judge']
const PRACTICE = 'practice'

interface Props {
  readonly scope: Scope
  readonly connections: Connections
  readonly project: ProjectRoles
  changed(): void
}

/** A role → the endpoint that plays it, and what its requests ask of the server. */
export function RolesTable({ scope, connections, project, changed }: Props) {
  const { t } = useTranslation()
  const words = testWords(useLanguage())
  const [open, setOpen] = useState<Role>()
  const set = useAct((role: Role, endpoints: string[] | null) =>
    (scope === 'project'
      ? call('roles.setPlayers', { role, endpoints })
      : call('endpoint.setRole', { role, endpoints: endpoints ?? [] })
    ).then(changed),
  )
  const app = connections.sampling
  return (
    <>
      {set.failure && <FailureCard failure={set.failure} />}
      <ul className="role-table" aria-label={t('connections.rolesTitle')}>
        <li className="role-head small soft" aria-hidden>
          <span>{t('connections.role')}</span>
          <span>{t('connections.player')}</span>
          <span>{t('roles.settings')}</span>
        </li>
        {ROLES.map((role) => (
          <li key={role}>
            <span>
              <span className="strong block">{words.role[role]}</span>
              <span className="small soft">{t(`connections.roleText.${role}`)}</span>
            </span>
            <PlayerOf
              role={role}
              name={words.role[role]}
              connections={connections}
              inProject={scope === 'project'}
              own={scope === 'project' ? project.roles[role] : (connections.roles[role] ?? [])}
              choose={(endpoints) => void set.run(role, endpoints)}
            />
            <RoleSettingsCell
              role={role}
              name={words.role[role]}
              scope={scope}
              app={app}
              project={scope === 'project' ? project.sampling : {}}
              open={open === role}
              setOpen={(wanted) => setOpen(wanted ? role : undefined)}
              changed={changed}
            />
          </li>
        ))}
      </ul>
      <p className="soft small prose">{t('roles.settingsText')}</p>
    </>
  )
}

interface OwnProps {
  readonly role: Role
  readonly name: string
  readonly connections: Connections
  /** Absent: the project leaves it to the table for all projects. */
  readonly own: readonly string[] | undefined
  readonly inProject: boolean
  choose(endpoints: string[] | null): void
}

/** The player that is chosen here, or the one that stands for all projects with a way to choose another. */
function PlayerOf({ role, name, connections, own, inProject, choose }: OwnProps) {
  const { t } = useTranslation()
  const { endpoints, roles } = connections
  if (own === undefined) {
    const names = (roles[role] ?? []).flatMap(
      (id) => endpoints.find(({ endpoint }) => endpoint.id === id)?.endpoint.name ?? [],
    )
    const who = names.length === 0 ? t('connections.practice') : names.join(', ')
    return (
      <span className="row wrap">
        <span className="soft">{t('roles.inherited', { who })}</span>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('roles.chooseOf', { role: name })}
          onClick={() => choose([...(roles[role] ?? [])])}
        >
          {t('roles.choose')}
        </Button>
      </span>
    )
  }
  return (
    <span className="stack tight">
      <Player role={role} name={name} endpoints={endpoints} chosen={own} choose={choose} />
      {inProject && (
        <span>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('roles.asAllOf', { role: name })}
            onClick={() => choose(null)}
          >
            {t('roles.asAll')}
          </Button>
        </span>
      )}
    </span>
  )
}

interface PlayerProps {
  readonly role: Role
  readonly name: string
  readonly endpoints: readonly EndpointView[]
  readonly chosen: readonly string[]
  choose(endpoints: string[]): void
}

function Player({ role, name, endpoints, chosen, choose }: PlayerProps) {
  const { t } = useTranslation()
  const data = endpoints.map(({ endpoint }) => ({
    value: endpoint.id,
    label: `${endpoint.name} · ${endpoint.model || t('connections.noModel')}`,
  }))
  const known = chosen.filter((id) => data.some(({ value }) => value === id))
  const many = MANY.includes(role)
  return (
    <span className="stack tight">
      {many ? (
        <MultiSelect
          aria-label={name}
          placeholder={known.length === 0 ? t('connections.practice') : ''}
          description={known.length > 1 ? t('connections.severalJudges') : undefined}
          data={data}
          value={known}
          onChange={choose}
        />
      ) : (
        <Select
          aria-label={name}
          data={[{ value: PRACTICE, label: t('connections.practice') }, ...data]}
          value={known[0] ?? PRACTICE}
          onChange={(id) => choose(id === null || id === PRACTICE ? [] : [id])}
        />
      )}
      {endpoints
        .filter(({ endpoint }) => known.includes(endpoint.id))
        .map((view) => (
          <Doubt key={view.endpoint.id} view={view} role={role} />
        ))}
    </span>
  )
}

/** What speaks against an endpoint in this role. */
function Doubt({ view, role }: { readonly view: EndpointView; readonly role: Role }) {
  const { t } = useTranslation()
  const fit = useLastTest(view.endpoint.id, view)?.roles.find((one) => one.role === role)?.fit
  if (view.endpoint.model === '')
    return (
      <span className="small ink-failed">{t('connections.needModel', { name: view.endpoint.name })}</span>
    )
  return fit === 'unfit' ? <span className="small ink-failed">{t('connections.notFit')}</span> : null
}
