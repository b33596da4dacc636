import { useTranslation } from 'react-i18next'
import type { CallDifference } from '#core/contract/round-views.ts'
import { tryReadJson } from '#core/json/exact.ts'
import { LongText } from './long-text.tsx'
import { plainValue } from './pretty-json.ts'

const SIGN = { same: '=', changed: '≠', onlyLabel: '−', onlyPrediction: '+' } as const

const shown = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const value = tryReadJson(text)
  return value === undefined ? text : plainValue(value)
}

/** Runs of differences in the same call, in order. */
function callsOf(differences: readonly CallDifference[]): { call: string; rows: CallDifference[] }[] {
  const calls: { call: string; rows: CallDifference[] }[] = []
  for (const one of differences) {
    const last = calls.at(-1)
    const opens = one.argument === undefined
    if (last?.call === one.call && !opens) last.rows.push(one)
    else calls.push({ call: one.call, rows: [one] })
  }
  return calls
}

/** Label against prediction, call by call and argument by argument; what differs carries a sign. */
export function Difference({ differences }: { readonly differences: readonly CallDifference[] }) {
  const { t } = useTranslation()
  return (
    <table className="difference">
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">{t('rounds.court.sign')}</span>
          </th>
          <th scope="col">{t('rounds.court.argument')}</th>
          <th scope="col">{t('rounds.court.label')}</th>
          <th scope="col">{t('rounds.court.prediction')}</th>
        </tr>
      </thead>
      {callsOf(differences).map(({ call, rows }, at) => (
        <tbody key={at}>
          <tr className="difference-call">
            <th scope="rowgroup" colSpan={4} className="code">
              {call}
            </th>
          </tr>
          {rows.map((row, index) => (
            <tr key={index} className={`difference-${row.kind}`}>
              <td className="difference-sign" title={t(`rounds.court.difference.${row.kind}`)}>
                <span aria-hidden>{SIGN[row.kind]}</span>
                <span className="unseen">{t(`rounds.court.difference.${row.kind}`)}</span>
              </td>
              <th scope="row" className="code">
                {row.argument ?? t('rounds.court.wholeCall')}
              </th>
              <td>
                <Side text={shown(row.label)} />
              </td>
              <td>
                <Side text={shown(row.prediction)} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function Side({ text }: { readonly text: string | undefined }) {
  const { t } = useTranslation()
  if (text === undefined) return <span className="soft small">{t('rounds.court.absent')}</span>
  return <LongText code text={text} />
}
