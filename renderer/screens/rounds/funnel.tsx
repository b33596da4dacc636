import { useTranslation } from 'react-i18next'
import type { Funnel } from '#core/contract/round-views.ts'
import { FOCI } from '#core/expand/focus.ts'
import { EXPAND_REFUSALS } from '#core/expand/refusal.ts'
import { Fold } from '../../parts/fold.tsx'
import { useCode } from '../../words/code.ts'
import { useFormat } from '../../words/format.ts'

const STEPS = ['judged', 'seeds', 'wanted', 'candidates', 'taken'] as const

/** From judged failures to samples, each step counted; what was refused stands beside with its reason. */
export function FunnelView({ funnel }: { readonly funnel: Funnel }) {
  const { t } = useTranslation()
  const format = useFormat()
  const say = useCode()
  const most = Math.max(1, ...STEPS.map((step) => funnel[step]))
  const refused = EXPAND_REFUSALS.flatMap((code) => {
    const count = funnel.refused[code] ?? 0
    return count > 0 ? [{ code, count }] : []
  }).sort((a, b) => b.count - a.count)
  const refusedSum = refused.reduce((sum, { count }) => sum + count, 0)
  return (
    <section className="funnel" aria-label={t('rounds.expand.funnel')}>
      <ol className="funnel-steps">
        {STEPS.map((step) => (
          <li key={step}>
            <span className="funnel-name">{t(`rounds.expand.step.${step}`)}</span>
            <span className="funnel-track" aria-hidden>
              <span
                className={step === 'taken' ? 'taken' : ''}
                style={{ width: `${(funnel[step] / most) * 100}%` }}
              />
            </span>
            <strong className="num right">{format.number(funnel[step])}</strong>
          </li>
        ))}
      </ol>
      <div className="stack tight small">
        <span className="num">
          {t('rounds.expand.sum', {
            candidates: format.number(funnel.candidates),
            taken: format.number(funnel.taken),
            refused: format.number(refusedSum),
          })}
        </span>
        {funnel.missing > 0 && (
          <span className="num soft">{t('rounds.expand.missing', { count: funnel.missing })}</span>
        )}
        <Fold label={t('rounds.expand.refusedFold', { count: refusedSum })}>
          <dl className="counters">
            {refused.map(({ code, count }) => (
              <div key={code}>
                <dt>{say(`refused.${code}`)}</dt>
                <dd className="num">{format.number(count)}</dd>
              </div>
            ))}
          </dl>
        </Fold>
        <Fold label={t('rounds.expand.byFocus')}>
          <dl className="counters">
            {FOCI.filter((focus) => (funnel.byFocus[focus] ?? 0) > 0).map((focus) => (
              <div key={focus}>
                <dt>{say(`focus.${focus}`)}</dt>
                <dd className="num">{format.number(funnel.byFocus[focus] ?? 0)}</dd>
              </div>
            ))}
          </dl>
        </Fold>
      </div>
    </section>
  )
}
