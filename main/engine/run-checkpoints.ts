/** The checkpoints of a run: those here, and those on its host as they were last seen. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint, CheckpointPlace } from '#core/contract/training-views.ts'
import { checkpointFolder } from '#core/training/run.ts'
import { isPlayable } from './policy-places.ts'
import { bytesOf } from './project/part-sizes.ts'
import { readThere, type There } from './stage/train/there.ts'
import { readCheckpoints } from './training/run-folder.ts'
import type { StoredCheckpoints } from './training/runs.ts'

/** Of the whole model, where one was merged. @param folder of a checkpoint */
async function placeHere(folder: string): Promise<CheckpointPlace> {
  const merged = join(folder, 'merged')
  const [isMerged, isAdapter] = await Promise.all(
    [join(merged, 'complete.json'), join(folder, 'adapter_config.json')].map((file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  )
  const whole = isMerged === true || isAdapter !== true
  return { folder: isMerged ? merged : folder, bytes: await bytesOf(folder), whole }
}

function placeThere(there: There, step: number): CheckpointPlace | undefined {
  const found = there.checkpoints.find((one) => one.step === step)
  const folder = `${there.folder}/${checkpointFolder(step)}`
  if (!found) return undefined
  const { merged, adapter, bytes } = found
  return { folder: merged ? `${folder}/merged` : folder, bytes, whole: merged || !adapter }
}

/** First to last. @param folder of the run, here */
export async function checkpointsOf(folder: string, named: ReadonlySet<number>): Promise<StoredCheckpoints> {
  const there = await readThere(folder)
  const here = new Map<number, CheckpointPlace>()
  for (const one of await readCheckpoints(folder)) here.set(one.step, await placeHere(one.folder))
  const steps = new Set([...here.keys(), ...(there?.checkpoints.map(({ step }) => step) ?? [])])
  const checkpoints = [...steps]
    .sort((a, b) => a - b)
    .map(async (step): Promise<Checkpoint> => {
      const [mine, its] = [here.get(step), there && placeThere(there, step)]
      return {
        step,
        ...(mine ? { here: mine } : {}),
        ...(its ? { there: its } : {}),
        playable: mine !== undefined && (await isPlayable(mine.folder)),
        named: named.has(step),
      }
    })
  return { checkpoints: await Promise.all(checkpoints), lookedAt: there?.at }
}
