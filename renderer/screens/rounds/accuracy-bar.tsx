import { useTranslation } from 'react-i18next'
import type { CourtAccuracy } from '#core/contract/round-views.ts'
import type { SpokenFailure } from '#core/failure/failure.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Fold } from '../../parts/fold.tsx'
import { IntervalLine, useRateWords } from '../../parts/interval.tsx'
import { useFormat } from '../../words/format.ts'
import { Confusion } from './confusion.tsx'

/** How good the judge was on what a person looked at, with its interval: never of what nobody looked at. */
export function AccuracyBar(props: {
  readonly accuracy: CourtAccuracy | undefined
  readonly failure: SpokenFailure | undefined
}) {
  const { t } = useTranslation()
  const { accuracy, failure } = props
  if (failure) return <FailureCard failure={failure} />
  if (!accuracy) return <div className="accuracy-bar" />
  return (
    <div className="accuracy-bar">
      {accuracy.looked === 0 ? (
        <span className="soft">{t('rounds.court.noneLooked', { count: accuracy.judged })}</span>
      ) : (
        <Measured accuracy={accuracy} />
      )}
    </div>
  )
}

function Measured({ accuracy }: { readonly accuracy: CourtAccuracy }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useRateWords()
  const { share, interval } = words(accuracy.court)
  const judges = Object.entries(accuracy.byJudge)
  return (
    <>
      <span className="row wrap">
        <span>
          {t('rounds.court.accuracy')}{' '}
          <strong className="num">{accuracy.court.total === 0 ? t('rounds.notMeasured') : share}</strong>
          {accuracy.court.total > 0 && (
            <span className="num soft">
              , {interval}, {t('rounds.court.looked', { count: accuracy.court.total })}
            </span>
          )}
        </span>
        <IntervalLine rate={accuracy.court} />
        <span className="soft small num">
          {t('rounds.court.lookedOf', {
            looked: format.number(accuracy.looked),
            judged: format.number(accuracy.judged),
          })}
        </span>
      </span>
      <Fold label={t('rounds.court.accuracyMore')}>
        <div className="pair">
          <div className="stack tight">
            <Confusion
              confusion={accuracy.confusion}
              columns={['labelWrong', 'predictionWrong', 'bothRight', 'bothWrong', 'unjudged']}
              rowsTitle={t('rounds.court.yourWord')}
              columnsTitle={t('rounds.court.courtSaid')}
            />
          </div>
          <div className="stack tight">
            <h3>{t('rounds.court.byJudge')}</h3>
            {judges.length === 0 && <p className="soft">{t('rounds.court.noVotes')}</p>}
            {judges.map(([judge, rate]) => {
              const said = words(rate)
              return (
                <div key={judge} className="row wrap">
                  <span className="code">{judge}</span>
                  <span className="num">
                    {said.share} <span className="soft">({said.interval})</span>
                  </span>
                  <IntervalLine rate={rate} />
                </div>
              )
            })}
            <p className="soft small">{t('rounds.court.accuracyTip')}</p>
          </div>
        </div>
      </Fold>
    </>
  )
}
