/** Takes checkpoints that nobody needs any more out of a run's folder. */
import { join } from 'node:path'
import { readEventLine } from '#core/training/event.ts'
import { keptCheckpoints } from '#core/training/kept-checkpoints.ts'
import type { Checkpoint } from '#core/training/recipe.ts'
import {
  completeCheckpoints,
  EVENTS_FILE,
  removeCheckpoint,
  sweepRemoved,
} from '../../inference/small-policy/run-files.ts'
import { newLines } from './run-folder.ts'

async function heldOutOf(folder: string): Promise<Map<number, number>> {
  const rates = new Map<number, number>()
  for await (const { lines } of newLines(join(folder, EVENTS_FILE), 0))
    for (const event of lines.map(readEventLine))
      if (event?.type === 'validation' && event.total > 0) rates.set(event.step, event.right / event.total)
  return rates
}

/**
 * Removes what the rule does not keep, and what an earlier removal left behind when it was cut off.
 *
 * @param named the checkpoints of any run that something of the project names
 */
export async function pruneCheckpoints(
  folder: string,
  run: string,
  named: readonly Checkpoint[],
): Promise<void> {
  await sweepRemoved(folder)
  const steps = await completeCheckpoints(folder)
  const kept = keptCheckpoints({
    steps,
    heldOut: await heldOutOf(folder),
    named: new Set(named.filter((one) => one.run === run).map(({ step }) => step)),
  })
  for (const step of steps) if (!kept.has(step)) await removeCheckpoint(folder, step)
}
