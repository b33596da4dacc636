import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CONNECTION_TABS, type ConnectionsTab, type Place, usePlace } from '../../store/place.ts'

type ConnectionsPlace = Extract<Place, { page: 'connections' }>

/** Roles are only shown once there is an endpoint that could play one. */
export function PageTabs({ place, roles }: { readonly place: ConnectionsPlace; readonly roles: boolean }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const label = (tab: ConnectionsTab): string =>
    tab === 'hosts' ? t('hosts.tab') : t(`connections.tab.${tab}`)
  return (
    <Tabs
      className="page-tabs"
      value={place.tab ?? 'endpoints'}
      onChange={(next) => go({ ...place, tab: CONNECTION_TABS.find((tab) => tab === next) ?? 'endpoints' })}
    >
      <Tabs.List>
        {CONNECTION_TABS.filter((tab) => tab !== 'roles' || roles).map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {label(tab)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
