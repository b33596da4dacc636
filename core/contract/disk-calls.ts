/** What the window can ask about room on the disk. */
import { z } from 'zod'
import type { CleanUpPlan } from '../disk/clean-up.ts'
import type { PartSizes } from '../disk/part.ts'
import { answers, nothing, path } from './call.ts'

export interface DiskRun {
  readonly id: string
  readonly title: string
  readonly bytes: number
  readonly checkpoints: number
}

/** What a clean-up came to. */
export interface CleanedUp {
  readonly removed: number
  /** Bytes that were freed. */
  readonly bytes: number
  /** Paths that were asked for and stayed: needed meanwhile, or refused by the system. */
  readonly stayed: readonly string[]
}

export const diskCalls = {
  /** Of any project's folder. */
  'disk.sizes': answers<{ parts: PartSizes; total: number }>()(z.object({ folder: path })),
  /** Trainings of the open project, the largest first. */
  'disk.runs': answers<DiskRun[]>()(nothing),
  /** What of the open project could go, and what stays. */
  'disk.cleanPlan': answers<CleanUpPlan>()(nothing),
  /** Removes these, as far as they could still go by a plan made anew. Refused while jobs are at work. */
  'disk.clean': answers<CleanedUp>()(z.object({ paths: z.array(path).min(1).max(100_000) })),
} as const
