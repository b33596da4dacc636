import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HostFinding, HostFix } from '#core/host/finding.ts'
import type { HostTestLine } from '#core/host/host-test.ts'
import { hostWords } from '#core/host/host-words.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FindingText } from '../../parts/finding-text.tsx'
import { TestRow } from '../../parts/test-row.tsx'
import { useLanguage } from '../../words/language.ts'
import { HostKeyCard } from './host-key-card.tsx'
import { secretField } from './way-fields.tsx'

interface Props {
  readonly line: HostTestLine
  trust(fix: Extract<HostFix, { kind: 'trust' }>): void
  again(): void
}

export function HostTestRow({ line, trust, again }: Props) {
  const words = hostWords(useLanguage())
  return (
    <TestRow
      state={line.state}
      stateWords={words.state[line.state]}
      title={words.line[line.name]}
      ms={line.ms}
    >
      {line.findings.map(
        (finding) =>
          finding.code !== 'host.afterFailure' && (
            <div className="test-finding" key={finding.code}>
              {finding.fix?.kind === 'trust' ? (
                <HostKeyCard finding={finding} fix={finding.fix} trust={trust} />
              ) : (
                <HostFindingText finding={finding} again={again} />
              )}
            </div>
          ),
      )}
    </TestRow>
  )
}

interface TextProps {
  readonly finding: HostFinding<string>
  again?(): void
}

/** A finding in words, with its one action. */
export function HostFindingText({ finding, again }: TextProps) {
  const { t } = useTranslation()
  return (
    <FindingText finding={finding} detailLabel={t('hosts.detail')}>
      <FixOf fix={finding.fix} again={again} />
    </FindingText>
  )
}

function FixOf({
  fix,
  again,
}: {
  readonly fix: HostFix | undefined
  readonly again: (() => void) | undefined
}) {
  const { t } = useTranslation()
  if (fix?.kind === 'copy')
    return (
      <div className="row wrap">
        <code className="code small host-command">{fix.text}</code>
        <CopyButton text={fix.text} label={t('hosts.copyFix')} />
      </div>
    )
  const act =
    fix?.kind === 'secret'
      ? { label: t('hosts.typeSecret'), run: () => document.getElementById(secretField('host'))?.focus() }
      : fix?.kind === 'again' && again
        ? { label: t('hosts.again'), run: again }
        : undefined
  if (!act) return null
  return (
    <div>
      <Button size="compact-xs" variant="default" onClick={act.run}>
        {act.label}
      </Button>
    </div>
  )
}
