import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, Licence } from '#core/contract/index.ts'
import { useCall } from '../../bridge/use-call.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { Loading } from '../../parts/loading.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { useFormat } from '../../words/format.ts'

/** Versions that really run, the small policy, and what the program is made of. */
export function AboutTab() {
  const info = useCall('app.info', undefined)
  const licences = useCall('app.licences', undefined)
  return (
    <div className="page-body">
      <div className="form-wide stack wide">
        {info.failure && <FailureCard failure={info.failure} />}
        {info.data ? <Versions info={info.data} /> : !info.failure && <Loading lines={4} />}
        {licences.failure && <FailureCard failure={licences.failure} />}
        {licences.data ? <Licences all={licences.data} /> : !licences.failure && <Loading />}
      </div>
    </div>
  )
}

function Versions({ info }: { readonly info: AppInfo }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { policy } = info
  const rows: [string, string][] = [
    ['LoopTool', info.version],
    ['Electron', info.electron],
    ['Chromium', info.chromium],
    ['Node.js', info.node],
    [t('settings.system'), `${info.platform} ${info.processor}`],
    [
      t('settings.policy'),
      policy
        ? t('settings.policyFacts', {
            parameters: format.number(policy.parameters),
            size: format.bytes(policy.bytes),
            hash: policy.hash.slice(0, 12),
          })
        : t('settings.policyNone'),
    ],
  ]
  const text = rows.map(([name, value]) => `${name}: ${value}`).join('\n')
  return (
    <section className="stack">
      <div className="row apart">
        <h2>{t('settings.versions')}</h2>
        <CopyButton text={text} label={t('settings.copyVersions')} />
      </div>
      <dl className="spec">
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {!info.sandboxed && <p className="small ink-dropped">◐ {t('settings.unsandboxed')}</p>}
    </section>
  )
}

function Licences({ all }: { readonly all: readonly Licence[] }) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const words = search.toLowerCase()
  const found = all.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(words))
  return (
    <section className="stack">
      <div className="row apart wrap">
        <h2>{t('settings.licences')}</h2>
        <SearchBox label={t('settings.searchLicences')} value={search} onSearch={setSearch} />
      </div>
      <p className="soft small">{t('settings.licencesText', { count: all.length })}</p>
      {found.length === 0 && <p className="soft">{t('settings.noLicence')}</p>}
      <ul className="licences">
        {found.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            {text === '' ? (
              <LicenceLine name={name} version={version} licence={licence} />
            ) : (
              <Fold label={<LicenceLine name={name} version={version} licence={licence} />}>
                <pre className="code plain sunken">{text}</pre>
              </Fold>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const LicenceLine = ({ name, version, licence }: Omit<Licence, 'text'>) => (
  <span className="licence-line">
    <span className="strong">{name}</span> <span className="num soft">{version}</span>{' '}
    <span className="tag">{licence || '—'}</span>
  </span>
)
