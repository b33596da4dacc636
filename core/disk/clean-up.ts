/** What of a project can be removed to make room, decided over an inventory; nothing here touches a file. */
import { keptCheckpoints } from '../training/kept-checkpoints.ts'
import type { Checkpoint } from '../training/recipe.ts'

export const CLEAN_UP_KINDS = ['checkpoints', 'backups', 'leftovers', 'exports'] as const
export type CleanUpKind = (typeof CLEAN_UP_KINDS)[number]

/** Something on disk, by its path below the project's folder, with `/` between names. */
export interface Stored {
  readonly path: string
  readonly bytes: number
}

export interface RunInventory {
  readonly id: string
  readonly checkpoints: readonly (Stored & { readonly step: number; readonly complete: boolean })[]
  /** Share of held-out samples answered right, by step. */
  readonly heldOut: ReadonlyMap<number, number>
  /** Its job could still go on from here. */
  readonly unfinished: boolean
}

export interface Inventory {
  readonly runs: readonly RunInventory[]
  /** Checkpoints that anything of the project names. */
  readonly named: readonly Checkpoint[]
  readonly exports: readonly Stored[]
  /** Of the database, the latest first. */
  readonly backups: readonly Stored[]
  /** Of work that a crash cut off. */
  readonly leftovers: readonly Stored[]
}

export interface Goes extends Stored {
  readonly kind: CleanUpKind
}

/** `needed`: the first, the latest, the best, or named by something; `unfinished`: its training may go on. */
export interface Stays extends Stored {
  readonly kind: CleanUpKind
  readonly why: 'needed' | 'latestBackup' | 'unfinished'
}

export interface CleanUpPlan {
  readonly goes: readonly Goes[]
  readonly stays: readonly Stays[]
}

function sortCheckpoints(run: RunInventory, named: readonly Checkpoint[]): CleanUpPlan {
  const complete = run.checkpoints.filter((one) => one.complete)
  const kept = keptCheckpoints({
    steps: complete.map(({ step }) => step),
    heldOut: run.heldOut,
    named: new Set(named.filter((one) => one.run === run.id).map(({ step }) => step)),
  })
  const kind = 'checkpoints' as const
  const why = (step: number, whole: boolean): Stays['why'] | undefined => {
    if (run.unfinished) return 'unfinished'
    return whole && kept.has(step) ? 'needed' : undefined
  }
  const sorted = run.checkpoints.map(({ path, bytes, step, complete: whole }) => ({
    ...{ kind, path, bytes },
    why: why(step, whole),
  }))
  return {
    goes: sorted.flatMap(({ why, ...one }) => (why === undefined ? [one] : [])),
    stays: sorted.flatMap(({ why, ...one }) => (why === undefined ? [] : [{ ...one, why }])),
  }
}

export function planCleanUp({ runs, named, exports, backups, leftovers }: Inventory): CleanUpPlan {
  const [latest, ...older] = backups
  const checkpoints = runs.map((run) => sortCheckpoints(run, named))
  const all = (kind: CleanUpKind, stored: readonly Stored[]): Goes[] =>
    stored.map((one) => ({ ...one, kind }))
  return {
    goes: [
      ...checkpoints.flatMap(({ goes }) => goes),
      ...all('backups', older),
      ...all('leftovers', leftovers),
      ...all('exports', exports),
    ],
    stays: [
      ...checkpoints.flatMap(({ stays }) => stays),
      ...(latest ? [{ ...latest, kind: 'backups' as const, why: 'latestBackup' as const }] : []),
    ],
  }
}
