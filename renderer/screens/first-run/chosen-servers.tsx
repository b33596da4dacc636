import { Button, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Connections } from '#core/contract/index.ts'
import type { Role } from '#core/endpoint/role.ts'
import { GENERATOR_ROLES, JUDGE_ROLES } from '#core/guide/pilot.ts'
import { useAct } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { playRoles } from './play-roles.ts'

const PRACTICE = 'practice'
const MIXED = 'mixed'
const PARTS = [
  ['generator', GENERATOR_ROLES],
  ['judge', JUDGE_ROLES],
] as const

interface Props {
  readonly connections: Connections
  changed(): void
  add(): void
}

/** Which of the user's servers generates, and which judges. */
export function ChosenServers({ connections, changed, add }: Props) {
  const { t } = useTranslation()
  const { endpoints, roles } = connections
  const set = useAct(async (all: readonly Role[], id: string) => {
    await playRoles(all, id === PRACTICE ? [] : [id])
    changed()
  })
  const known = new Set(endpoints.map(({ endpoint }) => endpoint.id))
  /** The one that plays all of these, if there is one. */
  const playerOf = (all: readonly Role[]): string => {
    const players = new Set(all.map((role) => (roles[role] ?? []).filter((id) => known.has(id)).join(' ')))
    const [only = ''] = players
    return players.size > 1 || only.includes(' ') ? MIXED : only || PRACTICE
  }
  const data = [
    { value: PRACTICE, label: t('firstRun.endpoint.practice') },
    ...endpoints.map(({ endpoint }) => ({
      value: endpoint.id,
      label: `${endpoint.name} · ${endpoint.model || t('connections.noModel')}`,
    })),
  ]
  const unnamed = endpoints.filter(({ endpoint }) => endpoint.model === '')
  return (
    <section className="stack form">
      {PARTS.map(([part, all]) => {
        const player = playerOf(all)
        return (
          <Select
            key={part}
            label={t(`firstRun.endpoint.${part}`)}
            description={t(`firstRun.endpoint.${part}Text`)}
            data={player === MIXED ? [...data, { value: MIXED, label: t('firstRun.endpoint.mixed') }] : data}
            value={player}
            onChange={(id) => id !== null && id !== MIXED && void set.run(all, id)}
          />
        )
      })}
      {unnamed.map(({ endpoint }) => (
        <span key={endpoint.id} className="small ink-failed">
          {t('firstRun.endpoint.noModel', { name: endpoint.name })}
        </span>
      ))}
      {set.failure && <FailureCard failure={set.failure} />}
      <div>
        <Button variant="default" size="xs" onClick={add}>
          {t('firstRun.endpoint.add')}
        </Button>
      </div>
    </section>
  )
}
