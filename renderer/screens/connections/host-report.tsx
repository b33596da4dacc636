import { IconStethoscope } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { HostView } from '#core/contract/index.ts'
import { type HostReport, type Light, REPORT_SUBJECTS } from '#core/host/host-report.ts'
import { hostReportText } from '#core/host/host-text.ts'
import { hostWords } from '#core/host/host-words.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useFormat } from '../../words/format.ts'
import { useLanguage } from '../../words/language.ts'
import { FitTable } from './fit-table.tsx'
import { HostFindingText } from './host-test-row.tsx'

const SIGNS: Readonly<Record<Light, readonly [sign: string, tone: string]>> = {
  green: ['✓', 'done'],
  amber: ['◐', 'dropped'],
  red: ['✕', 'failed'],
}

interface Props {
  readonly view: HostView | undefined
  changed(): void
}

/** What the machine says of itself, what that means for training, and what to do about it. */
export function HostReportPanel({ view, changed }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const format = useFormat()
  const examine = useAct(async () => {
    if (view) await call('host.examine', { id: view.id })
    changed()
  })
  const report = view?.report
  const name = view?.name || hostWords(language).thisComputer
  return (
    <>
      <div className="row wrap">
        <ActionButton
          label={report ? t('hosts.report.again') : t('hosts.report.make')}
          why={view ? undefined : t('hosts.report.needSave')}
          busy={examine.busy}
          variant="light"
          icon={<IconStethoscope size={16} aria-hidden />}
          onClick={() => void examine.run()}
        />
        <span className="grow" />
        {report && <CopyButton text={hostReportText(report, name, language)} label={t('hosts.copy')} />}
      </div>
      {report ? (
        <output className="soft small prose">
          {t('hosts.report.at', { when: format.time(report.at) })} ·{' '}
          {t('hosts.report.counts', countsOf(report))}
        </output>
      ) : (
        <p className="soft small prose">{t('hosts.report.lead')}</p>
      )}
      {examine.failure && <FailureCard failure={examine.failure} />}
      {report && <Findings report={report} />}
      {report && <FitTable facts={report.facts} />}
    </>
  )
}

function countsOf({ findings }: HostReport): Record<Light, number> {
  const count = (light: Light): number => findings.filter((one) => one.light === light).length
  return { red: count('red'), amber: count('amber'), green: count('green') }
}

function Findings({ report }: { readonly report: HostReport }) {
  const words = hostWords(useLanguage())
  const subjects = REPORT_SUBJECTS.map((subject) => ({
    subject,
    found: report.findings.filter((one) => one.subject === subject),
  })).filter(({ found }) => found.length > 0)
  return (
    <ul className="test-lines">
      {subjects.map(({ subject, found }) => (
        <li key={subject} className="host-subject">
          <span className="strong">{words.subject[subject]}</span>
          <div className="stack tight">
            {found.map((finding, at) => {
              const [sign, tone] = SIGNS[finding.light]
              return (
                <div key={`${finding.code} ${at}`} className="host-found">
                  <span
                    className={`test-sign ink-${tone}`}
                    role="img"
                    aria-label={words.light[finding.light]}
                  >
                    {sign}
                  </span>
                  <HostFindingText finding={finding} />
                </div>
              )
            })}
          </div>
        </li>
      ))}
    </ul>
  )
}
