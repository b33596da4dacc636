import { firstAtLeast } from '#core/training/outline.ts'
import type { ChartView } from './chart-view.ts'
import type { ChartLine } from './rows.ts'

/** Rows of the run that are shown, first and behind the last. */
export function rowsShown({ xs, frame }: Pick<ChartView, 'xs' | 'frame'>): readonly [number, number] {
  return frame
    ? [firstAtLeast(xs, frame.from), Math.min(xs.length, firstAtLeast(xs, frame.to + 1e-9))]
    : [0, xs.length]
}

/** What a chart shows as text for a spreadsheet: tabs between cells, an empty cell for what was not measured. */
export function tableText(
  lines: readonly ChartLine[],
  view: Pick<ChartView, 'xs' | 'frame' | 'steps'>,
  words: { readonly step: string; readonly smooth: string },
): string {
  const [from, to] = rowsShown(view)
  const cell = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '' : String(value)
  const head = [
    words.step,
    ...lines.flatMap(({ label, rare }) => (rare ? [label] : [label, `${label} (${words.smooth})`])),
  ]
  const rows = [head.join('\t')]
  for (let row = from; row < to; row++) {
    const cells = lines.flatMap(({ values, smooth, rare }) =>
      rare ? [cell(values[row])] : [cell(values[row]), cell(smooth[row])],
    )
    rows.push([view.steps[row], ...cells].join('\t'))
  }
  return `${rows.join('\n')}\n`
}
