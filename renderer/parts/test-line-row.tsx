import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Fix } from '#core/endpoint/finding.ts'
import type { TestLine } from '#core/endpoint/test-line.ts'
import { testWords } from '#core/endpoint/test-words.ts'
import { useFormat } from '../words/format.ts'
import { useLanguage } from '../words/language.ts'
import { CopyButton } from './copy-button.tsx'
import { FindingText } from './finding-text.tsx'

const SIGNS: Readonly<Record<TestLine['state'], readonly [sign: string, tone: string]>> = {
  waiting: ['○', 'waiting'],
  running: ['●', 'active'],
  passed: ['✓', 'done'],
  warned: ['◐', 'dropped'],
  failed: ['✕', 'failed'],
  skipped: ['–', 'waiting'],
}

interface Props {
  readonly line: TestLine
  apply(fix: Fix): void
}

export function TestLineRow({ line, apply }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = testWords(useLanguage())
  const [sign, tone] = SIGNS[line.state]
  return (
    <li className={`test-line test-${line.state}`}>
      <span className={`test-sign ink-${tone}`} role="img" aria-label={words.state[line.state]}>
        {sign}
      </span>
      <span className="strong">{words.line[line.name]}</span>
      <span className="num soft small right">
        {line.state === 'skipped' && words.state.skipped}
        {line.ms !== undefined && t('connections.ms', { ms: format.number(line.ms) })}
      </span>
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
    </li>
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
