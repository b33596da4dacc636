import { memo, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow, RunView } from '#core/contract/training-views.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import type { ChartView } from '../../parts/chart/chart-view.ts'
import { CurveChart } from '../../parts/chart/curve-chart.tsx'
import type { Frame } from '../../parts/chart/rows.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useCurves } from '../../store/curves.ts'
import { useFormat } from '../../words/format.ts'
import { chartsOf, otherMetrics } from './charts.ts'
import { CurveBar } from './curve-bar.tsx'
import { useLines } from './use-curves.ts'
import { useMarks } from './use-marks.ts'
import { useNote } from './use-note.ts'
import { useRunPoints } from './use-run-points.ts'

const HEIGHT = 170
const TALL = 230

/** All curves of a run; what is zoomed in one is zoomed in all. */
export const CurvesTab = memo(function CurvesTab({
  view,
  runs,
}: {
  readonly view: RunView
  readonly runs: readonly RunRow[]
}) {
  const { t } = useTranslation()
  const { id } = view.row
  const look = useCurves()
  const pinnedId = runs.some((run) => run.id === look.pinned) && look.pinned !== id ? look.pinned : undefined
  const points = useRunPoints(id)
  const pinned = useRunPoints(pinnedId)
  const curves = useLines(points, pinnedId === undefined ? undefined : pinned)
  const { x, log, clip } = look
  const byTime = x === 'time' && curves.hasTime
  const [zoom, setZoom] = useState<{ readonly x: string; readonly frame: Frame | undefined }>()
  const frame = zoom?.x === `${id} ${byTime}` ? zoom.frame : undefined
  const setFrame = (next: Frame | undefined) => setZoom({ x: `${id} ${byTime}`, frame: next })
  const tickX = useTickX(byTime)
  const marks = useMarks(view, points.series.steps, curves.xs)
  const note = useNote(curves, runs.find((run) => run.id === pinnedId)?.title)
  const files = useChartFiles(view.row)
  const showAll = useCallback(() => setZoom(undefined), [])
  const { series } = points
  const others = useMemo(() => otherMetrics(series), [series, series.names.length])
  const shared: ChartView = {
    xs: curves.xs,
    steps: points.series.steps,
    tickX,
    log,
    clip,
    frame,
    marks,
    setFrame,
  }
  if (points.failure) return <FailureCard failure={points.failure} />
  if (points.series.length === 0)
    return points.loading ? <Loading /> : <p className="soft">{t('train.noPoints')}</p>
  return (
    <>
      <CurveBar
        run={id}
        runs={runs}
        hasTime={curves.hasTime}
        others={others}
        zoomed={frame !== undefined}
        marked={marks.length > 0}
        showAll={showAll}
      />
      {files.failure && <FailureCard failure={files.failure} />}
      {points.series.stride > 1 && (
        <p className="small soft">{t('train.thinned', { stride: points.series.stride })}</p>
      )}
      <div className="charts">
        {chartsOf(points.series).map(({ id: chart, unit, lines, band }) => {
          const low = band && points.series.column(band.low)
          const high = band && points.series.column(band.high)
          return (
            <CurveChart
              key={chart}
              title={t(`train.chart.${chart}`)}
              unit={unit}
              height={chart === 'reward' ? TALL : HEIGHT}
              lines={lines.map(curves.line)}
              band={low && high ? { low, high } : undefined}
              view={shared}
              note={note(lines)}
              {...files}
            />
          )
        })}
        {look.more
          .filter((metric) => others.includes(metric))
          .map((metric) => {
            const line = curves.line({ metric, tone: 'first' })
            return (
              <CurveChart
                key={metric}
                title={line.label}
                unit={line.unit}
                height={HEIGHT}
                lines={[line]}
                view={shared}
                note={note([{ metric }])}
                {...files}
              />
            )
          })}
      </div>
    </>
  )
})

function useTickX(byTime: boolean): (x: number, named?: boolean) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return useCallback(
    (x: number, named = false) =>
      byTime ? format.span(x) : named ? t('train.stepNumber', { step: format.number(x) }) : format.number(x),
    [byTime, format, t],
  )
}

/** A picture and a table go where the user says. */
function useChartFiles({ id, title }: RunRow) {
  const act = useAct(async (work: () => Promise<unknown>) => void (await work()))
  return {
    failure: act.failure,
    savePng: (name: string, png: Uint8Array<ArrayBuffer>) =>
      void act.run(() => call('system.savePng', { name: `${title} ${name}`.slice(0, 120), png })),
    saveCsv: () =>
      void act.run(async () => {
        const file = await call('system.pickCsv', { name: title.slice(0, 120) || id })
        if (file !== null) await call('training.export', { id, file })
      }),
  }
}
