import { Button } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { NEW_ENDPOINT, useConnections } from '../../store/connections.ts'
import { usePlace } from '../../store/place.ts'
import { EndpointDetail } from './endpoint-detail.tsx'
import { EndpointList } from './endpoint-list.tsx'

/** The user's endpoints: one list for all projects, each with its form and its staged test. */
export function ConnectionsPage() {
  const { t } = useTranslation()
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  const list = useCall('endpoint.list', undefined)
  const begun = useConnections((state) => NEW_ENDPOINT in state.forms)
  const undo = useAct(() => call('endpoint.undoRemove').then(list.reload))
  if (place.page !== 'connections') return null
  const endpoints = list.data?.endpoints ?? []
  const isNew = place.endpoint === NEW_ENDPOINT || (endpoints.length === 0 && begun)
  const chosen = isNew
    ? undefined
    : (endpoints.find(({ endpoint }) => endpoint.id === place.endpoint) ?? endpoints[0])
  const open = (endpoint: string) => go({ page: 'connections', endpoint })
  return (
    <>
      <PageHeader title={t('connections.title')} lead={t('connections.lead')}>
        {(chosen || isNew) && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open(NEW_ENDPOINT)}>
            {t('connections.add')}
          </Button>
        )}
      </PageHeader>
      {list.data?.damaged && (
        <p className="notice">{t('connections.damaged', { file: list.data.damaged })}</p>
      )}
      {list.data?.removed && (
        <output className="notice row">
          <span className="grow">{t('connections.removed', { name: list.data.removed })}</span>
          <Button size="compact-xs" variant="default" loading={undo.busy} onClick={() => void undo.run()}>
            {t('connections.undo')}
          </Button>
        </output>
      )}
      {(list.failure ?? undo.failure) && (
        <div className="pad">
          {list.failure && <FailureCard failure={list.failure} />}
          {undo.failure && <FailureCard failure={undo.failure} />}
        </div>
      )}
      {!list.data && list.loading && (
        <div className="page-body">
          <Loading />
        </div>
      )}
      {list.data && !chosen && !isNew && (
        <EmptyState
          icon={<IconPlugConnected size={40} stroke={1.3} />}
          title={t('connections.empty')}
          text={t('connections.emptyText')}
        >
          <Button onClick={() => open(NEW_ENDPOINT)}>{t('connections.add')}</Button>
        </EmptyState>
      )}
      {list.data && (chosen || isNew) && (
        <div className="page-fill">
          <EndpointList endpoints={endpoints} chosen={chosen?.endpoint.id ?? NEW_ENDPOINT} open={open} />
          <EndpointDetail
            key={chosen?.endpoint.id ?? NEW_ENDPOINT}
            view={chosen}
            keysLast={list.data.keysLast}
            open={open}
            changed={list.reload}
          />
        </div>
      )}
    </>
  )
}
