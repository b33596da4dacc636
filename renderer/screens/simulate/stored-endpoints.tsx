import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { HostConsent } from '../../parts/host-consent.tsx'
import { useDrafts } from '../../store/drafts.ts'
import { usePlace } from '../../store/place.ts'

const OTHER = 'other'

/** The user's endpoints to choose from; whatever is typed below stays possible. */
export function StoredEndpoints() {
  const { t } = useTranslation()
  const { url, model } = useDrafts((state) => state.simulate)
  const put = useDrafts((state) => state.putSimulate)
  const go = usePlace((state) => state.go)
  const endpoints = useCall('endpoint.list', undefined).data?.endpoints ?? []
  const chosen = endpoints.find(({ endpoint }) => endpoint.url === url && endpoint.model === model)
  const choose = (id: string | null) => {
    const found = endpoints.find(({ endpoint }) => endpoint.id === id)?.endpoint
    put(found ? { url: found.url, model: found.model, key: '' } : { url: '', model: '', key: '' })
  }
  if (endpoints.length === 0) return null
  return (
    <div className="row bottom">
      <Select
        className="grow"
        label={t('connections.stored')}
        data={[
          ...endpoints.map(({ endpoint }) => ({
            value: endpoint.id,
            label: endpoint.model === '' ? endpoint.name : `${endpoint.name} · ${endpoint.model}`,
          })),
          { value: OTHER, label: t('connections.storedOther') },
        ]}
        value={chosen?.endpoint.id ?? OTHER}
        onChange={choose}
      />
      {chosen && (
        <Button variant="default" onClick={() => go({ page: 'connections', endpoint: chosen.endpoint.id })}>
          {t('connections.toConnections')}
        </Button>
      )}
    </div>
  )
}

/** Asks once before anything is sent to another's host. */
export function SendConsent({ url }: { readonly url: string }) {
  const [calm] = useDebouncedValue(url.trim(), 300)
  const host = useCall('endpoint.host', calm === '' ? null : { url: calm })
  const agree = useAct(() => call('endpoint.allowHost', { url: calm }).then(host.reload))
  if (agree.failure) return <FailureCard failure={agree.failure} />
  if (!host.data || host.data.host === '' || host.data.own || host.data.allowed) return null
  return <HostConsent host={host.data.host} busy={agree.busy} agree={() => void agree.run()} />
}
