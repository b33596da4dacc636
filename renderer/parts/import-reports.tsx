import { useTranslation } from 'react-i18next'
import type { ImportReport } from '#core/tool/import-report.ts'
import { sayImport } from '#core/tool/import-words.ts'
import { useFormat } from '../words/format.ts'
import { useLanguage } from '../words/language.ts'
import { Fold } from './fold.tsx'

/** What became of each file: taken, changed, refused; the reasons folded, grouped by what they say. */
export function ImportReports({ reports }: { readonly reports: readonly ImportReport[] }) {
  return (
    <ul className="report-list">
      {reports.map((report) => (
        <li key={report.file} className="card stack tight">
          <OneReport report={report} />
        </li>
      ))}
    </ul>
  )
}

interface Line {
  readonly code: string
  readonly places: readonly string[]
}

function grouped<E>(entries: readonly E[], code: (e: E) => string, place: (e: E) => string): Line[] {
  const lines = new Map<string, string[]>()
  for (const entry of entries) {
    const places = lines.get(code(entry))
    if (places) places.push(place(entry))
    else lines.set(code(entry), [place(entry)])
  }
  return [...lines].map(([one, places]) => ({ code: one, places }))
}

const withDetail = (place: string, detail: string | undefined): string =>
  [place, detail].filter((part) => part !== undefined && part !== '').join(': ')

function OneReport({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation()
  const changed = grouped(
    report.changed,
    (c) => c.what,
    (c) => withDetail(c.tool, c.detail),
  )
  const refused = grouped(
    report.refused,
    (r) => r.why,
    (r) => withDetail(r.where, r.detail),
  )
  return (
    <>
      <strong className="cut" title={report.file}>
        {report.file.split(/[\\/]/).at(-1)}
      </strong>
      <div className="row wrap small">
        <span className="tag">{t(`tools.format.${report.format}`)}</span>
        <span className={report.tools.length > 0 ? 'num ink-done' : 'num soft'}>
          {report.tools.length > 0 && '✓ '}
          {t('tools.taken', { count: report.tools.length })}
        </span>
      </div>
      {changed.length > 0 && (
        <Fold
          label={
            <span className="ink-dropped">◐ {t('tools.altered', { count: report.changed.length })}</span>
          }
        >
          <Lines lines={changed} />
        </Fold>
      )}
      {refused.length > 0 && (
        <Fold
          label={<span className="ink-failed">✕ {t('tools.refused', { count: report.refused.length })}</span>}
          open={report.tools.length === 0}
        >
          <Lines lines={refused} />
        </Fold>
      )}
    </>
  )
}

const MOST = 100

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const format = useFormat()
  const language = useLanguage()
  return (
    <ul className="report-lines">
      {lines.map((line) => (
        <li key={line.code}>
          <div className="small">
            <strong className="num">{format.number(line.places.length)}</strong>{' '}
            {sayImport(line.code, language)}
          </div>
          <Places places={line.places} />
        </li>
      ))}
    </ul>
  )
}

/** Where it was: one place as it is, many folded. */
function Places({ places }: { readonly places: readonly string[] }) {
  const format = useFormat()
  const [first, ...others] = places.filter((place) => place !== '')
  if (first === undefined) return null
  if (others.length === 0) return <div className="code soft plain">{first}</div>
  return (
    <Fold label={<span className="code soft cut">{first}</span>}>
      <div className="code plain">
        {others.slice(0, MOST).join('\n')}
        {others.length > MOST && `\n… +${format.number(others.length - MOST)}`}
      </div>
    </Fold>
  )
}
