/** Marks over the curves: checkpoints, rounds, resumptions, and where the runs of a chain meet. */
import uPlot from 'uplot'
import { ink } from './ink.ts'
import type { ChartMark } from './rows.ts'

/** Vertical lines with their signs: checkpoints, rounds, resumptions. */
export function drawMarks(plot: uPlot, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = plot
  const { min = 0, max = 0 } = plot.scales.x ?? {}
  ctx.save()
  ctx.strokeStyle = ink('--line-strong')
  ctx.fillStyle = ink('--soft')
  ctx.font = `${Math.round(10 * uPlot.pxRatio)}px system-ui, sans-serif`
  ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio])
  for (const mark of marks) {
    if (mark.x < min || mark.x > max) continue
    const x = Math.round(plot.valToPos(mark.x, 'x', true))
    ctx.beginPath()
    ctx.moveTo(x, bbox.top + 12 * uPlot.pxRatio)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    // At the left edge it would stand on the numbers of the axis.
    const near = x - bbox.left < 12 * uPlot.pxRatio
    ctx.textAlign = near ? 'left' : 'center'
    ctx.fillText(mark.sign, near ? x + 3 * uPlot.pxRatio : x, bbox.top + 9 * uPlot.pxRatio)
  }
  ctx.restore()
}

/** A pointer that is farther from a mark does not mean it; pixels of the page. */
const NEAR = 5

/** What the marks under the pointer stand for. */
export function marksNear(plot: uPlot, marks: readonly ChartMark[]): string[] {
  const left = plot.cursor.left ?? -1
  return marks
    .filter(({ x }) => left >= 0 && Math.abs(plot.valToPos(x, 'x') - left) <= NEAR)
    .map(({ label }) => label)
}
