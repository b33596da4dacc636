import { Button, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SimulateSettings } from '#core/dialog/settings.ts'
import { DIALOG_ROLES } from '#core/endpoint/role.ts'
import { useConsent } from '../../bridge/use-consent.ts'
import type { RolesHere } from '../../bridge/use-roles.ts'
import { HostConsent } from '../../parts/host-consent.tsx'
import { RoleName } from '../../parts/role.tsx'
import { usePlace } from '../../store/place.ts'

type Seats = NonNullable<Extract<SimulateSettings['players'], { kind: 'endpoint' }>['seats']>

/** Who plays each role of a dialog by the roles table; undefined unless all of them have somebody. */
export function tableSeats({ seats }: RolesHere): Required<Seats> | undefined {
  const [planner, user, assistant, tool] = DIALOG_ROLES.map((role) => seats(role)[0])
  return planner && user && assistant && tool ? { planner, user, assistant, tool } : undefined
}

interface Props {
  /** By the table, as it is now. */
  readonly offered: Required<Seats> | undefined
  /** As chosen for this simulation. */
  readonly chosen: Seats | undefined
}

/** The players step's third choice: each role with its own endpoint. */
export function RolesOption({ offered, chosen }: Props) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const consent = useConsent(Object.values(chosen ?? {}).map(({ url }) => url))
  return (
    <div className={chosen ? 'card option chosen' : 'card option'}>
      <Radio
        value="roles"
        disabled={!offered && !chosen}
        label={t('connections.byTable')}
        description={offered || chosen ? t('connections.byTableText') : t('connections.byTableMissing')}
      />
      <div className="option-body stack tight">
        {chosen &&
          DIALOG_ROLES.map((role) => (
            <div key={role} className="seat small">
              <RoleName who={role} />
              <span className="cut" title={chosen[role]?.url}>
                {chosen[role]?.model}
              </span>
            </div>
          ))}
        {consent && <HostConsent {...consent} />}
        <div>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => go({ page: 'connections', tab: 'roles' })}
          >
            {t('connections.toRoles')}
          </Button>
        </div>
      </div>
    </div>
  )
}
