/**
 * The files of a run, as every trainer writes them: run.json, events.jsonl, metrics.jsonl, rollouts/<step>.jsonl,
 * checkpoints/step-<N>/. Lines are only added, but for the torn last one of an attempt that was killed. A step that
 * was measured twice (a later attempt goes on from a checkpoint before it) stands twice; the last line counts.
 */
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { decodeSample } from '#core/sample/decode.ts'
import type { Sample } from '#core/sample/sample.ts'
import type { TrainingEvent } from '#core/training/event.ts'
import { checkpointFolder } from '#core/training/run.ts'

export const RUN_FILE = 'run.json'
export const SAMPLES_FILE = 'samples.jsonl'
export const EVENTS_FILE = 'events.jsonl'
export const METRICS_FILE = 'metrics.jsonl'
const COMPLETE = 'complete.json'

type WithoutPlace<E> = E extends unknown ? Omit<E, 'seq' | 'at'> : never
/** `values` fill the sentence of a failure's code. */
export type RunEvent = WithoutPlace<TrainingEvent> & {
  readonly values?: Readonly<Record<string, string | number>>
}

/** A sample of a run and what it is for. */
export interface RunSample {
  readonly part: 'train' | 'heldOut'
  readonly sample: Sample
  /** Share of right answers that a probe of the start found, where one knows. */
  readonly rate?: number
}

const sampleLine = z.object({
  part: z.enum(['train', 'heldOut']),
  sample: z.unknown(),
  rate: z.number().min(0).max(1).exactOptional(),
})

/** @throws Failure `run.damaged` */
export async function readRunSamples(folder: string): Promise<RunSample[]> {
  try {
    const text = await readFile(join(folder, SAMPLES_FILE), 'utf8')
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const read = sampleLine.parse(JSON.parse(line))
        return { ...read, sample: decodeSample(read.sample) }
      })
  } catch (error) {
    throw new Failure('run.damaged', { file: SAMPLES_FILE }, String(error))
  }
}

/** Cuts a last line that a kill left without its end. @returns the bytes that stand */
async function cutTorn(path: string): Promise<number> {
  const file = await open(path, 'a+')
  try {
    const { size } = await file.stat()
    const back = Buffer.alloc(Math.min(size, 1 << 20))
    await file.read(back, 0, back.length, size - back.length)
    const end = back.lastIndexOf(10)
    const whole = size - back.length + end + 1
    if (whole < size) await file.truncate(whole)
    return whole
  } finally {
    await file.close()
  }
}

/** One file of JSON lines; each line is on disk when `add` resolves. */
export class LineFile {
  readonly path: string
  private constructor(path: string) {
    this.path = path
  }

  static async open(path: string): Promise<LineFile> {
    await cutTorn(path)
    return new LineFile(path)
  }

  async add(value: unknown): Promise<void> {
    await appendFile(this.path, `${JSON.stringify(value)}\n`, { flush: true })
  }
}

/** events.jsonl, numbered on behind what stands there. */
export class EventFile {
  private readonly lines: LineFile
  private readonly now: () => string
  private seq: number
  readonly attempt: number

  private constructor(lines: LineFile, now: () => string, seq: number, attempt: number) {
    this.lines = lines
    this.now = now
    this.seq = seq
    this.attempt = attempt
  }

  static async open(folder: string, now: () => string): Promise<EventFile> {
    const lines = await LineFile.open(join(folder, EVENTS_FILE))
    const told = (await readFile(lines.path, 'utf8')).split('\n').filter((line) => line !== '')
    const starts = told.filter((line) => line.includes('"type":"started"')).length
    return new EventFile(lines, now, told.length, starts + 1)
  }

  async say(event: RunEvent): Promise<void> {
    await this.lines.add({ seq: ++this.seq, at: this.now(), ...event })
  }
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.new`
  try {
    await writeFile(beside, text, { flush: true })
    await rename(beside, path)
  } catch (error) {
    // What a full disk took of it is given back.
    await rm(beside, { force: true }).catch(() => undefined)
    throw error
  }
}

export async function writeRollouts(
  folder: string,
  step: number,
  rollouts: readonly unknown[],
): Promise<void> {
  await mkdir(join(folder, 'rollouts'), { recursive: true })
  await writeWhole(
    join(folder, 'rollouts', `${step}.jsonl`),
    rollouts.map((one) => `${JSON.stringify(one)}\n`).join(''),
  )
}

/** Steps of the complete checkpoints, latest first. A folder without its last file does not exist. */
export async function completeCheckpoints(folder: string): Promise<number[]> {
  const names = await readdir(join(folder, 'checkpoints')).catch(() => [])
  const steps: number[] = []
  for (const name of names) {
    const step = Number(/^step-(\d+)$/.exec(name)?.[1] ?? Number.NaN)
    if (!Number.isSafeInteger(step)) continue
    const complete = await stat(join(folder, 'checkpoints', name, COMPLETE)).catch(() => undefined)
    if (complete?.isFile()) steps.push(step)
  }
  return steps.sort((a, b) => b - a)
}

const REMOVED = '.removed'

/** Takes a checkpoint away: at once for who reads, then from the disk. */
export async function removeCheckpoint(folder: string, step: number): Promise<void> {
  const removed = join(folder, 'checkpoints', `.step-${step}${REMOVED}`)
  await rename(join(folder, checkpointFolder(step)), removed)
  await rm(removed, { recursive: true })
}

/** Finishes removals that were cut off. */
export async function sweepRemoved(folder: string): Promise<void> {
  const parent = join(folder, 'checkpoints')
  const names = await readdir(parent).catch(() => [])
  for (const name of names) if (name.endsWith(REMOVED)) await rm(join(parent, name), { recursive: true })
}
