import { useTranslation } from 'react-i18next'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import { LOOP_SIGN, LoopBadge } from '../../parts/loop-sign.tsx'
import { useFormat } from '../../words/format.ts'

type Column = VerdictName | 'unjudged' | 'noVote'

interface Props {
  readonly confusion: Readonly<Record<VerdictName, Readonly<Partial<Record<Column, number>>>>>
  readonly columns: readonly Column[]
  readonly rowsTitle: string
  readonly columnsTitle: string
}

/** A confusion matrix with its numbers in the cells; the deeper the wash, the larger the share of its row. */
export function Confusion({ confusion, columns, rowsTitle, columnsTitle }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <table className="confusion">
      <caption className="soft small">
        {rowsTitle} ↓ · {columnsTitle} →
      </caption>
      <thead>
        <tr>
          <td />
          {columns.map((name) => (
            <th key={name} scope="col">
              <span aria-hidden className={name === 'noVote' ? '' : `loop-dot is-${name}`}>
                {name === 'noVote' ? '∅' : LOOP_SIGN[name]}
              </span>
              <span className="block small">
                {t(name === 'noVote' ? 'rounds.judges.noVote' : `loop.${name}`)}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {VERDICTS.map((truth) => {
          const row = confusion[truth]
          const total = columns.reduce((sum, name) => sum + (row[name] ?? 0), 0)
          return (
            <tr key={truth}>
              <th scope="row">
                <LoopBadge name={truth} />
              </th>
              {columns.map((said) => {
                const count = row[said] ?? 0
                const share = total === 0 ? 0 : count / total
                return (
                  <td
                    key={said}
                    className={said === truth ? 'num hit' : 'num'}
                    style={{ '--depth': `${Math.round(share * 55)}%` } as React.CSSProperties}
                    title={total === 0 ? undefined : format.percent(share)}
                  >
                    {format.number(count)}
                  </td>
                )
              })}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
