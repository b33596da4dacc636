import { useTranslation } from 'react-i18next'
import { CAPS, type Cap, type Spent, tokensOf } from '#core/job/budget.ts'
import type { Budget } from '#core/job/job.ts'
import { useAmount } from '../words/amount.ts'
import { useFormat } from '../words/format.ts'

interface Props {
  /** Whose it is, in words; absent where that is plain. */
  readonly name?: string
  readonly budget: Budget
  readonly spent: Spent
  /** Leaves out what has no cap. */
  readonly cappedOnly?: boolean
}

const usedOf = (spent: Spent, cap: Cap): number =>
  cap === 'tokens' ? tokensOf(spent) : cap === 'money' ? spent.money : spent.ms / 1000

/** Tokens, money and running time against their caps. What was only estimated, or has no price, says so. */
export function SpentMeter({ name, budget, spent, cappedOnly = false }: Props) {
  const { t } = useTranslation()
  const amount = useAmount()
  const shown = CAPS.filter((cap) => budget[cap] !== undefined || (!cappedOnly && tells(spent, cap)))
  if (shown.length === 0) return null
  return (
    <div className="meter-row">
      {name !== undefined && <span className="small soft meter-name">{name}</span>}
      <dl className="meters">
        {shown.map((cap) => {
          const of = budget[cap]
          const used = usedOf(spent, cap)
          return (
            <div key={cap} className={of !== undefined && used >= of ? 'meter is-full' : 'meter'}>
              <dt>{t(`budget.used.${cap}`)}</dt>
              <dd className="num">
                <strong>{cap === 'money' && isBlind(spent) ? '–' : amount(cap, used)}</strong>{' '}
                {of !== undefined && t('budget.of', { cap: amount(cap, of) })}{' '}
                <Note cap={cap} spent={spent} />
              </dd>
              {of !== undefined && (
                <span className="meter-bar" aria-hidden>
                  <span style={{ width: `${Math.min(100, (100 * used) / of)}%` }} />
                </span>
              )}
            </div>
          )
        })}
      </dl>
    </div>
  )
}

/** Whether there is something to say where there is no cap: who asks nobody spends no tokens, and practice roles no money. */
const tells = (spent: Spent, cap: Cap): boolean =>
  cap === 'seconds' ||
  (tokensOf(spent) > 0 && (cap === 'tokens' || spent.money > 0 || spent.priced < tokensOf(spent)))

/** Tokens were spent and none of them has a price: 0 would be a lie. */
const isBlind = (spent: Spent): boolean => tokensOf(spent) > 0 && spent.priced === 0

function Note({ cap, spent }: { readonly cap: Cap; readonly spent: Spent }) {
  const { t } = useTranslation()
  const format = useFormat()
  const tokens = tokensOf(spent)
  if (tokens === 0) return null
  if (cap === 'tokens' && spent.estimated > 0)
    return (
      <span className="small soft">
        {t('budget.estimated', { percent: format.part(spent.estimated / tokens) })}
      </span>
    )
  if (cap !== 'money' || spent.priced === tokens) return null
  return (
    <span className="small soft">
      {isBlind(spent)
        ? t('budget.unpriced')
        : t('budget.partlyPriced', { percent: format.part(1 - spent.priced / tokens) })}
    </span>
  )
}
