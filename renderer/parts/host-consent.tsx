import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { FailureCard } from './failure-card.tsx'

interface Props {
  readonly host: string
  readonly busy: boolean
  readonly failure: SpokenFailure | undefined
  agree(): void
}

/** What goes out to another's host, in plain words, before anything does. Asked once for each host. */
export function HostConsent({ host, busy, failure, agree }: Props) {
  const { t } = useTranslation()
  return (
    <section className="card warn stack tight" aria-label={t('connections.consent.title', { host })}>
      <strong className="prose">{t('connections.consent.title', { host })}</strong>
      <span className="prose">{t('connections.consent.text')}</span>
      <div>
        <Button variant="default" size="xs" className="wrapping" loading={busy} onClick={agree}>
          {t('connections.consent.agree', { host })}
        </Button>
      </div>
      {failure && <FailureCard failure={failure} />}
    </section>
  )
}
