import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EndpointWay, NetworkView } from '#core/contract/index.ts'
import { hostOf } from '#core/endpoint/url.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct, useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { usePlace } from '../../store/place.ts'
import { ContactTable } from './contact-table.tsx'
import { Setting } from './setting.tsx'

/** Who may be contacted, by which way, and who ever was. */
export function NetworkTab() {
  const { t } = useTranslation()
  const view = useCall('network.view', undefined)
  const change = useAct((onlyConfigured: boolean) =>
    call('network.set', { onlyConfigured }).then(view.reload),
  )
  const failure = change.failure ?? view.failure
  return (
    <div className="page-body">
      <div className="stack wide form-network">
        {failure && <FailureCard failure={failure} />}
        {view.data ? (
          <>
            <Setting title={t('network.only')} text={t('network.onlyText')}>
              <Switch
                checked={view.data.onlyConfigured}
                disabled={change.busy}
                aria-label={t('network.only')}
                label={t(view.data.onlyConfigured ? 'settings.on' : 'settings.off')}
                onChange={(event) => void change.run(event.currentTarget.checked)}
              />
              {!view.data.onlyConfigured && (
                <span className="small ink-dropped">◐ {t('network.onlyOff')}</span>
              )}
            </Setting>
            <Ways view={view.data} />
            <ContactTable contacts={view.data.contacts} reload={view.reload} />
          </>
        ) : (
          !failure && <Loading />
        )}
      </div>
    </div>
  )
}

function Ways({ view }: { readonly view: NetworkView }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const inWays = new Set(view.ways.flatMap(({ hosts, proxy = '' }) => [...hosts, hostOf(proxy)]))
  const agreed = view.configured.filter((host) => !inWays.has(host))
  return (
    <section className="stack">
      <div className="row apart">
        <h2>{t('network.ways')}</h2>
        <button type="button" className="link small" onClick={() => go({ page: 'connections' })}>
          {t('network.toConnections')}
        </button>
      </div>
      {view.ways.length === 0 && <p className="soft">{t('network.noWays')}</p>}
      {view.ways.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('network.endpoint')}</th>
              <th>{t('network.host')}</th>
              <th>{t('network.proxy')}</th>
              <th>{t('network.ca')}</th>
            </tr>
          </thead>
          <tbody>
            {view.ways.map((way) => (
              <WayRow key={way.id} way={way} />
            ))}
          </tbody>
        </table>
      )}
      {agreed.length > 0 && (
        <p className="small">
          <span className="soft">{t('network.agreed')}</span>{' '}
          <span className="code">{agreed.join(' · ')}</span>
        </p>
      )}
    </section>
  )
}

function WayRow({ way }: { readonly way: EndpointWay }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  return (
    <tr>
      <td>
        <button type="button" className="link" onClick={() => go({ page: 'connections', endpoint: way.id })}>
          {way.name}
        </button>
      </td>
      <td className="code wrap-anywhere">{way.hosts.join(' · ')}</td>
      <td className={way.proxy ? 'code wrap-anywhere' : 'soft'}>{way.proxy ?? t('network.direct')}</td>
      <td className={way.caFile ? 'code wrap-anywhere' : 'soft'}>
        {way.caFile ?? t('network.knownCa')}
        {way.caReadable === false && <span className="small ink-failed block">✕ {t('network.caGone')}</span>}
      </td>
    </tr>
  )
}
