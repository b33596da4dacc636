import { Button } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Connections } from '#core/contract/index.ts'
import { NEW_ENDPOINT } from '#core/endpoint/endpoint-form.ts'
import { call } from '../../bridge/looptool.ts'
import { useCall } from '../../bridge/use-call.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useConnections } from '../../store/connections.ts'
import { NEW_HOST } from '../../store/hosts.ts'
import { type Place, usePlace } from '../../store/place.ts'
import { EndpointDetail } from './endpoint-detail.tsx'
import { EndpointList } from './endpoint-list.tsx'
import { HostsTab } from './hosts-tab.tsx'
import { ListNotices } from './list-notices.tsx'
import { PageTabs } from './page-tabs.tsx'
import { RolesTab } from './roles-tab.tsx'

type ConnectionsPlace = Extract<Place, { page: 'connections' }>

/** The user's endpoints, for all projects, and which of them plays which role. */
export function ConnectionsPage() {
  const { t } = useTranslation()
  const place = usePlace((state) => state.place)
  const list = useCall('endpoint.list', undefined)
  if (place.page !== 'connections') return null
  if (list.data) return <Filled place={place} connections={list.data} reload={list.reload} />
  return (
    <>
      <PageHeader title={t('connections.title')} lead={t('connections.lead')} />
      <div className="page-body">{list.failure ? <FailureCard failure={list.failure} /> : <Loading />}</div>
    </>
  )
}

interface FilledProps {
  readonly place: ConnectionsPlace
  readonly connections: Connections
  reload(): void
}

function Filled({ place, connections, reload }: FilledProps) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { endpoints, damaged, removed } = connections
  const onHosts = place.tab === 'hosts'
  const add = () =>
    go(onHosts ? { ...place, host: NEW_HOST } : { page: 'connections', endpoint: NEW_ENDPOINT })
  return (
    <>
      <PageHeader title={t('connections.title')} lead={t(onHosts ? 'hosts.lead' : 'connections.lead')}>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {onHosts ? t('hosts.add') : t('connections.add')}
        </Button>
      </PageHeader>
      <ListNotices
        damaged={damaged === undefined ? undefined : t('connections.damaged', { file: damaged })}
        removed={
          removed === undefined
            ? undefined
            : { name: removed, text: t('connections.removed', { name: removed }) }
        }
        undo={() => call('endpoint.undoRemove').then(reload)}
      />
      <PageTabs place={place} roles={endpoints.length > 0} />
      {onHosts ? (
        <HostsTab place={place} />
      ) : place.tab === 'roles' && endpoints.length > 0 ? (
        <RolesTab connections={connections} changed={reload} />
      ) : (
        <EndpointsTab place={place} connections={connections} reload={reload} />
      )}
    </>
  )
}

function EndpointsTab({ place, connections, reload }: FilledProps) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const begun = useConnections((state) => NEW_ENDPOINT in state.forms)
  const { endpoints, keysLast } = connections
  const isNew = place.endpoint === NEW_ENDPOINT || (endpoints.length === 0 && begun)
  const open = (endpoint: string) => go({ page: 'connections', endpoint })
  if (endpoints.length === 0 && !isNew)
    return (
      <EmptyState
        icon={<IconPlugConnected size={40} stroke={1.3} />}
        title={t('connections.empty')}
        text={t('connections.emptyText')}
      />
    )
  const chosen = isNew
    ? undefined
    : (endpoints.find(({ endpoint }) => endpoint.id === place.endpoint) ?? endpoints[0])
  const id = chosen?.endpoint.id ?? NEW_ENDPOINT
  return (
    <div className="page-fill">
      <EndpointList endpoints={endpoints} chosen={id} open={open} />
      <EndpointDetail key={id} view={chosen} keysLast={keysLast} open={open} changed={reload} />
    </div>
  )
}
