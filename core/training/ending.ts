/** Why a training on a host ended without a word of its own, from how its program stands and what it printed last. */
import { signalOf } from '../host/standing.ts'

export interface EndSigns {
  /** Exit code; above 128: 128 + the signal that ended it. Null where nobody wrote it down. */
  readonly code: number | null
  /** False where the program could not even be started. */
  readonly started: boolean
  /** The machine was started anew meanwhile. */
  readonly rebooted: boolean
  /** The system counted an end for want of memory at that moment. */
  readonly memory: boolean
  /** Last step that was measured. */
  readonly step: number
  /** The end of what the program printed. */
  readonly log: string
  /** What it was to run with, and its folder, both on the host. */
  readonly python: string
  readonly folder: string
}

/** A failure's code, with what stands in its sentence. */
export interface Ending {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

const KILL = 9
/** A shell's codes for a program that is not there, or cannot be run. */
const NO_PROGRAM: readonly (number | null)[] = [126, 127]
/** Lines of the log that tell of the end; further up stands what went well. */
const LAST_LINES = 60

/** In what it printed; the first that fits is the cause. */
const PRINTED: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/CUDA out of memory|OutOfMemoryError|CUBLAS_STATUS_ALLOC_FAILED/, 'training.outOfMemory'],
  [/No space left on device|Disk quota exceeded|os error (28|122)\b|^disk\.full/m, 'host.diskFull'],
  [/MemoryError|[Cc]annot allocate memory|can't allocate memory|std::bad_alloc/, 'training.outOfMemory'],
  [/ModuleNotFoundError|ImportError/, 'env.unfit'],
  [/CUDA error|NVRM: Xid|GPU is lost|No CUDA GPUs are available/, 'training.gpuLost'],
]

/** A program of an environment that this program made (`~/.looptool/envs/`). */
const MADE = /(^|\/)\.looptool\/envs\//

export function endingOf(signs: EndSigns): Ending {
  const { code, step, python, folder } = signs
  if (signs.rebooted) return { code: 'host.rebooted', values: { step } }
  if (NO_PROGRAM.includes(code) && !signs.started)
    return { code: MADE.test(python) ? 'host.environmentGone' : 'host.pythonGone', values: { python } }
  const signal = signalOf(code)
  if (signs.memory) return { code: 'host.memoryKilled', values: { step } }
  const last = signs.log.split('\n').slice(-LAST_LINES).join('\n')
  const printed = PRINTED.find(([pattern]) => pattern.test(last))?.[1]
  // A program that was killed printed nothing of that; a warning before it is not its cause.
  if (signal === KILL) return { code: 'host.killedHard', values: { step } }
  if (signal !== undefined && printed === undefined) return { code: 'host.killed', values: { step, signal } }
  if (printed === 'host.diskFull') return { code: printed, values: { path: folder } }
  if (printed !== undefined) return { code: printed, values: { step } }
  // Its keeper went with it: a closed session, a container that was ended, a kill of all at once.
  if (code === null) return { code: 'host.vanished', values: { step } }
  return { code: 'host.ended', values: { step, code } }
}

/** What a training on a host said of its own end, as it is told here: a full disk is the host's. */
export const toldEnding = ({ code, values }: Ending, folder: string): Ending =>
  code === 'disk.full' ? { code: 'host.diskFull', values: { path: folder } } : { code, values }
