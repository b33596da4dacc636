/** A run's folder as the engine makes it and reads it; the trainer writes all the rest. */
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { readEventLine, type TrainingEvent } from '#core/training/event.ts'
import { readMetricLine } from '#core/training/metric-line.ts'
import type { Run } from '#core/training/run.ts'
import {
  EVENTS_FILE,
  METRICS_FILE,
  RUN_FILE,
  type RunSample,
  SAMPLES_FILE,
  writeWhole,
} from '../../inference/small-policy/run-files.ts'

/**
 * Claims the folder of a run by making it, and writes what the trainer needs. A folder that is there already belongs to
 * the same run: what a crash left undone of it is done now, and nothing is done twice.
 *
 * @param contents asked for only when they are not there yet
 */
export async function claimRun(
  folder: string,
  contents: () => Promise<{ readonly run: Run; readonly samples: readonly RunSample[] }>,
): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw diskFailure(error)
  }
  if (await stat(join(folder, RUN_FILE)).catch(() => undefined)) return
  const { run, samples } = await contents()
  try {
    const lines = samples.map((one) => `${JSON.stringify(one)}\n`).join('')
    await writeWhole(join(folder, SAMPLES_FILE), lines)
    // Written last: with it the run exists.
    await writeWhole(join(folder, RUN_FILE), `${JSON.stringify(run, undefined, 2)}\n`)
  } catch (error) {
    await rm(join(folder, SAMPLES_FILE), { force: true }).catch(() => undefined)
    throw diskFailure(error)
  }
}

const diskFailure = (error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new Failure('disk.full', {}, String(error)) : error

export interface NewLines {
  readonly lines: readonly string[]
  /** Bytes read so far. */
  readonly offset: number
}

/** Bytes of one reading: a file of any size is never held whole. A line that is longer is cut there. */
const MOST = 4 << 20

/** Whole lines behind an offset, stretch by stretch; a line that is still being written waits for the next reading. */
export async function* newLines(path: string, from: number): AsyncGenerator<NewLines> {
  for (let offset = from; ; ) {
    const stretch = await readStretch(path, offset)
    if (stretch.offset === offset) return
    yield stretch
    offset = stretch.offset
  }
}

async function readStretch(path: string, offset: number): Promise<NewLines> {
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { lines: [], offset }
    throw error
  }
  try {
    const { size } = await file.stat()
    if (size <= offset) return { lines: [], offset }
    const bytes = Buffer.alloc(Math.min(size - offset, MOST))
    await file.read(bytes, 0, bytes.length, offset)
    const whole = bytes.lastIndexOf(10) + 1
    const end = whole === 0 && bytes.length === MOST ? MOST : whole
    const text = bytes.subarray(0, end).toString('utf8')
    return { lines: text.split('\n').slice(0, -1), offset: offset + end }
  } finally {
    await file.close()
  }
}

/** How far a run has been read. */
export interface RunMark {
  readonly events: number
  readonly metrics: number
  /** Highest step that was counted. */
  readonly step: number
}

export interface RunNews {
  readonly mark: RunMark
  readonly events: readonly TrainingEvent[]
  /** Latest step that the curve holds, as the attempt goes. */
  readonly at: number | undefined
  /** Tokens of steps that were not counted before. */
  readonly tokens: number
}

/** What a run's files say behind a mark. */
export async function readRunNews(folder: string, mark: RunMark): Promise<RunNews> {
  const events: TrainingEvent[] = []
  let [told, measured, step] = [mark.events, mark.metrics, mark.step]
  for await (const { lines, offset } of newLines(join(folder, EVENTS_FILE), told)) {
    events.push(...lines.flatMap((line) => readEventLine(line) ?? []))
    told = offset
  }
  let at: number | undefined
  let tokens = 0
  for await (const { lines, offset } of newLines(join(folder, METRICS_FILE), measured)) {
    measured = offset
    for (const line of lines) {
      const point = readMetricLine(line)
      if (point === undefined) continue
      at = point.step
      // A step that is trained again after a kill is the same step.
      if (point.step <= step) continue
      step = point.step
      tokens += point.values.tokens ?? 0
    }
  }
  return { mark: { events: told, metrics: measured, step }, events, at, tokens }
}

/** A metric by step; of a step that stands twice the last line counts. */
export async function curveOf(folder: string, name: string): Promise<ReadonlyMap<number, number>> {
  const curve = new Map<number, number>()
  for await (const { lines } of newLines(join(folder, METRICS_FILE), 0))
    for (const line of lines) {
      const point = readMetricLine(line)
      const value = point?.values[name]
      if (point && typeof value === 'number') curve.set(point.step, value)
    }
  return curve
}
