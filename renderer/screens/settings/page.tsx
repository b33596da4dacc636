import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../parts/page-header.tsx'
import { SETTINGS_TABS, type SettingsTab, usePlace } from '../../store/place.ts'
import { AboutTab } from './about-tab.tsx'
import { DiskTab } from './disk-tab.tsx'
import { GeneralTab } from './general-tab.tsx'
import { LogsTab } from './logs-tab.tsx'
import { NetworkTab } from './network-tab.tsx'

const TABS: Readonly<Record<SettingsTab, () => ReactNode>> = {
  general: GeneralTab,
  network: NetworkTab,
  disk: DiskTab,
  logs: LogsTab,
  about: AboutTab,
}

const isTab = (text: string | null): text is SettingsTab => SETTINGS_TABS.some((tab) => tab === text)

/** What belongs to the user and this computer, whatever project is open. */
export function SettingsPage() {
  const { t } = useTranslation()
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  if (place.page !== 'settings') return null
  const tab = place.tab ?? 'general'
  const Tab = TABS[tab]
  return (
    <>
      <PageHeader title={t('settings.title')} lead={t('settings.lead')} />
      <Tabs
        className="page-tabs"
        value={tab}
        onChange={(next) => isTab(next) && go({ page: 'settings', tab: next })}
      >
        <Tabs.List>
          {SETTINGS_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Tab />
    </>
  )
}
