/**
 * Runs that go on from one another's checkpoints, as one training: a round's training starts where that of the round
 * before ended. Steps are counted over the whole; of each earlier run only what led to the checkpoint that was taken.
 */
import type { Checkpoint } from './recipe.ts'
import { type PointBatch, Series } from './series.ts'

/** What a run says it started from; `place` is a folder that is no run's checkpoint. */
export type RunStart =
  | { readonly kind: 'base' }
  | ({ readonly kind: 'checkpoint' } & Checkpoint)
  | { readonly kind: 'place'; readonly place: string }

/** `runs/ID/checkpoints/step-N`, here or on a host; an adapter's whole model stands in `merged` below it. */
const CHECKPOINT = /(?:^|[/\\])([\w][\w.-]{0,199})[/\\]checkpoints[/\\]step-(\d{1,7})(?:[/\\]merged)?[/\\]?$/

/** @param text as run.json names it: `base`, or a folder */
export function readStart(text: string): RunStart {
  if (text === 'base') return { kind: 'base' }
  const [, run, step] = CHECKPOINT.exec(text) ?? []
  return run === undefined ? { kind: 'place', place: text } : { kind: 'checkpoint', run, step: Number(step) }
}

/** What a chain is made of. */
export interface ChainRun {
  readonly id: string
  readonly start?: RunStart
}

export interface Link<R> {
  readonly run: R
  /** Steps that were trained before its own first. */
  readonly before: number
  /** Its own step at which the next run began; undefined for the last. */
  readonly upTo?: number
}

export interface Chain<R> {
  /** First to last; the last is the run that was asked about. */
  readonly links: readonly Link<R>[]
  /** `missing`: goes on from a run that is not there; `circle`: its runs name each other; `unknown`: it does not say. */
  readonly origin: 'base' | 'place' | 'missing' | 'circle' | 'unknown'
  /** The checkpoint behind which nothing is known. */
  readonly lost?: Checkpoint
}

/** The runs that led to one, as far as they are known. @returns undefined where the run itself is not there */
export function chainOf<R extends ChainRun>(runs: readonly R[], id: string): Chain<R> | undefined {
  const byId = new Map(runs.map((run) => [run.id, run]))
  const last = byId.get(id)
  if (last === undefined) return undefined
  const back: { readonly run: R; readonly upTo?: number }[] = [{ run: last }]
  const seen = new Set([id])
  let start = last.start
  while (start?.kind === 'checkpoint') {
    const run = byId.get(start.run)
    if (run === undefined || seen.has(run.id)) break
    seen.add(run.id)
    back.push({ run, upTo: start.step })
    start = run.start
  }
  let before = 0
  const links = back.reverse().map((link) => {
    const placed = { ...link, before }
    before += link.upTo ?? 0
    return placed
  })
  if (start?.kind !== 'checkpoint') return { links, origin: start?.kind ?? 'unknown' }
  const lost = { run: start.run, step: start.step }
  return { links, origin: seen.has(start.run) ? 'circle' : 'missing', lost }
}

function part(batch: PointBatch, from: number, to: number, steps: number, late: number): PointBatch {
  const rows = batch.steps.length
  const values = new Float64Array(batch.names.length * (to - from))
  batch.names.forEach((_, column) => {
    values.set(batch.values.subarray(column * rows + from, column * rows + to), column * (to - from))
  })
  return {
    ...batch,
    steps: batch.steps.slice(from, to).map((step) => step + steps),
    at: batch.at.slice(from, to).map((at) => at - late),
    values,
  }
}

/**
 * The points of a chain as one series. Where two runs meet stands one point: what the earlier measured at its checkpoint
 * and what the later one measured before its first step are of the same weights. Time between two runs is left out.
 */
export class ChainSeries {
  readonly series = new Series()
  private readonly links: readonly Pick<Link<unknown>, 'before' | 'upTo'>[]
  private at = 0
  /** Milliseconds by which the clock of the link in hand is ahead of the chain's; undefined before its first point. */
  private late: number | undefined = 0

  constructor(links: readonly Pick<Link<unknown>, 'before' | 'upTo'>[]) {
    this.links = links
  }

  /** @param link its place in the chain; batches come link after link */
  addBatch(link: number, batch: PointBatch): void {
    const { before = 0, upTo } = this.links[link] ?? {}
    if (link !== this.at) this.late = undefined
    this.at = link
    if (before === 0 && upTo === undefined) {
      this.series.addBatch(batch)
      return
    }
    const late = this.lateness(batch)
    for (const [from, to] of stretches(batch.steps, before, upTo ?? Number.POSITIVE_INFINITY)) {
      const meets = before > 0 && batch.steps[from] === 0
      const taken = part(batch, from, to, before, late)
      this.series.addBatch(meets ? { ...taken, merges: true } : taken)
    }
  }

  private lateness(batch: PointBatch): number {
    if (this.late === undefined) {
      const ended = this.series.times.findLast((at) => !Number.isNaN(at))
      const began = batch.at.find((at) => !Number.isNaN(at))
      if (ended !== undefined && began === undefined) return 0
      this.late = ended === undefined || began === undefined ? 0 : began - ended
    }
    return this.late
  }
}

/** Rows that count, in stretches; a step 0 that meets an earlier run stands in a stretch of its own. */
function* stretches(steps: Float64Array, before: number, upTo: number): Generator<readonly [number, number]> {
  let from = 0
  for (let row = 0; row <= steps.length; row++) {
    const step = steps[row]
    const alone = step === 0 && before > 0
    if (step !== undefined && step <= upTo && !alone) continue
    if (row > from) yield [from, row]
    if (alone) yield [row, row + 1]
    from = row + 1
  }
}
