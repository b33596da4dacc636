import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../words/format.ts'

interface Props<K extends string> {
  readonly rows: readonly { readonly key: K; readonly label: string; readonly tip?: string }[]
  readonly shares: Readonly<Partial<Record<K, number>>>
  onShare(key: K, share: number): void
}

/** Shares as numbers, each with the percentage and the bar that it comes to. */
export function ShareRows<K extends string>({ rows, shares, onShare }: Props<K>) {
  const { t } = useTranslation()
  const format = useFormat()
  const total = rows.reduce((sum, { key }) => sum + (shares[key] ?? 0), 0)
  return (
    <div className="share-rows">
      {rows.map(({ key, label, tip }) => {
        const share = shares[key] ?? 0
        const part = total > 0 ? share / total : 0
        return (
          <div key={key} className="share-row">
            <span className="share-label">
              <span className="strong capital">{label}</span>
              {tip !== undefined && <span className="soft small">{tip}</span>}
            </span>
            <NumberInput
              size="xs"
              w={84}
              min={0}
              max={1000}
              allowDecimal={false}
              clampBehavior="strict"
              aria-label={t('simulate.share', { name: label })}
              value={share}
              onChange={(value) => onShare(key, typeof value === 'number' ? value : Number(value) || 0)}
            />
            <span className="share-bar" aria-hidden>
              <span style={{ width: `${part * 100}%` }} />
            </span>
            <span className="num soft">{format.percent(part)}</span>
          </div>
        )
      })}
    </div>
  )
}
