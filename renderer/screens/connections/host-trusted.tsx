import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import { Fold } from '../../parts/fold.tsx'
import { useFormat } from '../../words/format.ts'

/** The keys that were trusted on the way, to be compared at any time. */
export function HostTrusted({ view }: { readonly view: HostView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const trusted = view.ways.flatMap(({ place, trusted }) => (trusted ? [{ place, ...trusted }] : []))
  if (trusted.length === 0) return null
  return (
    <Fold label={t('hosts.ways')}>
      <dl className="host-keys small">
        {trusted.map(({ place, type, fingerprint, since }) => (
          <div key={place}>
            <dt>{t('hosts.trusted', { place })}</dt>
            <dd>
              <code>{fingerprint}</code> ({type}), {t('hosts.since', { when: format.time(since) })}
            </dd>
          </div>
        ))}
      </dl>
    </Fold>
  )
}
