import { useTranslation } from 'react-i18next'
import { LINT_CODES, type LintCode, type LintFinding } from '#core/tool/lint.ts'
import { nameLint, sayLint } from '#core/tool/lint-words.ts'
import { useFormat } from '../words/format.ts'
import { useLanguage } from '../words/language.ts'

interface BarProps {
  readonly findings: readonly LintFinding[]
  readonly chosen: LintCode | undefined
  onChoose(code: LintCode | undefined): void
}

/** What was found in a set's tools, as filters; a second press takes one off. Nothing is shown where nothing was found. */
export function FindingBar({ findings, chosen, onChoose }: BarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  if (findings.length === 0) return null
  const label = t('tools.finding.bar', { count: findings.length })
  return (
    <div className="findings">
      <fieldset className="chips" aria-label={label}>
        <span className="soft small num">{label}</span>
        {LINT_CODES.map((code) => {
          const count = findings.filter((finding) => finding.code === code).length
          if (count === 0) return null
          return (
            <button
              key={code}
              type="button"
              title={sayLint(code, language)}
              aria-pressed={chosen === code}
              onClick={() => onChoose(chosen === code ? undefined : code)}
            >
              {nameLint(code, language)} <span className="num soft">{format.number(count)}</span>
            </button>
          )
        })}
      </fieldset>
      {chosen && <p className="soft small">{sayLint(chosen, language)}</p>}
    </div>
  )
}

/** What a finding is about: names of parameters, a length, or the other tool; undefined where the code says it all. */
export function useFindingDetail(): (finding: LintFinding) => string | undefined {
  const { t } = useTranslation()
  return ({ code, detail }) => {
    if (detail === undefined) return undefined
    if (code === 'tool.nearDuplicate') return t('tools.finding.like', { name: detail })
    if (code === 'parameters.many') return t('tools.finding.parameters', { count: Number(detail) })
    if (code === 'description.long' || code === 'parameters.large')
      return t('tools.finding.characters', { count: Number(detail) })
    return detail
  }
}

interface ToolProps {
  /** Of one tool. */
  readonly findings: readonly LintFinding[]
  openTool(name: string): void
}

/** What was found in one tool, in sentences; the tool that it is like can be opened. */
export function ToolFindings({ findings, openTool }: ToolProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const say = useFindingDetail()
  if (findings.length === 0) return null
  return (
    <section className="tool-findings" aria-label={t('tools.finding.title')}>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.detail ?? ''}`} className="small">
            {sayLint(finding.code, language)}{' '}
            {finding.code === 'tool.nearDuplicate' && finding.detail !== undefined ? (
              <button
                type="button"
                className="link code"
                title={t('tools.finding.open', { name: finding.detail })}
                onClick={() => openTool(finding.detail ?? '')}
              >
                {finding.detail}
              </button>
            ) : (
              <span className="code soft plain">{say(finding)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
