/** Curves of a long run: what a page does for an append and for a panned frame, and following a large log. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Series } from '#core/training/series.ts'
import { SmoothColumn } from '#core/training/smooth.ts'
import { LOG_START, type LogCursor, readStretch } from '#engine/training/log-stretch.ts'
import { tempFolder } from '#tests/helpers/project.ts'
import { type ChartLine, chartRows } from '../../renderer/parts/chart/rows.ts'
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

function pageRows(): BenchRow[] {
  const series = new Series()
  for (let step = 0; step < STEPS; step++) series.add(pointOf(step))
  const smooth = new Map(names.map((name) => [name, new SmoothColumn()]))
  const frame = (from: number, to: number): void => {
    for (const name of names) {
      const values = series.column(name) ?? new Float64Array()
      const line: ChartLine = {
        ...{ key: name, label: name, tone: 'first', unit: 'none', rare: false, values },
        smooth: smooth.get(name)?.of(values, 0.8, 'era') ?? values,
      }
      chartRows(series.steps, [line], undefined, { from, to }, PIXELS, false)
    }
  }
  frame(0, STEPS)
  let next = STEPS
  const append = cpuOf(() => {
    series.add(pointOf(next++))
    frame(0, next)
  })
  const pan = cpuOf((turn) => frame(turn * 500, turn * 500 + STEPS / 2))
  const bar = '≤ 8 ms'
  const note = 'rows of all charts, drawing left out'
  return [
    { name: '100,000 steps × 8 curves: a step more, all shown', value: append, unit: 'ms CPU', bar, note },
    { name: '100,000 steps × 8 curves: a panned frame of half', value: pan, unit: 'ms CPU', bar, note },
  ]
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
