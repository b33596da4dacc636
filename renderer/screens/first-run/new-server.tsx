import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Fix } from '#core/endpoint/finding.ts'
import { EndpointFields, KEY_FIELD } from '../../parts/endpoint-fields.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { TestPanel } from '../../parts/test-panel.tsx'
import type { NewServer } from './use-new-server.ts'

interface Props {
  readonly server: NewServer
  readonly keysLast: boolean
  /** Back to the servers that are there. */
  readonly back: (() => void) | undefined
}

/** The form of Connections with its test beside it. */
export function NewServerForm({ server, keysLast, back }: Props) {
  const { t } = useTranslation()
  const { form, staged, put, pickCa } = server
  const apply = (fix: Fix): void => {
    if (fix.kind === 'url') put({ url: fix.url })
    else if (fix.kind === 'model') put({ model: fix.model })
    else if (fix.kind === 'key') document.getElementById(KEY_FIELD)?.focus()
    else if (fix.kind === 'ca') pickCa()
    else void staged.start()
  }
  return (
    <div className="connect">
      <section className="stack wide" aria-label={t('connections.new')}>
        <EndpointFields
          form={form}
          isNew
          place="none"
          keysLast={keysLast}
          served={staged.test?.served ?? []}
          put={put}
          pickCa={pickCa}
          forgetKey={() => put({ key: '' })}
        />
        {server.failure && <FailureCard failure={server.failure} />}
        {back && (
          <div>
            <Button variant="subtle" size="xs" onClick={back}>
              {t('firstRun.endpoint.keep')}
            </Button>
          </div>
        )}
      </section>
      <TestPanel staged={staged} typed={form.url.trim() !== ''} apply={apply} />
    </div>
  )
}
