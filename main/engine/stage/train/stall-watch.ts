/** Looks whether a run's folder has stood still for longer than it should. Files are read only once they are silent. */
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readEventLine } from '#core/training/event.ts'
import { readLooseJson } from '#core/training/loose-json.ts'
import { readMetricLine } from '#core/training/metric-line.ts'
import { SILENT, type Stall, type StallSigns, stallOf } from '#core/training/stall.ts'
import { EVENTS_FILE, METRICS_FILE } from '../../inference/small-policy/run-files.ts'

export const GPU_FILE = 'gpu.jsonl'
export const LOG_FILE = 'log'
/** Bytes of a file's end that are read. */
const TAIL = 256 << 10
const LOG_TAIL = 4 << 10
const LONGEST_LINE = 300
/** While a run is silent it is judged so often. */
const JUDGE_MS = 10_000
/** Two looks further apart than this had a sleep, or a broken link, between them. */
const SLEPT_MS = 60_000

const gpuLine = z.object({
  at: z.string(),
  gpus: z.array(z.object({ index: z.number(), utilization: z.number().nullable() })),
})

async function tailOf(path: string, most: number): Promise<string[]> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return []
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(most, size))
    await file.read(bytes, 0, bytes.length, size - bytes.length)
    return bytes.toString('utf8').split(/[\r\n]+/)
  } finally {
    await file.close()
  }
}

export interface StallParts {
  /** Of the run, here. */
  readonly folder: string
  /** ISO 8601. */
  now(): string
  /** Steps between two measurements on held-out samples; 0: none. */
  readonly measureEvery: number
  /** The only GPU that the run uses, where one knows. */
  readonly gpu?: number
}

export class StallWatch {
  private readonly parts: StallParts
  private sizes = ''
  private lookedAt = 0
  /** By the clock here: something was written, or nobody could look. */
  private changedAt = 0
  private judgedAt = 0
  private stall: Stall | undefined

  constructor(parts: StallParts) {
    this.parts = parts
  }

  /** @param ahead milliseconds by which the clock of the machine that trains is ahead of this one's */
  async look(ahead = 0): Promise<Stall | undefined> {
    const now = Date.parse(this.parts.now())
    const sizes = await this.sizesNow()
    if (sizes !== this.sizes || now - this.lookedAt > SLEPT_MS) {
      this.changedAt = now
      this.stall = undefined
    }
    this.sizes = sizes
    this.lookedAt = now
    if (now - this.changedAt < SILENT * 1000 || now - this.judgedAt < JUDGE_MS) return this.stall
    this.judgedAt = now
    this.stall = stallOf(await this.signs(now + ahead))
    return this.stall
  }

  private async sizesNow(): Promise<string> {
    const sizes = [EVENTS_FILE, METRICS_FILE].map((name) =>
      stat(join(this.parts.folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
    return (await Promise.all(sizes)).join(' ')
  }

  private async signs(now: number): Promise<StallSigns> {
    const { folder, measureEvery, gpu } = this.parts
    const at = (name: string): string => join(folder, name)
    const events = (await tailOf(at(EVENTS_FILE), TAIL)).flatMap((line) => readEventLine(line) ?? [])
    const points = (await tailOf(at(METRICS_FILE), TAIL)).flatMap((line) => readMetricLine(line) ?? [])
    const gpus = (await tailOf(at(GPU_FILE), TAIL)).flatMap((line) => {
      const read = gpuLine.safeParse(readLooseJson(line)).data
      const uses = read?.gpus.flatMap((one) =>
        gpu === undefined || one.index === gpu ? (one.utilization ?? []) : [],
      )
      return read && uses && uses.length > 0 ? [{ at: Date.parse(read.at), use: Math.max(...uses) }] : []
    })
    const times = events.flatMap((event) =>
      Number.isNaN(Date.parse(event.at)) ? [] : [Date.parse(event.at)],
    )
    const next = (points.at(-1)?.step ?? 0) + 1
    return {
      now,
      began: events.flatMap((event) => (event.type === 'started' ? [Date.parse(event.at)] : [])),
      steps: points.flatMap((point) =>
        point.at === undefined
          ? []
          : [{ at: point.at, measured: typeof point.values['heldOut/accuracy'] === 'number' }],
      ),
      measures: measureEvery > 0 && next % measureEvery === 0,
      ...(times.length === 0 ? {} : { spokeAt: Math.max(...times) }),
      gpus,
      log: (await tailOf(at(LOG_FILE), LOG_TAIL)).map((line) => line.slice(0, LONGEST_LINE)),
    }
  }
}
