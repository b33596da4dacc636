/** Which checkpoints of a run stay on disk; some 26 MB each, and a long run writes hundreds. */
import { isRecord } from './loose-json.ts'
import { type Checkpoint, checkpointSchema, readCheckpointName } from './recipe.ts'

/** Of the latest ones so many stay: should the last be damaged, training goes on from the one before it. */
const LATEST = 2

export interface RunCheckpoints {
  /** Complete ones, in any order. */
  readonly steps: readonly number[]
  /** Share of held-out samples answered right, by step. */
  readonly heldOut: ReadonlyMap<number, number>
  /** Steps that something of the project names: another training, a round, a probe, a talk. */
  readonly named: ReadonlySet<number>
}

/** The first, the latest two, the best on held-out samples (the first of equals), and all that are named. */
export function keptCheckpoints({ steps, heldOut, named }: RunCheckpoints): ReadonlySet<number> {
  const inOrder = [...steps].sort((a, b) => a - b)
  const measured = inOrder.filter((step) => heldOut.has(step))
  const best = Math.max(...measured.map((step) => heldOut.get(step) ?? 0))
  return new Set([
    ...inOrder.slice(0, 1),
    ...inOrder.slice(-LATEST),
    ...measured.filter((step) => heldOut.get(step) === best).slice(0, 1),
    ...inOrder.filter((step) => named.has(step)),
  ])
}

/**
 * Every checkpoint that is named anywhere in plain JSON, such as the specs of jobs: as `RUN:STEP`, or as an object of
 * a run and a step. Whatever looks like a name counts; at worst something stays that nobody needs.
 */
export function checkpointsNamedIn(value: unknown): Checkpoint[] {
  if (typeof value === 'string') {
    const read = readCheckpointName(value)
    return read === undefined || typeof read === 'string' ? [] : [read]
  }
  if (Array.isArray(value)) return value.flatMap(checkpointsNamedIn)
  if (!isRecord(value)) return []
  const itself = checkpointSchema.safeParse(value)
  return [...(itself.success ? [itself.data] : []), ...Object.values(value).flatMap(checkpointsNamedIn)]
}
