import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { unitOf } from '#core/training/metric.ts'
import { CurveChart } from '../../parts/chart/curve-chart.tsx'
import type { ChartLine, ChartMark } from '../../parts/chart/rows.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { useCurves } from '../../store/curves.ts'
import { CHART_HEIGHT, comparedMetrics, otherMetrics, TALL_CHART } from './charts.ts'
import type { ComparedRun } from './compared-runs.ts'
import { CurveBar } from './curve-bar.tsx'
import { RunTable } from './run-table.tsx'
import { useChartFiles, useChartLook } from './use-chart-look.ts'
import { useLines } from './use-curves.ts'
import type { RunPoints } from './use-run-points.ts'

const NO_MARKS: readonly ChartMark[] = []

interface Props {
  readonly chosen: readonly ComparedRun[]
  /** In the order of the runs. */
  readonly points: readonly RunPoints[]
}

/** The runs in numbers, then a chart for each metric with all of them over each other. */
export const ComparisonCurves = memo(function ComparisonCurves({ chosen, points }: Props) {
  const { t } = useTranslation()
  const more = useCurves((state) => state.more)
  const { hasTime, of } = useLines(points)
  const ids = chosen.map(({ row }) => row.id).join()
  const look = useChartLook(ids, hasTime)
  const { failure, savePng, saveCsv } = useChartFiles(chosen.map(({ row }) => row.title).join(' – '))
  const all = points.map(({ series }) => series)
  const names = all.map((series) => series.names.length).join()
  const others = useMemo(
    () => [...new Set(all.flatMap((series) => otherMetrics(series)))].sort(),
    [ids, names],
  )
  const linesOf = (metric: string, rare: boolean): ChartLine[] =>
    chosen.flatMap(({ row, tone, sign, baseline }, i) => {
      const line = of[i]?.line({ metric, rare, tone, sign, dashed: baseline, label: row.title })
      return line && line.values.length > 0 ? [line] : []
    })
  const shared = {
    view: { ...look, marks: NO_MARKS },
    savePng,
    tables: chosen.map(({ row, sign }) => ({
      label: t('compare.csvOf', { run: `${sign} ${row.title}` }),
      save: () => saveCsv(row),
    })),
  }
  const shown = [
    ...comparedMetrics(all),
    ...more.filter((metric) => others.includes(metric)).map((metric) => ({ metric, rare: false })),
  ]
  return (
    <>
      <RunTable chosen={chosen} points={points} />
      <CurveBar
        hasTime={hasTime}
        others={others}
        zoomed={look.frame !== undefined}
        marked={false}
        showAll={look.showAll}
      />
      {failure && <FailureCard failure={failure} />}
      <div className="charts">
        {shown.map(({ metric, rare }) => (
          <CurveChart
            key={metric}
            title={t(`train.metric.${metric}` as 'train.metric.kl', { defaultValue: metric })}
            unit={unitOf(metric)}
            height={metric === 'reward/mean' ? TALL_CHART : CHART_HEIGHT}
            lines={linesOf(metric, rare)}
            {...shared}
          />
        ))}
      </div>
    </>
  )
})
