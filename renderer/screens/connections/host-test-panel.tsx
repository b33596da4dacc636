import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type HostTest, newHostTest } from '#core/host/host-test.ts'
import { hostTestText } from '#core/host/host-text.ts'
import { hostWords } from '#core/host/host-words.ts'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useLanguage } from '../../words/language.ts'
import { HostTestRow } from './host-test-row.tsx'
import type { UsedHostTest } from './use-host-test.ts'

interface Props {
  readonly used: UsedHostTest
  /** Why there is nothing to test yet. */
  readonly why: string | undefined
}

/** The lines of the test as they come, and what to do about each. */
export function HostTestPanel({ used, why }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { test, running } = used
  return (
    <>
      <div className="row wrap">
        {running ? (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} aria-hidden />}
            onClick={used.stop}
          >
            {t('hosts.testStop')}
          </Button>
        ) : (
          <ActionButton
            label={test ? t('hosts.testAgain') : t('hosts.test')}
            why={why}
            busy={used.starting}
            variant="light"
            icon={<IconPlayerPlay size={16} aria-hidden />}
            onClick={used.start}
          />
        )}
        <span className="grow" />
        {test && !running && <CopyButton text={hostTestText(test, language)} label={t('hosts.copy')} />}
      </div>
      <Standing test={test} stale={used.stale} />
      {used.failure && <FailureCard failure={used.failure} />}
      <ol className="test-lines">
        {(test ?? newHostTest('', '')).lines.map((line) => (
          <HostTestRow key={line.name} line={line} trust={used.trust} again={used.start} />
        ))}
      </ol>
    </>
  )
}

function Standing({ test, stale }: { readonly test: HostTest | undefined; readonly stale: boolean }) {
  const { t } = useTranslation()
  const words = hostWords(useLanguage())
  if (!test) return <p className="soft small prose">{t('hosts.testLead')}</p>
  const place = test.place === THIS_COMPUTER ? words.thisComputer : test.place
  const said = { running: 'testNow', done: 'testDone', stopped: 'testStopped' } as const
  return (
    <output className="soft small prose">
      {t(`hosts.${said[test.state]}`, { place })}
      {stale && test.state !== 'running' && (
        <span className="block ink-dropped">{t('hosts.otherTyped')}</span>
      )}
    </output>
  )
}
