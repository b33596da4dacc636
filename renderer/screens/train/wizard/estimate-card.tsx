import { useTranslation } from 'react-i18next'
import type { Flight } from '#core/training/flight.ts'
import { useFormat } from '../../../words/format.ts'

const MICRO = 1_000_000

/** How long it will take and what it will cost, as an interval with what that rests on. */
export function EstimateCard({ flight }: { readonly flight: Flight | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const estimate = flight?.estimate
  const span = ([low, high]: readonly [number, number]): { low: string; high: string } => ({
    low: format.span(low),
    high: format.span(high),
  })
  return (
    <section className="card stack tight" aria-label={t('check.estimate.title')}>
      <h3>{t('check.estimate.title')}</h3>
      {!estimate && <p className="small soft">{t('check.estimate.due')}</p>}
      {estimate?.total && <p className="strong num">{t('start.cost.about', span(estimate.total))}</p>}
      {estimate?.step && <p className="small num">{t('check.estimate.step', span(estimate.step))}</p>}
      {estimate && (
        <p className="small soft">{t(`check.estimate.on.${estimate.on}`, { count: estimate.measured })}</p>
      )}
      {estimate?.micros && (
        <p className="num">
          {t('start.cost.money', {
            low: format.money(estimate.micros[0] / MICRO),
            high: format.money(estimate.micros[1] / MICRO),
          })}
        </p>
      )}
      {estimate?.total && !estimate.micros && <p className="small soft">{t('check.estimate.noPrice')}</p>}
    </section>
  )
}
