import { IconEqual } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SettingRow } from '#core/training/setting-differences.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Loading } from '../../parts/loading.tsx'
import type { ComparedRun } from './compared-runs.ts'

interface Props {
  readonly chosen: readonly ComparedRun[]
  /** Undefined until they are known. */
  readonly rows: readonly SettingRow[] | undefined
}

/** Only the settings in which the runs differ: a row each, a column for each run. */
export function SettingTable({ chosen, rows }: Props) {
  const { t } = useTranslation()
  if (!rows) return <Loading />
  if (rows.length === 0)
    return (
      <EmptyState
        icon={<IconEqual size={40} stroke={1.3} />}
        title={t('compare.same')}
        text={t('compare.sameText')}
      />
    )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is moved by the keys
    <section className="setting-room" tabIndex={0} aria-label={t('compare.tab.settings')}>
      <p className="soft">{t('compare.settingsLead')}</p>
      <table className="plain-table setting-table" aria-label={t('compare.tab.settings')}>
        <thead>
          <tr>
            <th scope="col">{t('compare.setting')}</th>
            {chosen.map(({ row, sign, tone }) => (
              <th key={row.id} scope="col">
                <b className={`tone-text-${tone}`}>{sign}</b> {row.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, known, flags, values }) => (
            <tr key={field}>
              <th scope="row">
                {known ? (
                  t(`recipe.field.${field}` as 'recipe.field.lr', {
                    defaultValue: t(`compare.field.${field}` as 'compare.field.seed'),
                  })
                ) : (
                  <span className="code anywhere">{field}</span>
                )}
                <span className="small soft block">
                  {known ? <span className="code">{flags.join(', ')}</span> : t('compare.unnamed')}
                </span>
              </th>
              {chosen.map(({ row }, i) => (
                <td key={row.id} className="anywhere">
                  {values[i] ?? <span className="soft">{t('compare.notSaid')}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
