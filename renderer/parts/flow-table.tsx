import { useTranslation } from 'react-i18next'
import type { Flow } from '#core/round/flow.ts'
import { useFormat } from '../words/format.ts'
import { type FlowPick, samePick } from './flow-picture.tsx'
import { LoopBadge } from './loop-sign.tsx'

/** Path by path, as lines of CSV with the codes that the project stores. */
export const flowCsv = ({ paths }: Flow): string =>
  [
    'standing,verdict,fate,samples',
    ...paths.map((p) => `${p.standing},${p.verdict},${p.fate},${p.count}`),
  ].join('\n')

interface Props {
  readonly flow: Flow
  readonly pick: FlowPick | undefined
  onPick(pick: FlowPick | undefined): void
}

/** The flow as a table: the same paths, each a button to its samples, with a sum that balances. */
export function FlowTable({ flow, pick, onPick }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="table-scroll">
      <table className="plain-table">
        <caption className="unseen">{t('rounds.flow.picture', { count: flow.total })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rounds.flow.standing')}</th>
            <th scope="col">{t('rounds.flow.verdict')}</th>
            <th scope="col">{t('rounds.flow.fate')}</th>
            <th scope="col" className="right">
              {t('rounds.flow.samples')}
            </th>
            <th scope="col" className="right">
              {t('rounds.flow.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {flow.paths.map(({ standing, verdict, fate, count }) => {
            const path = { standing, verdict, fate }
            const chosen = pick !== undefined && samePick(pick, path)
            return (
              <tr key={`${standing} ${verdict} ${fate}`} className={chosen ? 'chosen' : undefined}>
                <td>
                  <LoopBadge name={standing} />
                </td>
                <td>
                  <LoopBadge name={verdict} />
                </td>
                <td>
                  <LoopBadge name={fate} />
                </td>
                <td className="num right">
                  <button
                    type="button"
                    className="link"
                    aria-pressed={chosen}
                    onClick={() => onPick(chosen ? undefined : path)}
                  >
                    {t('rounds.flow.show', { count })}
                  </button>
                </td>
                <td className="num right">{format.part(count / flow.total)}</td>
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t('rounds.sum')}
            </th>
            <td className="num right strong">{format.number(flow.total)}</td>
            <td className="num right">{format.percent(1)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
