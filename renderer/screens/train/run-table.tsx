import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { compareCurves } from '#core/training/compare.ts'
import { type HeldOut, type RunSummary, summaryOf } from '#core/training/summary.ts'
import { useRateWords } from '../../parts/interval.tsx'
import { useCurves } from '../../store/curves.ts'
import { usePlace } from '../../store/place.ts'
import { useFigure } from '../../words/figure.ts'
import { useFormat } from '../../words/format.ts'
import type { ComparedRun } from './compared-runs.ts'
import { RunStateBadge } from './run-list.tsx'
import type { RunPoints } from './use-run-points.ts'

interface Props {
  readonly chosen: readonly ComparedRun[]
  readonly points: readonly RunPoints[]
}

const NONE = new Float64Array(0)

/** What each run has come to. Its letter and colour are those of its curves. */
export function RunTable({ chosen, points }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const summaries = useSummaries(points)
  const rewards = compareCurves(
    points.map(({ series }) => ({ steps: series.steps, values: series.column('reward/mean') ?? NONE })),
  )
  const base = rewards?.values[chosen.findIndex(({ baseline }) => baseline)]
  return (
    <div className="table-room">
      <table className="plain-table run-table" aria-label={t('compare.runs')}>
        <thead>
          <tr>
            <th scope="col">{t('compare.baseline')}</th>
            <th scope="col">{t('compare.run')}</th>
            <th scope="col">{t('compare.last')}</th>
            <th scope="col">{t('compare.best')}</th>
            <th scope="col">
              {rewards ? t('compare.reward', { step: format.number(rewards.step) }) : t('compare.rewardNone')}
            </th>
            <th scope="col">{t('compare.steps')}</th>
            <th scope="col">{t('compare.tokens')}</th>
          </tr>
        </thead>
        <tbody>
          {chosen.map((run, i) => (
            <RunLine
              key={run.row.id}
              run={run}
              summary={summaries[i] ?? {}}
              reward={rewards?.values[i]}
              base={base}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Of each run, made anew only where that run has changed. */
function useSummaries(points: readonly RunPoints[]): readonly RunSummary[] {
  const kept = useRef(new Map<string, { readonly at: string; readonly summary: RunSummary }>())
  return points.map(({ key, era, version, series }) => {
    const at = `${era} ${version}`
    const known = kept.current.get(key)
    if (known?.at === at) return known.summary
    const summary = summaryOf(series)
    kept.current.set(key, { at, summary })
    return summary
  })
}

interface LineProps {
  readonly run: ComparedRun
  readonly summary: RunSummary
  readonly reward: number | undefined
  readonly base: number | undefined
}

function RunLine({ run: { row, tone, sign, baseline }, summary, reward, base }: LineProps) {
  const { t } = useTranslation()
  const figure = useFigure()
  const format = useFormat()
  const put = useCurves((state) => state.put)
  const go = usePlace((state) => state.go)
  return (
    <tr>
      <td>
        <input
          type="radio"
          name="baseline"
          checked={baseline}
          aria-label={t('compare.baselineIs', { title: row.title })}
          onChange={() => put({ baseline: row.id })}
        />
      </td>
      <th scope="row">
        <span className="row nowrap">
          <i className={`swatch tone-line-${tone}${baseline ? ' dashed' : ''}`} aria-hidden />
          <b className={`tone-text-${tone}`}>{sign}</b>
          <button
            type="button"
            className="link cut"
            onClick={() => go({ page: 'train', run: row.id })}
            title={row.title}
          >
            {row.title}
          </button>
        </span>
        <RunStateBadge row={row} />
      </th>
      <HeldOutCell heldOut={summary.last} />
      {summary.best && summary.best.step === summary.last?.step ? (
        <td className="soft small">{t('compare.isLast')}</td>
      ) : (
        <HeldOutCell heldOut={summary.best} />
      )}
      <td>
        {reward === undefined ? '–' : figure(reward, 'none')}
        {reward !== undefined && base !== undefined && !baseline && (
          <span className="small soft block">{figure.difference(reward - base, 'none')}</span>
        )}
      </td>
      <td>
        {summary.step === undefined
          ? '–'
          : row.steps
            ? t('compare.stepOf', { step: format.number(summary.step), steps: format.number(row.steps) })
            : format.number(summary.step)}
        {summary.secondsAStep !== undefined && (
          <span className="small soft block">
            {t('compare.aStep', { time: figure(summary.secondsAStep, 'seconds') })}
          </span>
        )}
      </td>
      <td>{summary.tokens === undefined ? '–' : format.number(summary.tokens)}</td>
    </tr>
  )
}

/** A share with its interval, and the step at which it was measured. */
function HeldOutCell({ heldOut }: { readonly heldOut: HeldOut | undefined }) {
  const { t } = useTranslation()
  const figure = useFigure()
  const format = useFormat()
  const say = useRateWords()
  if (!heldOut) return <td>–</td>
  const { value, measure, step, rate } = heldOut
  return (
    <td>
      {figure(value, measure === 'accuracy' ? 'share' : 'none')}{' '}
      <span className="small soft">{t('compare.atStep', { step: format.number(step) })}</span>
      {rate && (
        <span className="small soft block">
          {t('compare.counted', { interval: say(rate).interval, total: format.number(rate.total) })}
        </span>
      )}
    </td>
  )
}
