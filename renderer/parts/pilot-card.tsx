import { useTranslation } from 'react-i18next'
import { CAPS } from '#core/job/budget.ts'
import type { Budget, PilotEstimate } from '#core/job/job.ts'
import { mayExceed } from '#core/job/pilot.ts'
import { useBetween } from '../words/amount.ts'
import { useFormat } from '../words/format.ts'

interface Props {
  readonly estimate: PilotEstimate
  /** What all caps over the job leave. */
  readonly room: Budget
}

/** Whether even the low end goes beyond what is left. */
const certainlyExceeds = ({ tokens, money, seconds, ...estimate }: PilotEstimate, room: Budget): boolean =>
  mayExceed(
    {
      ...estimate,
      tokens: [tokens[0], tokens[0]],
      seconds: [seconds[0], seconds[0]],
      ...(money ? { money: [money[0], money[0]] } : {}),
    },
    room,
  )

/** What a pilot says of the whole job, in plain words, and whether the caps last. */
export function PilotCard({ estimate, room }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const between = useBetween()
  const { items, of, tokens, money, seconds } = estimate
  const capped = CAPS.some((cap) => room[cap] !== undefined)
  return (
    <section className="card stack tight pilot" aria-label={t('budget.pilot.title')}>
      <span>{t('budget.pilot.done', { items: format.number(items), of: format.number(of) })}</span>
      <div className="meter-row">
        <span className="small soft meter-name">{t('budget.pilot.all')}</span>
        <dl className="meters">
          <div className="meter">
            <dt>{t('budget.used.tokens')}</dt>
            <dd className="num strong">{between('tokens', tokens)}</dd>
          </div>
          <div className="meter">
            <dt>{t('budget.used.money')}</dt>
            <dd className={money ? 'num strong' : 'soft'}>
              {money ? between('money', money) : t('budget.pilot.noMoney')}
            </dd>
          </div>
          <div className="meter">
            <dt>{t('budget.used.seconds')}</dt>
            <dd className="num strong">{between('seconds', seconds)}</dd>
          </div>
        </dl>
      </div>
      {capped && (
        <span className={mayExceed(estimate, room) ? 'warn-line' : 'small ink-done'}>
          {mayExceed(estimate, room) ? '⚠ ' : '✓ '}
          {certainlyExceeds(estimate, room)
            ? t('budget.pilot.over')
            : t(mayExceed(estimate, room) ? 'budget.pilot.mayNot' : 'budget.pilot.fits')}
        </span>
      )}
      <span className="small soft prose">{t('budget.pilot.holds')}</span>
    </section>
  )
}
