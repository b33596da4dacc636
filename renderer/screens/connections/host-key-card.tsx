import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostFinding, HostFix } from '#core/host/finding.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly finding: HostFinding
  readonly fix: Extract<HostFix, { kind: 'trust' }>
  trust(fix: Extract<HostFix, { kind: 'trust' }>): void
}

/** The key of a machine that nobody trusts yet, or not any more: shown whole, and nothing goes on without a yes. */
export function HostKeyCard({ finding, fix, trust }: Props) {
  return fix.instead === undefined ? (
    <FirstContact fix={fix} trust={trust} />
  ) : (
    <ChangedKey finding={finding} fix={fix} trust={trust} />
  )
}

function FirstContact({ fix, trust }: Omit<Props, 'finding'>) {
  const { t } = useTranslation()
  return (
    <section className="card stack host-key" aria-label={t('hosts.first.title', { door: fix.door })}>
      <span className="strong">{t('hosts.first.title', { door: fix.door })}</span>
      <Fingerprint type={fix.type} fingerprint={fix.fingerprint} />
      <span className="small prose">{t('hosts.first.text')}</span>
      <div>
        <Button onClick={() => trust(fix)}>{t('hosts.first.yes')}</Button>
      </div>
    </section>
  )
}

function ChangedKey({ finding, fix, trust }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asked, setAsked] = useState(false)
  const { oldType, oldFingerprint, since } = finding.values
  const title = t('hosts.changed.title', { door: fix.door })
  return (
    <div className="card stack host-key host-key-changed" role="alert" aria-label={title}>
      <span className="strong ink-failed">{title}</span>
      <span className="small prose">{t('hosts.changed.text')}</span>
      <span className="small strong">{t('hosts.changed.now')}</span>
      <Fingerprint type={fix.type} fingerprint={fix.fingerprint} />
      <span className="small strong">{t('hosts.changed.before', { when: format.time(String(since)) })}</span>
      <Fingerprint type={String(oldType)} fingerprint={String(oldFingerprint)} />
      <Checkbox
        size="xs"
        label={t('hosts.changed.asked')}
        checked={asked}
        onChange={(event) => setAsked(event.currentTarget.checked)}
      />
      <div>
        <ActionButton
          label={t('hosts.changed.yes')}
          why={asked ? undefined : t('hosts.changed.why')}
          variant="default"
          onClick={() => trust(fix)}
        />
      </div>
    </div>
  )
}

function Fingerprint({ type, fingerprint }: { readonly type: string; readonly fingerprint: string }) {
  const { t } = useTranslation()
  return (
    <div className="row wrap">
      <code className="code host-fingerprint">{fingerprint}</code>
      <span className="soft small">{type}</span>
      <CopyButton text={fingerprint} label={t('hosts.copyKey')} />
    </div>
  )
}
