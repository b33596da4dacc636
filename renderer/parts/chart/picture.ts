/** A chart as a picture: what is drawn, under its title and legend. */
import uPlot from 'uplot'
import { ink, toneInk } from './ink.ts'
import { type ChartLine, nameOf } from './rows.ts'

const MARGIN = 12
const TITLE = 24
const LEGEND = 20

/** @returns PNG bytes */
export async function chartPicture(
  plot: uPlot,
  title: string,
  lines: readonly Pick<ChartLine, 'label' | 'sign' | 'tone'>[],
): Promise<Uint8Array<ArrayBuffer>> {
  const drawn = plot.ctx.canvas
  const scale = uPlot.pxRatio
  const head = (MARGIN + TITLE + LEGEND) * scale
  const canvas = document.createElement('canvas')
  canvas.width = drawn.width + 2 * MARGIN * scale
  canvas.height = drawn.height + head + MARGIN * scale
  const ctx = canvas.getContext('2d')
  if (!ctx) throw new Error('this window cannot draw pictures')
  ctx.fillStyle = ink('--page')
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.scale(scale, scale)
  ctx.fillStyle = ink('--ink')
  ctx.font = '600 15px system-ui, sans-serif'
  ctx.fillText(title, MARGIN, MARGIN + 15)
  drawLegend(ctx, lines)
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.drawImage(drawn, MARGIN * scale, head)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (!blob) throw new Error('the picture could not be made')
  return new Uint8Array(await blob.arrayBuffer())
}

function drawLegend(
  ctx: CanvasRenderingContext2D,
  lines: readonly Pick<ChartLine, 'label' | 'sign' | 'tone'>[],
): void {
  ctx.font = '12px system-ui, sans-serif'
  let x = MARGIN
  for (const line of lines) {
    const name = nameOf(line)
    ctx.fillStyle = toneInk(line.tone)
    ctx.fillRect(x, MARGIN + TITLE + 4, 14, 3)
    ctx.fillStyle = ink('--soft')
    ctx.fillText(name, x + 20, MARGIN + TITLE + 10)
    x += 36 + ctx.measureText(name).width
  }
}
