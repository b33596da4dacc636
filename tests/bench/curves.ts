/** Curves of a long run: what a page does for an append and for a panned frame, and following a large log. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { MOST_COMPARED } from '#core/training/ahead.ts'
import type { Frame } from '#core/training/outline.ts'
import { Series } from '#core/training/series.ts'
import { LOG_START, type LogCursor, readStretch } from '#engine/training/log-stretch.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { type ChartLine, chartRows } from '../../renderer/parts/chart/rows.ts'
import { KeptColumn } from '../../renderer/screens/train/kept-column.ts'
import type { BenchRow } from './row.ts'

const STEPS = 100_000
const COLUMNS = 8
const PIXELS = 500
const TIMES = 60
const LOG_BYTES = 1 << 30

const names = Array.from({ length: COLUMNS }, (_, i) => `metric/${i}`)
const wave = (step: number, column: number): number =>
  Math.sin(step / (50 + column)) + (step % (7 + column)) / 10

const pointOf = (step: number) => ({
  step,
  values: Object.fromEntries(names.map((name, column) => [name, wave(step, column)])),
})

/** CPU milliseconds of one run, the mean of many. */
function cpuOf(work: (turn: number) => void): number {
  const before = process.cpuUsage()
  for (let turn = 0; turn < TIMES; turn++) work(turn)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / TIMES
}

/** A run of 100,000 steps with what a page keeps of it. */
function longRun() {
  const series = new Series()
  for (let step = 0; step < STEPS; step++) series.add(pointOf(step))
  const kept = names.map((name) => [name, new KeptColumn()] as const)
  /** Its lines, one a metric; with a sign where it stands among other runs. */
  const lines = (sign?: string): ChartLine[] => {
    const { steps } = series
    return kept.map(([name, column]) => {
      const values = series.column(name) ?? new Float64Array()
      return {
        ...{ key: name, label: name, tone: 'first', unit: 'none', rare: false, steps, xs: steps },
        ...column.of(values, 0.8, 'era'),
        ...(sign === undefined ? {} : { sign }),
      }
    })
  }
  return { series, lines }
}

function pageRows(): BenchRow[] {
  const runs = Array.from({ length: MOST_COMPARED }, longRun)
  const [first] = runs
  if (!first) return []
  const alone = (frame: Frame): void => {
    for (const line of first.lines()) chartRows([line], undefined, frame, PIXELS, false)
  }
  const overlaid = (frame: Frame): void => {
    const all = runs.map(({ lines }) => lines('A'))
    for (const i of names.keys())
      chartRows(
        all.flatMap((lines) => lines[i] ?? []),
        undefined,
        frame,
        PIXELS,
        false,
      )
  }
  const rows: BenchRow[] = []
  for (const [what, frame] of [
    ['8 curves', alone],
    [`8 curves of ${MOST_COMPARED} runs`, overlaid],
  ] as const) {
    frame({ from: 0, to: STEPS })
    const append = cpuOf(() => {
      first.series.add(pointOf(first.series.length))
      frame({ from: 0, to: first.series.length })
    })
    const pan = cpuOf((turn) => frame({ from: turn * 500, to: turn * 500 + STEPS / 2 }))
    const shared = { unit: 'ms CPU', bar: '≤ 8 ms', note: 'rows of all charts, drawing left out' }
    rows.push(
      { name: `100,000 steps × ${what}: a step more, all shown`, value: append, ...shared },
      { name: `100,000 steps × ${what}: a panned frame of half`, value: pan, ...shared },
    )
  }
  return rows
}

async function writeLog(file: string): Promise<number> {
  const out = createWriteStream(file, { highWaterMark: 1 << 20 })
  const block = Array.from({ length: 2000 }, (_, i) => i)
  let step = 0
  let bytes = 0
  while (bytes < LOG_BYTES) {
    const text = block
      .map(
        () => `${JSON.stringify({ step: step++, at: '2026-01-01T00:00:00Z', data: pointOf(step).values })}\n`,
      )
      .join('')
    bytes += text.length
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return bytes
}

async function logRows(): Promise<BenchRow[]> {
  const temp = tempFolder()
  const log = { file: join(temp.path, 'metrics.jsonl'), format: 'metrics' as const }
  const bytes = await writeLog(log.file)
  globalThis.gc?.()
  const resident = process.memoryUsage.rss()
  let peak = resident
  const before = process.cpuUsage()
  for (let cursor: LogCursor = LOG_START; ; ) {
    const stretch = await readStretch(log, cursor)
    cursor = stretch.cursor
    peak = Math.max(peak, process.memoryUsage.rss())
    if (!stretch.more) break
  }
  const { user, system } = process.cpuUsage(before)
  temp.remove()
  return [
    { name: 'a log of 1 GB followed', value: (user + system) / 1e6 / (bytes / 1e9), unit: 's CPU/GB' },
    { name: 'memory that following it added', value: (peak - resident) / 2 ** 20, unit: 'MiB', bar: 'flat' },
  ]
}

export const benchCurves = async (): Promise<BenchRow[]> => [...pageRows(), ...(await logRows())]
