import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Role } from '#core/endpoint/role.ts'
import type { Player, RoundRoles } from '#core/round/round-settings.ts'
import { useRoles } from '../../bridge/use-roles.ts'

interface Props {
  readonly roles: RoundRoles
  fill(roles: RoundRoles): void
}

/** Puts the endpoints of the roles table in; roles that it names nobody for stay as they are. */
export function FillRoles({ roles, fill }: Props) {
  const { t } = useTranslation()
  const here = useRoles()
  if (!here) return null
  const named = (role: Role): Player[] => here.seats(role).map((seat) => ({ kind: 'endpoint', ...seat }))
  const judges = named('judge')
  const filled: RoundRoles = {
    policy: named('policy')[0] ?? roles.policy,
    judges: judges.length > 0 ? judges : roles.judges,
    expander: named('expander')[0] ?? roles.expander,
    checker: named('checker')[0] ?? roles.checker,
  }
  if (JSON.stringify(filled) === JSON.stringify(roles)) return null
  return (
    <div>
      <Button size="compact-xs" variant="default" onClick={() => fill(filled)}>
        {t('connections.fillRoles')}
      </Button>
    </div>
  )
}
