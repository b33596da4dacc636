import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fix } from '#core/endpoint/finding.ts'
import { newTest, type StagedTest } from '#core/endpoint/staged-test.ts'
import { stagedTestText } from '#core/endpoint/staged-test-text.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { useLanguage } from '../words/language.ts'
import { ActionButton } from './action-button.tsx'
import { CopyButton } from './copy-button.tsx'
import { FailureCard } from './failure-card.tsx'
import { HostConsent } from './host-consent.tsx'
import { RoleFits, RolePills } from './role-fits.tsx'
import { TestLineRow } from './test-line-row.tsx'

interface Props {
  readonly staged: {
    readonly test: StagedTest | undefined
    /** Not a test of what is typed now. */
    readonly stale: boolean
    readonly running: boolean
    readonly starting: boolean
    /** Another's host that nobody agreed to send to yet. */
    readonly consent: ComponentProps<typeof HostConsent> | undefined
    readonly failure: SpokenFailure | undefined
    start(): Promise<boolean>
    stop(): void
  }
  /** There is an address to test. */
  readonly typed: boolean
  apply(fix: Fix): void
}

/** The lines of the test as they come, what to do about each, and what the endpoint is fit for. */
export function TestPanel({ staged, typed, apply }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { test, running } = staged
  const why = !typed ? t('connections.testWhy') : staged.consent ? t('connections.testConsent') : undefined
  return (
    <section className="stack test-panel" aria-label={t('connections.testTitle')}>
      {staged.consent && <HostConsent {...staged.consent} />}
      <div className="row wrap">
        {running ? (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} aria-hidden />}
            onClick={staged.stop}
          >
            {t('connections.testStop')}
          </Button>
        ) : (
          <ActionButton
            label={test ? t('connections.testAgain') : t('connections.test')}
            why={why}
            busy={staged.starting}
            variant="light"
            icon={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => void staged.start()}
          />
        )}
        <span className="grow" />
        {test && !running && (
          <CopyButton text={stagedTestText(test, language)} label={t('connections.testCopy')} />
        )}
      </div>
      <Standing test={test} stale={staged.stale} />
      {test && test.roles.length > 0 && <RolePills roles={test.roles} />}
      {staged.failure && <FailureCard failure={staged.failure} />}
      <ol className="test-lines">
        {(test ?? newTest('', '', '')).lines.map((line) => (
          <TestLineRow key={line.name} line={line} apply={apply} />
        ))}
      </ol>
      {test && test.roles.length > 0 && <RoleFits roles={test.roles} />}
    </section>
  )
}

function Standing({ test, stale }: { readonly test: StagedTest | undefined; readonly stale: boolean }) {
  const { t } = useTranslation()
  if (!test) return <p className="soft small prose">{t('connections.testLead')}</p>
  const named = { url: test.url, model: test.model || t('connections.noModel') }
  const said = { running: 'testedNow', done: 'testedDone', stopped: 'testedStopped' } as const
  return (
    <output className="soft small prose">
      {t(`connections.${said[test.state]}`, named)}
      {stale && test.state !== 'running' && (
        <span className="block ink-dropped">{t('connections.otherTyped')}</span>
      )}
    </output>
  )
}
