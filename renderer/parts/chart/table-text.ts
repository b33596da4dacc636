import { type Frame, firstAtLeast } from '#core/training/outline.ts'
import type { ChartLine } from './rows.ts'

/** Steps of a line that are shown. */
function stepsShown({ xs, steps }: ChartLine, frame: Frame | undefined): Float64Array {
  if (!frame) return steps
  return steps.subarray(firstAtLeast(xs, frame.from), Math.min(xs.length, firstAtLeast(xs, frame.to + 1e-9)))
}

/** Every step that any of the lines shows, once, rising. */
export function tableSteps(lines: readonly ChartLine[], frame: Frame | undefined): Float64Array {
  const lists = new Set(lines.map(({ steps }) => steps))
  const shown = lines.filter(({ steps }) => lists.delete(steps)).map((line) => stepsShown(line, frame))
  const [only] = shown
  if (shown.length <= 1) return only ?? new Float64Array(0)
  return Float64Array.from(new Set(shown.flatMap((steps) => [...steps]))).sort()
}

/** What a column of a line holds at a step; NaN for nothing. */
export function valueAt({ steps }: Pick<ChartLine, 'steps'>, values: Float64Array, step: number): number {
  const row = firstAtLeast(steps, step)
  return steps[row] === step ? (values[row] ?? Number.NaN) : Number.NaN
}

/** What a chart shows as text for a spreadsheet: tabs between cells, an empty cell for what was not measured. */
export function tableText(
  lines: readonly ChartLine[],
  frame: Frame | undefined,
  words: { readonly step: string; readonly smooth: string },
): string {
  const cell = (value: number): string => (Number.isNaN(value) ? '' : String(value))
  const head = [
    words.step,
    ...lines.flatMap(({ label, rare }) => (rare ? [label] : [label, `${label} (${words.smooth})`])),
  ]
  const rows = [head.join('\t')]
  for (const step of tableSteps(lines, frame)) {
    const cells = lines.flatMap((line) =>
      (line.rare ? [line.values] : [line.values, line.smooth]).map((values) =>
        cell(valueAt(line, values, step)),
      ),
    )
    rows.push([step, ...cells].join('\t'))
  }
  return `${rows.join('\n')}\n`
}
