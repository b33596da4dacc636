import { useComputedColorScheme } from '@mantine/core'
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import uPlot from 'uplot'
import { useFigure } from '../../words/figure.ts'
import { ChartActions } from './chart-actions.tsx'
import { ChartTable } from './chart-table.tsx'
import type { ChartView, CurveChartProps } from './chart-view.ts'
import { nearestLine } from './line-signs.ts'
import { marksNear } from './marks.ts'
import { type PlotEvents, plotOptions } from './plot.ts'
import { type ChartLine, chartRows, columnOf, nameOf, reach, withoutOutliers } from './rows.ts'

/** Curves over steps or time. Drag zooms, a double click shows all; with the keys: + − ← → and 0. */
export function CurveChart(props: CurveChartProps) {
  const { t } = useTranslation()
  const { title, lines, view, tables } = props
  const [table, setTable] = useState(false)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(props)
  latest.current = props
  const measured = lines.filter((line) => line.values.length > 0)
  return (
    <section className="chart" aria-label={title}>
      <div className="chart-head">
        <h3 className="cut">{title}</h3>
        <span className="grow" />
        {measured.length > 0 && (
          <ChartActions
            title={title}
            table={table}
            tables={tables}
            setTable={setTable}
            plot={plot}
            chart={latest}
          />
        )}
      </div>
      {measured.length === 0 ? (
        <p className="chart-none soft" style={{ height: props.height }}>
          {t('chart.notMeasured')}
        </p>
      ) : table ? (
        <ChartTable lines={measured} view={view} height={props.height} title={title} />
      ) : (
        <Plot {...props} lines={measured} plot={plot} />
      )}
    </section>
  )
}

function Plot(props: CurveChartProps & { readonly plot: RefObject<uPlot | undefined> }) {
  const { t } = useTranslation()
  const { lines, view, height, unit, plot } = props
  const figure = useFigure()
  const scheme = useComputedColorScheme()
  const box = useRef<HTMLDivElement>(null)
  const readouts = useRef<(HTMLElement | null)[]>([])
  const place = useRef<HTMLElement>(null)
  const shown = useRef<(number | null)[][]>([])
  const latest = useRef(props)
  latest.current = props

  const visible = useVisible(box)

  const say = (row: number | undefined, top = -1) => {
    const rows = shown.current
    const { lines } = latest.current
    const at = row ?? (rows[0]?.length ?? 0) - 1
    const said = lines.map(({ unit, sign }, i) => {
      const value = readoutOf(rows, i, at)
      // Six times the same unit would fill the legend; the line under the pointer has it.
      const text =
        value === undefined ? '–' : sign === undefined ? figure(value, unit) : figure.tick(value, unit)
      if (readouts.current[i]) readouts.current[i].textContent = text
      return value === undefined ? '–' : figure(value, unit)
    })
    if (place.current) place.current.textContent = placeOf(row, top, said)
  }
  /** What stands under the pointer: x, the line that is meant, and marks. */
  const placeOf = (row: number | undefined, top: number, said: readonly string[]): string => {
    const { lines, view } = latest.current
    const x = row === undefined ? undefined : shown.current[0]?.[row]
    if (row === undefined || x == null || !plot.current) return ''
    const near = nearestLine(plot.current, lines, row, top)
    const line = near === undefined ? undefined : lines[near]
    return [
      view.tickX(x, true),
      ...(line && near !== undefined ? [`${nameOf(line)} ${said[near]}`] : []),
      ...marksNear(plot.current, view.marks),
    ].join(' · ')
  }
  const events = useMemo<PlotEvents>(
    () => ({
      hover: (row, top) => say(row, top),
      frame: (frame) => latest.current.view.setFrame(frame),
      marks: () => latest.current.view.marks,
      lines: () => latest.current.lines,
      range: () => (latest.current.view.clip ? withoutOutliers(shown.current.slice(1)) : undefined),
    }),
    [figure],
  )
  const shape = lines.map(({ key, tone, rare, dashed }) => `${key} ${tone} ${rare} ${dashed}`).join()
  useEffect(() => {
    const holder = box.current
    if (!holder) return
    const look = { lines, unit, log: view.log, height, tickX: view.tickX, tickY: figure.tick }
    const drawn = new uPlot(plotOptions(look, events, holder.clientWidth), undefined, holder)
    plot.current = drawn
    const resize = new ResizeObserver(() => drawn.setSize({ width: holder.clientWidth, height }))
    resize.observe(holder)
    return () => {
      resize.disconnect()
      drawn.destroy()
      plot.current = undefined
    }
  }, [shape, scheme, view.log, view.tickX, height, unit, figure])
  useEffect(() => {
    const drawn = plot.current
    if (!drawn || !visible) return
    const stretches = Math.round(Math.max(100, drawn.width / 2))
    shown.current = chartRows(lines, props.band, view.frame, stretches, view.log)
    const { from, to } = view.frame ?? reach(lines)
    drawn.batch(() => {
      drawn.setData(shown.current as uPlot.AlignedData, false)
      drawn.setScale('x', { min: from, max: to > from ? to : from + 1 })
    })
    say(undefined)
  })
  return (
    <>
      <div className="legend small num">
        {lines.map((line, i) => (
          <span key={line.key} className="legend-item">
            <LineName line={line} />{' '}
            <b
              ref={(node) => {
                readouts.current[i] = node
              }}
            />
          </span>
        ))}
        <span className="grow" />
        <span className="soft" ref={place} />
      </div>
      {/* biome-ignore-start lint/a11y/useSemanticElements lint/a11y/noNoninteractiveTabindex: a drawing that the keys move is no fieldset */}
      <div
        ref={box}
        className="plot"
        role="group"
        tabIndex={0}
        aria-label={t('chart.keys')}
        onKeyDown={(event) => pressed(event, lines, view)}
      />
      {/* biome-ignore-end lint/a11y/useSemanticElements lint/a11y/noNoninteractiveTabindex: as above */}
    </>
  )
}

/** Of several runs only the signs stand in a legend; their titles stand over all charts, and here for who asks. */
function LineName({ line: { tone, sign, label, dashed } }: { readonly line: ChartLine }) {
  return (
    <>
      <i className={`swatch tone-line-${tone}${dashed ? ' dashed' : ''}`} aria-hidden />
      {sign === undefined ? label : <abbr title={label}>{sign}</abbr>}
    </>
  )
}

/** Whether any of it is in sight: what is scrolled away need not be drawn. */
function useVisible(box: RefObject<HTMLElement | null>): boolean {
  const [visible, setVisible] = useState(true)
  useEffect(() => {
    if (!box.current) return
    const watch = new IntersectionObserver((entries) => setVisible(entries.at(-1)?.isIntersecting ?? true))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [box])
  return visible
}

/** Smoothed where there is a smoothed value, else as it was measured; the last one before a gap. */
function readoutOf(rows: readonly (number | null)[][], line: number, at: number): number | undefined {
  const raw = rows[columnOf(line)]
  const smooth = rows[columnOf(line) + 1]
  for (let row = at; row >= 0; row--) {
    const value = smooth?.[row] ?? raw?.[row]
    if (value != null) return value
  }
  return undefined
}

function pressed(event: KeyboardEvent, lines: readonly ChartLine[], { frame, setFrame }: ChartView): void {
  const { from: first, to: last } = reach(lines)
  const { from, to } = frame ?? { from: first, to: last }
  const wide = to - from
  const move = (by: number) => {
    const start = Math.max(first, Math.min(last - wide, from + by))
    setFrame({ from: start, to: start + wide })
  }
  const zoom = (by: number) => setFrame({ from: from + wide * by, to: Math.max(from + 1, to - wide * by) })
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-wide / 5),
    ArrowRight: () => move(wide / 5),
    '+': () => zoom(0.2),
    '=': () => zoom(0.2),
    '-': () => (wide >= last - first ? setFrame(undefined) : zoom(-0.25)),
    '0': () => setFrame(undefined),
  }
  const run = moves[event.key]
  if (!run || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  run()
}
