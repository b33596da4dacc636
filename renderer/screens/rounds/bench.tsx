import { useTranslation } from 'react-i18next'
import type { CourtCase } from '#core/contract/round-views.ts'
import { AnswerBody } from '../../parts/call-card.tsx'
import { Difference } from '../../parts/difference.tsx'
import { Fold } from '../../parts/fold.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { useCode } from '../../words/code.ts'

/** Label against prediction: as a table of differences where both are calls, side by side otherwise. */
export function Bench({ one }: { readonly one: CourtCase }) {
  const { t } = useTranslation()
  const others = one.sample.accepted.slice(1)
  return (
    <section className="stack" aria-label={t('rounds.court.bench')}>
      {one.differences.length > 0 ? <Difference differences={one.differences} /> : <Sides one={one} />}
      {others.length > 0 && (
        <Fold label={t('rounds.court.alsoRight', { count: others.length })}>
          <div className="stack tight">
            {others.map((answer, index) => (
              <AnswerBody key={index} answer={answer} />
            ))}
          </div>
        </Fold>
      )}
      <Thinking one={one} />
    </section>
  )
}

function Sides({ one }: { readonly one: CourtCase }) {
  const { t } = useTranslation()
  const say = useCode()
  const [label] = one.sample.accepted
  return (
    <div className="sides">
      <div className="side-box">
        <h3>{t('rounds.court.label')}</h3>
        {label && <AnswerBody answer={label} />}
      </div>
      <div className="side-box">
        <h3>{t('rounds.court.prediction')}</h3>
        {one.unreadable !== undefined && (
          <p className="small ink-failed">
            ✕ {t('rounds.court.unreadable', { why: say(`wrong.${one.unreadable}`) })}
          </p>
        )}
        {one.answer ? (
          <AnswerBody answer={one.answer} />
        ) : one.text === '' ? (
          <span className="soft">{t('rounds.court.said')}</span>
        ) : (
          <LongText code text={one.text} />
        )}
      </div>
    </div>
  )
}

function Thinking({ one }: { readonly one: CourtCase }) {
  const { t } = useTranslation()
  const thinking = one.prediction.answers[0]?.thinking
  if (thinking === undefined || thinking === '') return null
  return (
    <Fold label={t('dialog.thinking')}>
      <LongText text={thinking} />
    </Fold>
  )
}
