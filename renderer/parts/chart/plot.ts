/** uPlot's options for a chart of ours. */
import uPlot from 'uplot'
import type { Unit } from '#core/training/metric.ts'
import type { Frame } from '#core/training/outline.ts'
import { ink, toneInk } from './ink.ts'
import { drawSigns } from './line-signs.ts'
import { drawMarks } from './marks.ts'
import { type ChartLine, type ChartMark, isRaw } from './rows.ts'

export interface PlotLook {
  readonly lines: readonly Pick<ChartLine, 'tone' | 'rare' | 'sign' | 'dashed'>[]
  readonly unit: Unit
  readonly log: boolean
  readonly height: number
  /** `first` names what x is; the other ticks are bare. */
  readonly tickX: (x: number, first?: boolean) => string
  readonly tickY: (y: number, unit: Unit) => string
}

export interface PlotEvents {
  /** Row under the pointer, and how far down that is; undefined when it left. */
  hover(row: number | undefined, top: number): void
  /** Undefined for everything. */
  frame(frame: Frame | undefined): void
  marks(): readonly ChartMark[]
  lines(): readonly ChartLine[]
  /** Range of y that is wanted in place of what the values span. */
  range(): readonly [number, number] | undefined
}

const DASH = [6, 4]

function seriesOf(lines: PlotLook['lines']): uPlot.Series[] {
  const hidden: uPlot.Series = { stroke: 'transparent', points: { show: false } }
  return [
    {},
    hidden,
    hidden,
    ...lines.flatMap(({ tone, rare, sign, dashed }): uPlot.Series[] => {
      const dash = dashed ? { dash: DASH } : {}
      return [
        {
          show: isRaw({ rare, sign }),
          stroke: toneInk(tone, rare ? 1 : 0.35),
          width: rare ? 2 : 1,
          spanGaps: true,
          points: { show: rare, size: 7, fill: toneInk(tone) },
          ...(rare ? dash : {}),
        },
        { show: !rare, stroke: toneInk(tone), width: 2, spanGaps: true, points: { show: false }, ...dash },
      ]
    }),
  ]
}

/** Between ticks of x: there is no half step, and a short run would name the same step twice. */
const WHOLE = Array.from({ length: 10 }, (_, n) => [1, 2, 5].map((times) => times * 10 ** n)).flat()

/** Room behind the end of x, for half of its number and for the signs of lines; pixels. */
const RIGHT = 20
const FONT = '11px system-ui, sans-serif'

function axesOf(look: PlotLook): uPlot.Axis[] {
  const shared = {
    font: FONT,
    stroke: ink('--soft'),
    grid: { stroke: ink('--line'), width: 1 },
    ticks: { show: false },
  }
  return [
    {
      ...shared,
      size: 28,
      space: 70,
      incrs: WHOLE,
      values: (_, ticks) => ticks.map((x, i) => look.tickX(x, i === 0)),
    },
    {
      ...shared,
      size: 58,
      space: 34,
      values: (_, ticks) => ticks.map((y) => (y === null ? '' : look.tickY(y, look.unit))),
    },
  ]
}

/** A range of y that is never empty; logarithms get whole decades from uPlot itself. */
const rangeY = (events: PlotEvents, log: boolean) =>
  ((_, min, max) => {
    const [low, high] = events.range() ?? [min, max]
    if (low === null || high === null || low === undefined) return log ? [0.1, 1] : [0, 1]
    return log ? uPlot.rangeLog(low, high, 10, false) : uPlot.rangeNum(low, high, 0.08, true)
  }) satisfies uPlot.Scale.Range

export function plotOptions(look: PlotLook, events: PlotEvents, width: number): uPlot.Options {
  return {
    width,
    height: look.height,
    legend: { show: false },
    padding: [6, RIGHT, 0, 0],
    cursor: {
      y: false,
      sync: { key: 'training', scales: ['x', null] },
      drag: { x: true, y: false, setScale: false },
      points: { show: true, size: 6 },
      bind: {
        dblclick: () => () => {
          events.frame(undefined)
          return null
        },
      },
    },
    scales: {
      x: { time: false },
      y: { distr: look.log ? 3 : 1, range: rangeY(events, look.log) },
    },
    axes: axesOf(look),
    series: seriesOf(look.lines),
    bands: [{ series: [2, 1], fill: toneInk(look.lines[0]?.tone ?? 'first', 0.12) }],
    hooks: {
      setCursor: [({ cursor }) => events.hover(cursor.idx ?? undefined, cursor.top ?? -1)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select
          if (wide < 4) return
          events.frame({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + wide, 'x') })
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        },
      ],
      drawAxes: [(plot) => drawMarks(plot, events.marks())],
      draw: [(plot) => drawSigns(plot, events.lines())],
    },
  }
}
