import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalibrationReport } from '#core/judge/calibration-report.ts'
import type { Rate } from '#core/judge/wilson.ts'
import { IntervalLine, useRateWords } from '../../parts/interval.tsx'
import { useFormat } from '../../words/format.ts'
import { Confusion } from './confusion.tsx'

/** What planted cases say of the judges, in numbers; warnings first. */
export function CalibrationReportView({ report }: { readonly report: CalibrationReport }) {
  const { t } = useTranslation()
  return (
    <div className="stack wide">
      <Warnings report={report} />
      <div className="measures">
        <RateMeasure
          name={t('rounds.judges.accuracy')}
          rate={report.votes}
          tip={t('rounds.judges.accuracyTip')}
        />
        <RateMeasure
          name={t('rounds.judges.consistency')}
          rate={report.swapConsistency}
          tip={t('rounds.judges.consistencyTip')}
        />
        <RateMeasure
          name={t('rounds.judges.blamesFirst')}
          rate={report.blamesFirst}
          tip={t('rounds.judges.blamesFirstTip')}
        />
        <Quorum report={report} />
        <Cost report={report} />
      </div>
      <section className="stack tight">
        <h2>{t('rounds.judges.confusion')}</h2>
        <Confusion
          confusion={report.confusion}
          columns={['labelWrong', 'predictionWrong', 'bothRight', 'bothWrong', 'noVote']}
          rowsTitle={t('rounds.judges.planted')}
          columnsTitle={t('rounds.judges.said')}
        />
      </section>
    </div>
  )
}

function Warnings({ report }: { readonly report: CalibrationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (report.warnings.length === 0)
    return <p className="ink-done">✓ {t('rounds.judges.noWarnings', { count: report.cases })}</p>
  return (
    <ul className="card warn warn-list">
      {report.warnings.map(({ code, value }) => (
        <li key={code}>
          ⚠{' '}
          {t(`rounds.judges.warning.${code.replace('calibration.', '') as 'fewCases'}`, {
            share: format.percent(value),
            count: code === 'calibration.fewCases' ? value : 0,
          })}
        </li>
      ))}
    </ul>
  )
}

function Measure(props: { readonly name: string; readonly tip: string; readonly children: ReactNode }) {
  return (
    <div className="measure">
      <span className="small soft">{props.name}</span>
      {props.children}
      <span className="small soft">{props.tip}</span>
    </div>
  )
}

function RateMeasure({
  name,
  rate,
  tip,
}: {
  readonly name: string
  readonly rate: Rate
  readonly tip: string
}) {
  const { t } = useTranslation()
  const words = useRateWords()
  const { share, interval } = words(rate)
  return (
    <Measure name={name} tip={tip}>
      {rate.total === 0 ? (
        <span className="soft">{t('rounds.notMeasured')}</span>
      ) : (
        <>
          <span className="row wrap num">
            <strong className="big">{share}</strong>
            <span className="soft small">
              {interval}, {t('rounds.judges.of', { count: rate.total })}
            </span>
          </span>
          <IntervalLine rate={rate} />
        </>
      )}
    </Measure>
  )
}

function Quorum({ report }: { readonly report: CalibrationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { quorum } = report
  return (
    <Measure name={t('rounds.judges.quorum')} tip={t('rounds.judges.quorumTip')}>
      {quorum.reachable ? (
        <>
          <span className="row wrap num">
            <strong className="big">{format.percent(quorum.right)}</strong>
            <span className="soft small">
              {t('rounds.judges.quorumRest', {
                wrong: format.percent(quorum.wrong),
                none: format.percent(quorum.none),
              })}
            </span>
          </span>
          <span className="split" aria-hidden>
            <span className="fill-done" style={{ flexGrow: quorum.right }} />
            <span className="fill-failed" style={{ flexGrow: quorum.wrong }} />
            <span className="fill-waiting" style={{ flexGrow: quorum.none }} />
          </span>
        </>
      ) : (
        <strong className="ink-failed">✕ {t('rounds.judges.neverDecides')}</strong>
      )}
    </Measure>
  )
}

function Cost({ report }: { readonly report: CalibrationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { requests, tokens, money } = report.perThousand
  return (
    <Measure name={t('rounds.judges.cost')} tip={t('rounds.judges.costTip')}>
      <span className="row wrap num">
        <strong className="big">
          {money === undefined ? t('rounds.tokens', { count: Math.round(tokens) }) : format.money(money)}
        </strong>
        <span className="soft small">
          {money === undefined
            ? t('rounds.judges.costRest', { requests: format.number(requests) })
            : t('rounds.judges.costTokens', {
                requests: format.number(requests),
                tokens: format.number(tokens),
              })}
        </span>
      </span>
    </Measure>
  )
}
