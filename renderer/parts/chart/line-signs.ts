/** Lines of several runs, known by more than their colour: a sign at each line's end, and which line is meant. */
import uPlot from 'uplot'
import { toneInk } from './ink.ts'
import { type ChartLine, columnOf } from './rows.ts'

/** Signs are so far from each other that each can be read; pixels of the page. */
const APART = 12
/** A pointer that is farther from every line means none. */
const NEAR = 40

/** Column that a line is drawn from. */
const drawnColumn = (line: Pick<ChartLine, 'rare'>, i: number): number => columnOf(i) + (line.rare ? 0 : 1)

export interface SignPlace {
  readonly x: number
  readonly y: number
}

/** y of each sign, in the order of `wanted`, moved down where it would stand on another. */
export function spread(wanted: readonly SignPlace[], apart: number): number[] {
  const order = wanted.map((place, i) => ({ ...place, i })).sort((a, b) => a.y - b.y)
  const placed: SignPlace[] = []
  const ys = wanted.map(({ y }) => y)
  for (const { x, y, i } of order) {
    const beside = placed.filter((other) => Math.abs(other.x - x) < apart).map((other) => other.y + apart)
    const free = Math.max(y, ...beside)
    placed.push({ x, y: free })
    ys[i] = free
  }
  return ys
}

/** The sign of each run at the last point of its line that is shown. */
export function drawSigns(plot: uPlot, lines: readonly ChartLine[]): void {
  const { ctx, data } = plot
  const max = plot.scales.x?.max ?? 0
  const ends = lines.flatMap((line, i) => {
    if (line.sign === undefined) return []
    const column = data[drawnColumn(line, i)] ?? []
    const row = column.findLastIndex((value, at) => value != null && (data[0][at] ?? 0) <= max)
    const [x, y] = [data[0][row], column[row]]
    if (x === undefined || y == null) return []
    return {
      sign: line.sign,
      tone: line.tone,
      x: plot.valToPos(x, 'x', true),
      y: plot.valToPos(y, 'y', true),
    }
  })
  const ys = spread(ends, APART * uPlot.pxRatio)
  ctx.save()
  ctx.font = `600 ${Math.round(11 * uPlot.pxRatio)}px system-ui, sans-serif`
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'left'
  for (const [i, { sign, tone, x }] of ends.entries()) {
    ctx.fillStyle = toneInk(tone)
    ctx.fillText(sign, x + 4 * uPlot.pxRatio, ys[i] ?? 0)
  }
  ctx.restore()
}

/** The line that a pointer means, where lines have signs; undefined where none is near. */
export function nearestLine(
  plot: uPlot,
  lines: readonly ChartLine[],
  row: number,
  top: number,
): number | undefined {
  if (top < 0) return undefined
  let nearest: number | undefined
  let best = NEAR
  for (const [i, line] of lines.entries()) {
    if (line.sign === undefined) continue
    const column = plot.data[drawnColumn(line, i)] ?? []
    const at = column.findLastIndex((value, place) => place <= row && value != null)
    const value = column[at]
    if (value == null) continue
    const far = Math.abs(plot.valToPos(value, 'y') - top)
    if (far >= best) continue
    best = far
    nearest = i
  }
  return nearest
}
