import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostList } from '#core/contract/index.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NEW_HOST } from '../../store/hosts.ts'
import { type Place, usePlace } from '../../store/place.ts'
import { HostDetail } from './host-detail.tsx'
import { HostSideList } from './host-side-list.tsx'

type ConnectionsPlace = Extract<Place, { page: 'connections' }>

/** Machines that train, this computer first. */
export function HostsTab({ place }: { readonly place: ConnectionsPlace }) {
  const list = useCall('host.list', undefined)
  if (!list.data)
    return (
      <div className="page-body">{list.failure ? <FailureCard failure={list.failure} /> : <Loading />}</div>
    )
  const { hosts, keysLast } = list.data
  // Whoever opens one later does so from where the window is by then.
  const open = (host: string) => {
    const { place: now, go } = usePlace.getState()
    if (now.page === 'connections') go({ ...now, tab: 'hosts', host })
  }
  const isNew = place.host === NEW_HOST || hosts.length === 0
  const chosen = isNew ? undefined : (hosts.find(({ id }) => id === place.host) ?? hosts[0])
  const id = chosen?.id ?? NEW_HOST
  return (
    <>
      <HostNotices list={list.data} reload={list.reload} />
      <div className="page-fill">
        <HostSideList hosts={hosts} chosen={id} open={open} />
        <HostDetail
          key={id}
          view={chosen}
          panel={place.panel ?? 'test'}
          keysLast={keysLast}
          open={open}
          changed={list.reload}
        />
      </div>
    </>
  )
}

/** A list that was damaged; a removal that can be taken back. */
function HostNotices({ list, reload }: { readonly list: HostList; reload(): void }) {
  const { t } = useTranslation()
  const undo = useAct(() => call('host.undoRemove').then(reload))
  const { damaged, removed } = list
  const [dismissed, setDismissed] = useState<string>()
  return (
    <>
      {damaged !== undefined && <output className="notice">{t('hosts.damaged', { file: damaged })}</output>}
      {removed !== undefined && removed !== dismissed && (
        <output className="notice">
          <span className="grow">{t('hosts.removed', { name: removed })}</span>
          <Button size="compact-xs" variant="default" loading={undo.busy} onClick={() => void undo.run()}>
            {t('hosts.undo')}
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('shared.close')}
            onClick={() => setDismissed(removed)}
          >
            <IconX size={14} />
          </ActionIcon>
        </output>
      )}
      {undo.failure && (
        <div className="pad">
          <FailureCard failure={undo.failure} />
        </div>
      )}
    </>
  )
}
