import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ItemCounts } from '#core/job/job.ts'
import { useFormat } from '../words/format.ts'
import { ITEM_SIGN } from './state-badge.tsx'

const ORDER = ['done', 'dropped', 'failed', 'waiting'] as const

interface Props {
  readonly counts: ItemCounts
  /** Items being worked on, part of waiting. */
  readonly active: number
  readonly planComplete?: boolean
}

/** planned = waiting + done + dropped + failed, as one bar and as numbers. */
export function BalanceBar({ counts, active, planComplete = true }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const sentence = t('job.balance', {
    planned: format.number(counts.planned),
    waiting: format.number(counts.waiting),
    done: format.number(counts.done),
    dropped: format.number(counts.dropped),
    failed: format.number(counts.failed),
  })
  return (
    <div className="balance">
      <div className="balance-bar" role="img" aria-label={sentence}>
        {ORDER.filter((state) => counts[state] > 0).map((state) => (
          <span key={state} className={`fill-${state}`} style={{ flexGrow: counts[state] }} />
        ))}
      </div>
      <dl className="balance-numbers">
        <div>
          <dt>{t('item.planned')}</dt>
          <dd className="num">{format.number(counts.planned)}</dd>
        </div>
        {ORDER.map((state) => (
          <Tooltip key={state} label={t(`itemTip.${state}`, { active: format.number(active) })}>
            <div className={`ink-${state}`}>
              <dt>
                <span aria-hidden>{ITEM_SIGN[state]} </span>
                {t(`item.${state}`)}
              </dt>
              <dd className="num">{format.number(counts[state])}</dd>
            </div>
          </Tooltip>
        ))}
      </dl>
      {!planComplete && <div className="soft small">{t('job.planning')}</div>}
    </div>
  )
}
