import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import { isUsable } from '#core/host/host-test.ts'
import { placeOf } from '#core/host/stored-host.ts'
import { NEW_HOST, useHosts } from '../../store/hosts.ts'

interface Props {
  readonly hosts: readonly HostView[]
  /** A host's id, or `new`. */
  readonly chosen: string
  open(id: string): void
}

/** All hosts, each with what is known of it; the one that is being typed comes last. */
export function HostSideList({ hosts, chosen, open }: Props) {
  const { t } = useTranslation()
  const forms = useHosts((state) => state.forms)
  return (
    <nav className="side-list" aria-label={t('hosts.list')}>
      {hosts.map((view) => (
        <HostItem
          key={view.id}
          view={view}
          current={view.id === chosen}
          unsaved={view.id in forms}
          open={open}
        />
      ))}
      {(chosen === NEW_HOST || NEW_HOST in forms) && (
        <button
          type="button"
          className="side-item"
          aria-current={chosen === NEW_HOST ? 'true' : undefined}
          onClick={() => open(NEW_HOST)}
        >
          <span className="strong cut">
            {forms[NEW_HOST]?.name || forms[NEW_HOST]?.address || t('hosts.new')}
          </span>
          <span className="soft small">{t('hosts.unsaved')}</span>
        </button>
      )}
    </nav>
  )
}

interface ItemProps {
  readonly view: HostView
  readonly current: boolean
  readonly unsaved: boolean
  open(id: string): void
}

function HostItem({ view, current, unsaved, open }: ItemProps) {
  const { t } = useTranslation()
  const { id, name, host, link } = view
  const place = host ? placeOf(host) : undefined
  return (
    <button
      type="button"
      className="side-item"
      aria-current={current ? 'true' : undefined}
      onClick={() => open(id)}
    >
      <span className="row">
        <span className="strong cut grow" title={name}>
          {host ? name : t('hosts.thisComputer')}
        </span>
        <TestSign view={view} />
      </span>
      {place !== undefined && place !== name && (
        <span className="soft small cut" title={place}>
          {place}
        </span>
      )}
      {host && (
        <span className="soft small cut">
          {t(`hosts.link.${link}`)}
          {unsaved && ` · ${t('hosts.unsaved')}`}
        </span>
      )}
    </button>
  )
}

function TestSign({ view }: { readonly view: HostView }) {
  const { t } = useTranslation()
  const noted = useHosts((state) => state.testOf[view.id])
  const live = useHosts((state) => (noted ? state.tests[noted.test] : undefined))
  const test = live ?? view.tested
  if (test?.state !== 'done') return null
  const usable = isUsable(test)
  const word = usable ? t('connections.lastTest.fit') : t('connections.lastTest.failed')
  return (
    <span className={`pill tone-${usable ? 'done' : 'failed'}`} role="img" aria-label={word} title={word}>
      <span aria-hidden>{usable ? '✓' : '✕'}</span>
    </span>
  )
}
