/** A drawing of the page as a picture: what styles say is written into a copy, which then needs no style sheet. */
import { ink } from './ink.ts'

const STYLED = [
  'fill',
  'stroke',
  'stroke-width',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const
/** Pixels of the picture for one of the page. */
const SHARPNESS = 2

function writeStyles(from: Element, to: Element): void {
  const styles = getComputedStyle(from)
  for (const name of STYLED) to.setAttribute(name, styles.getPropertyValue(name))
  for (const [at, child] of [...from.children].entries()) {
    const copy = to.children[at]
    if (copy) writeStyles(child, copy)
  }
}

/** @returns PNG bytes, on the page's background */
export async function svgPicture(drawing: SVGSVGElement): Promise<Uint8Array<ArrayBuffer>> {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  writeStyles(drawing, copy)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = drawing.clientWidth * SHARPNESS
  canvas.height = drawing.clientHeight * SHARPNESS
  const ctx = canvas.getContext('2d')
  if (!ctx) throw new Error('this window cannot draw pictures')
  ctx.fillStyle = ink('--page')
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (!blob) throw new Error('the picture could not be made')
  return new Uint8Array(await blob.arrayBuffer())
}
