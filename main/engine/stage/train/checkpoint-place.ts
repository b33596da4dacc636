/** Where a checkpoint of a run lies in the project. */
import { stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import type { Checkpoint } from '#core/training/recipe.ts'
import { checkpointFolder } from '#core/training/run.ts'
import { COMPLETE, MERGED } from '../../host/checkpoints.ts'
import { completeCheckpoints } from '../../inference/small-policy/run-files.ts'

/**
 * The folder of the whole model: of an adapter, the one that was merged.
 *
 * @throws Failure `training.checkpointNotFound`
 */
export async function checkpointPlace(runsFolder: string, { run, step }: Checkpoint): Promise<string> {
  const folder = join(runsFolder, run)
  // An id is one name: it must not lead anywhere else.
  const inside = relative(runsFolder, folder)
  const isRun = inside !== '' && !inside.startsWith('..') && !isAbsolute(inside) && !/[/\\]/.test(inside)
  if (!isRun || !(await completeCheckpoints(folder)).includes(step))
    throw new Failure('training.checkpointNotFound', { run, step })
  const checkpoint = join(folder, checkpointFolder(step))
  const merged = join(checkpoint, MERGED)
  return (await stat(join(merged, COMPLETE)).catch(() => undefined)) ? merged : checkpoint
}
