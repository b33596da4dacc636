import { MultiSelect, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Connections, EndpointView } from '#core/contract/index.ts'
import { ROLES, type Role } from '#core/endpoint/role.ts'
import { ROLE_SAMPLING } from '#core/endpoint/role-sampling.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import type { Sampling } from '#core/endpoint/transport.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useLastTest } from '../../store/last-test.ts'
import { useLanguage } from '../../words/language.ts'

/** Asked by several in turn. */
const MANY: readonly Role[] = ['judge']
const PRACTICE = 'practice'

interface Props {
  readonly connections: Connections
  changed(): void
}

/** A role → the endpoint that plays it, and what its requests ask of the server. */
export function RolesTable({ connections, changed }: Props) {
  const { t } = useTranslation()
  const words = testWords(useLanguage())
  const set = useAct((role: Role, endpoints: string[]) =>
    call('endpoint.setRole', { role, endpoints }).then(changed),
  )
  return (
    <div className="page-body stack wide">
      <p className="soft prose">{t('connections.rolesLead')}</p>
      {set.failure && <FailureCard failure={set.failure} />}
      <ul className="role-table" aria-label={t('connections.rolesTitle')}>
        <li className="role-head small soft" aria-hidden>
          <span>{t('connections.role')}</span>
          <span>{t('connections.player')}</span>
          <span>{t('connections.sampling')}</span>
        </li>
        {ROLES.map((role) => (
          <li key={role}>
            <span>
              <span className="strong block">{words.role[role]}</span>
              <span className="small soft">{t(`connections.roleText.${role}`)}</span>
            </span>
            <Player
              role={role}
              name={words.role[role]}
              endpoints={connections.endpoints}
              chosen={connections.roles[role] ?? []}
              choose={(endpoints) => void set.run(role, endpoints)}
            />
            <span className="small soft num">{samplingText(ROLE_SAMPLING[role])}</span>
          </li>
        ))}
      </ul>
      <p className="soft small prose">{t('connections.samplingText')}</p>
    </div>
  )
}

/** As server manuals write them. */
function samplingText({ temperature, topP, topK, presencePenalty, maxTokens }: Sampling): string {
  const parts = [
    ['temperature', temperature],
    ['top_p', topP],
    ['top_k', topK],
    ['presence', presencePenalty],
    ['max_tokens', maxTokens],
  ] as const
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`])).join(' · ')
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
