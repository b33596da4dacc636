import { useTranslation } from 'react-i18next'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'

/** What was left out when the dataset was prepared, by reason. */
export function RefusedList({ refused }: { readonly refused: Readonly<Record<string, number>> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  const rows = Object.entries(refused).filter(([, count]) => count > 0)
  if (rows.length === 0) return null
  return (
    <fieldset className="facet">
      <legend>{t('data.refused')}</legend>
      {rows.map(([why, count]) => (
        <div key={why} className="facet-line">
          <span className="grow">{say(`refused.${why}`)}</span>
          <span className="num soft">{format.number(count)}</span>
        </div>
      ))}
    </fieldset>
  )
}
