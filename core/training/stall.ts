/**
 * Whether a training that goes on stands still: no step for many times the usual, although nothing explains the wait. What
 * explains one: the first step (models are read, kernels are made), a measurement on held-out samples, a GPU at work.
 */

/** Seconds of silence before which nothing is said, however short the steps. */
export const SILENT = 180
/** A step may take so many times the usual. */
const TIMES = 8
/** And so many times the longest wait that ended well before: measurements and starts are slow each time. */
const LONGEST = 2
/** Waits that nothing is known of yet: the first step, the first measurement. Seconds. */
export const UNKNOWN = 30 * 60
/** A GPU that is at work is given so many times as long: waiting for others, too, looks like work. */
const PATIENCE = 4
/** Percent of use from which a GPU is at work. */
const BUSY = 10
/** Gaps between steps that say what is usual. */
const USUAL_OF = 20
/** Fewer than so many say nothing. */
const FEWEST = 3
/** Lines of the log that are shown. */
const LINES = 6

/** Times in milliseconds, by the clock of the machine that trains. */
export interface StallSigns {
  readonly now: number
  /** When each attempt began. */
  readonly began: readonly number[]
  /** When each step was written, in the order of the file. */
  readonly steps: readonly { readonly at: number; readonly measured: boolean }[]
  /** Whether the step in hand ends with a measurement on held-out samples. */
  readonly measures: boolean
  /** The last word of any other kind: a checkpoint, a measurement. */
  readonly spokeAt?: number
  /** Highest use of any GPU at a time, in percent; none where nobody knows. */
  readonly gpus: readonly { readonly at: number; readonly use: number }[]
  /** The end of what the program printed. */
  readonly log: readonly string[]
}

export interface Stall {
  /** The last sign of life. Of one stall it stays the same. Milliseconds. */
  readonly since: number
  /** Silence so far. */
  readonly seconds: number
  /** Seconds of a usual step, and how many of these the silence is; absent before enough steps. */
  readonly usual?: number
  readonly times?: number
  /** Use of the GPUs in that time, in percent; absent where nobody knows. */
  readonly gpu?: number
  readonly lines: readonly string[]
}

interface Gap {
  readonly seconds: number
  readonly measured: boolean
}

/** Seconds before each step since what came before it: a step, or the start of its attempt. */
function gapsOf({ began, steps }: StallSigns): { readonly first: Gap[]; readonly later: Gap[] } {
  const first: Gap[] = []
  const later: Gap[] = []
  let before: number | undefined
  for (const { at, measured } of steps) {
    const start = began.findLast((one) => one <= at)
    const startsHere = start !== undefined && (before === undefined || start > before)
    const from = startsHere ? start : before
    if (from !== undefined)
      (startsHere ? first : later).push({ seconds: Math.max(0, at - from) / 1000, measured })
    before = at
  }
  return { first, later }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const most = (gaps: readonly Gap[]): number => Math.max(0, ...gaps.map(({ seconds }) => seconds))

/** Seconds that the step in hand may take. */
function allowed(signs: StallSigns, atFirst: boolean, usual: number | undefined): number {
  const { first, later } = gapsOf(signs)
  // A start is compared with starts, a step with steps; a measurement with those that measured.
  const like = atFirst ? first : signs.measures ? [...first, ...later].filter((gap) => gap.measured) : later
  if (usual === undefined || like.length === 0) return Math.max(UNKNOWN, LONGEST * most([...first, ...later]))
  return Math.max(SILENT, TIMES * usual, LONGEST * most(like))
}

/** @returns undefined where it goes on, or where the wait may still have a good reason */
export function stallOf(signs: StallSigns): Stall | undefined {
  const { now, began, steps, spokeAt = 0, gpus, log } = signs
  const start = began.at(-1) ?? 0
  const step = steps.at(-1)?.at ?? 0
  const since = Math.max(start, step, spokeAt)
  const seconds = (now - since) / 1000
  if (since === 0 || seconds <= SILENT) return undefined
  const usualOf = gapsOf(signs)
    .later.slice(-USUAL_OF)
    .map((gap) => gap.seconds)
  const usual = usualOf.length < FEWEST ? undefined : median(usualOf)
  const use = gpus.filter(({ at }) => at > since).map((one) => one.use)
  const gpu = use.length === 0 ? undefined : median(use)
  const patience = gpu !== undefined && gpu >= BUSY ? PATIENCE : 1
  if (seconds <= patience * allowed(signs, start >= step, usual)) return undefined
  return {
    since,
    seconds: Math.round(seconds),
    ...(usual === undefined || usual === 0
      ? {}
      : { usual: Math.round(usual * 10) / 10, times: Math.floor(seconds / usual) }),
    ...(gpu === undefined ? {} : { gpu: Math.round(gpu) }),
    lines: log.filter((line) => line.trim() !== '').slice(-LINES),
  }
}
