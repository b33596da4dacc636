/** A run's points as a table: two passes over the log, one row in memory at a time. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { Failure } from '#core/failure/failure.ts'
import { csvHead, csvRow } from '#core/training/csv.ts'
import { formatOf } from '#core/training/log-format.ts'
import type { Point } from '#core/training/point.ts'
import { LOG_START, type Log, readStretch } from './log-stretch.ts'

async function* pointsOf(log: Log): AsyncGenerator<Point> {
  let cursor = LOG_START
  for (;;) {
    const stretch = await readStretch(log, cursor)
    yield* stretch.points
    cursor = stretch.cursor
    if (!stretch.more) return
  }
}

/** What the first pass has to know: the columns, and which records a later attempt replaced. */
async function survey(log: Log): Promise<{ names: string[]; kept: readonly boolean[] }> {
  const names = new Set<string>()
  const steps: number[] = []
  for await (const { step, values } of pointsOf(log)) {
    steps.push(step)
    for (const name of Object.keys(values)) names.add(name)
  }
  const { merges } = formatOf(log.format)
  const kept = new Array<boolean>(steps.length)
  let lowest = Number.POSITIVE_INFINITY
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i] as number
    kept[i] = merges ? step <= lowest : step < lowest
    lowest = Math.min(lowest, step)
  }
  return { names: [...names].sort(), kept }
}

/** Records of one step, joined. */
async function* rowsOf(log: Log, kept: readonly boolean[]): AsyncGenerator<Point> {
  let open: Point | undefined
  let record = 0
  for await (const point of pointsOf(log)) {
    if (!kept[record++]) continue
    if (open?.step === point.step) open = { ...open, ...point, values: { ...open.values, ...point.values } }
    else {
      if (open) yield open
      open = point
    }
  }
  if (open) yield open
}

/**
 * Writes the table beside its place first, so that a full disk leaves no half of it.
 * @returns rows written
 * @throws Failure `disk.full`, `file.unwritable`
 */
export async function exportCsv(log: Log, file: string): Promise<number> {
  const { names, kept } = await survey(log)
  const beside = `${file}.part`
  try {
    const handle = await open(beside, 'w')
    const rows = await write(handle, log, names, kept).finally(() => handle.close())
    await rename(beside, file)
    return rows
  } catch (error) {
    await rm(beside, { force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC') throw new Failure('disk.full', {}, String(error))
    throw code === undefined ? error : new Failure('file.unwritable', { file, why: code })
  }
}

async function write(
  handle: FileHandle,
  log: Log,
  names: readonly string[],
  kept: readonly boolean[],
): Promise<number> {
  let rows = 0
  let text = csvHead(names)
  for await (const point of rowsOf(log, kept)) {
    text += csvRow(point, names)
    rows++
    if (text.length < 1 << 16) continue
    await handle.write(text)
    text = ''
  }
  await handle.write(text)
  await handle.sync()
  return rows
}
