import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NEW_HOST } from '../../store/hosts.ts'
import { type Place, usePlace } from '../../store/place.ts'
import { HostDetail } from './host-detail.tsx'
import { HostSideList } from './host-side-list.tsx'
import { ListNotices } from './list-notices.tsx'

type ConnectionsPlace = Extract<Place, { page: 'connections' }>

/** Machines that train, this computer first. */
export function HostsTab({ place }: { readonly place: ConnectionsPlace }) {
  const { t } = useTranslation()
  const list = useCall('host.list', undefined)
  if (!list.data)
    return (
      <div className="page-body">{list.failure ? <FailureCard failure={list.failure} /> : <Loading />}</div>
    )
  const { hosts, keysLast, damaged, removed } = list.data
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
      <ListNotices
        damaged={damaged === undefined ? undefined : t('hosts.damaged', { file: damaged })}
        removed={
          removed === undefined ? undefined : { name: removed, text: t('hosts.removed', { name: removed }) }
        }
        undo={() => call('host.undoRemove').then(list.reload)}
      />
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
