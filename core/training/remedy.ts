/** The one thing to do about a training that ended before its last step, where this program can do it. */
import { dividingBatch } from './trl-recipe.ts'

/** Codes of failures after which the same again would fail the same way. */
const TOO_LARGE: ReadonlySet<string> = new Set(['training.outOfMemory'])
const TOO_FAST: ReadonlySet<string> = new Set(['training.notFinite'])
/** Something on the host has to be put right first: a disk, an environment, a model, a GPU. */
const HOSTS: ReadonlySet<string> = new Set([
  ...['host.diskFull', 'host.pythonGone', 'host.environmentGone', 'env.unfit'],
  ...['training.modelGone', 'model.damaged', 'training.gpuMissing', 'training.gpuLost'],
])

export type Remedy =
  /** `step`: of the latest complete checkpoint; 0: from the start. */
  | { readonly do: 'resume'; readonly step: number }
  /** A new run from there, with so many answers a pass. */
  | { readonly do: 'smaller'; readonly step: number; readonly microBatch: number }
  /** A new run from there, at this learning rate. */
  | { readonly do: 'slower'; readonly step: number; readonly lr: number }
  /** Look at the host first; then it can be resumed. */
  | { readonly do: 'host' }

export interface EndedRun {
  /** Of the failure. */
  readonly code: string
  /** Of the latest complete checkpoint; 0 where there is none. */
  readonly step: number
  /** Of the recipe; a small policy here has no passes. */
  readonly lr: number
  /** Answers a pass, and a step. */
  readonly microBatch?: number
  readonly answers?: number
}

export function remedyOf({ code, step, lr, microBatch = 1, answers = microBatch }: EndedRun): Remedy {
  if (TOO_LARGE.has(code) && microBatch > 1)
    return { do: 'smaller', step, microBatch: dividingBatch(answers, Math.floor(microBatch / 2)) }
  if (TOO_FAST.has(code)) return { do: 'slower', step, lr: lr / 2 }
  return HOSTS.has(code) ? { do: 'host' } : { do: 'resume', step }
}
