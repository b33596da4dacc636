import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow, RunView } from '#core/contract/training-views.ts'
import { type Chain, chainOf } from '#core/training/chain.ts'
import { CurveChart } from '../../parts/chart/curve-chart.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useCurves } from '../../store/curves.ts'
import { ChainNote } from './chain-note.tsx'
import { CHART_HEIGHT, chartsOf, otherMetrics, TALL_CHART } from './charts.ts'
import { CurveBar } from './curve-bar.tsx'
import { useChartFiles, useChartLook } from './use-chart-look.ts'
import { useLines } from './use-curves.ts'
import { useMarks } from './use-marks.ts'
import { type RunPoints, useRunPoints } from './use-run-points.ts'

interface Props {
  readonly view: RunView
  readonly runs: readonly RunRow[]
}

/** All curves of a run, or of the whole chain of runs that led to it. */
export const CurvesTab = memo(function CurvesTab({ view, runs }: Props) {
  const { t } = useTranslation()
  const chain = useChain(runs, view.row)
  const [points] = useRunPoints([
    chain.shown.map(({ run, before, upTo }) => ({
      id: run.id,
      before,
      ...(upTo === undefined ? {} : { upTo }),
    })),
  ])
  if (points?.failure) return <FailureCard failure={points.failure} />
  if (!points || points.series.length === 0)
    return points?.loading ? <Loading /> : <p className="soft">{t('train.noPoints')}</p>
  return <Curves view={view} chain={chain} points={points} />
})

interface Shown {
  readonly chain: Chain<RunRow> | undefined
  /** All links where the whole chain is wanted, else the run alone. */
  readonly shown: Chain<RunRow>['links']
}

function useChain(runs: readonly RunRow[], row: RunRow): Shown {
  const whole = useCurves((state) => state.chain)
  // Runs are told anew whenever one grows; a chain changes only when one comes or goes.
  const known = runs.map(({ id, title, start }) => JSON.stringify([id, title, start])).join()
  return useMemo(() => {
    const chain = chainOf(runs, row.id)
    const alone = [{ run: row, before: 0 }]
    return { chain, shown: whole && chain ? chain.links : alone }
  }, [known, row.id, whole])
}

function Curves({
  view,
  chain,
  points,
}: Pick<Props, 'view'> & { readonly chain: Shown; readonly points: RunPoints }) {
  const { t } = useTranslation()
  const { series } = points
  const more = useCurves((state) => state.more)
  const { hasTime, of } = useLines([points])
  const [curves] = of
  const look = useChartLook(points.key, hasTime)
  const marks = useMarks(view, chain.shown, curves)
  const { failure, savePng, saveCsv } = useChartFiles(view.row.title)
  const others = useMemo(() => otherMetrics(series), [series, series.names.length])
  const shared = {
    view: { ...look, marks },
    savePng,
    tables: [{ label: t('chart.csv'), save: () => saveCsv(view.row) }],
  }
  if (!curves) return null
  const runs = chain.chain?.links.length ?? 1
  return (
    <>
      <CurveBar
        hasTime={hasTime}
        others={others}
        zoomed={look.frame !== undefined}
        marked={marks.length > 0}
        chained={runs > 1 ? runs : undefined}
        showAll={look.showAll}
      />
      {failure && <FailureCard failure={failure} />}
      {chain.chain && <ChainNote chain={chain.chain} />}
      {series.stride > 1 && <p className="small soft">{t('train.thinned', { stride: series.stride })}</p>}
      <div className="charts">
        {chartsOf(series).map(({ id, unit, lines, band }) => {
          const low = band && series.column(band.low)
          const high = band && series.column(band.high)
          return (
            <CurveChart
              key={id}
              title={t(`train.chart.${id}`)}
              unit={unit}
              height={id === 'reward' ? TALL_CHART : CHART_HEIGHT}
              lines={lines.map(curves.line)}
              band={low && high ? { low, high } : undefined}
              {...shared}
            />
          )
        })}
        {more
          .filter((metric) => others.includes(metric))
          .map((metric) => {
            const line = curves.line({ metric, tone: 'first' })
            return (
              <CurveChart
                key={metric}
                title={line.label}
                unit={line.unit}
                height={CHART_HEIGHT}
                lines={[line]}
                {...shared}
              />
            )
          })}
      </div>
    </>
  )
}
