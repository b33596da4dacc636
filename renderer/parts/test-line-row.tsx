import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Fix } from '#core/endpoint/finding.ts'
import type { TestLine } from '#core/endpoint/test-line.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import { useLanguage } from '../words/language.ts'
import { CopyButton } from './copy-button.tsx'
import { FindingText } from './finding-text.tsx'
import { TestRow } from './test-row.tsx'

interface Props {
  readonly line: TestLine
  apply(fix: Fix): void
}

export function TestLineRow({ line, apply }: Props) {
  const { t } = useTranslation()
  const words = testWords(useLanguage())
  return (
    <TestRow
      state={line.state}
      stateWords={words.state[line.state]}
      title={words.line[line.name]}
      ms={line.ms}
    >
      {line.findings.map(
        (finding) =>
          finding.code !== 'connection.afterFailure' && (
            <div className="test-finding" key={finding.code}>
              <FindingText finding={finding} detailLabel={t('connections.detail')}>
                {finding.fix && (
                  <div>
                    <FixButton fix={finding.fix} apply={apply} />
                  </div>
                )}
              </FindingText>
            </div>
          ),
      )}
    </TestRow>
  )
}

function FixButton({ fix, apply }: { readonly fix: Fix; apply(fix: Fix): void }) {
  const { t } = useTranslation()
  if (fix.kind === 'flags') return <CopyButton text={fix.flags} label={t('connections.fix.flags')} />
  const value = fix.kind === 'url' ? fix.url : fix.kind === 'model' ? fix.model : ''
  return (
    <Button size="compact-xs" variant="default" className="fix-button" onClick={() => apply(fix)}>
      {t(`connections.fix.${fix.kind}`, { value })}
    </Button>
  )
}
