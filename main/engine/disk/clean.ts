import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CleanedUp } from '#core/contract/disk-calls.ts'
import type { CleanUpPlan } from '#core/disk/clean-up.ts'

/** A removal that is cut off leaves this, which counts as a leftover and is never taken for a checkpoint. */
const REMOVED = '.part'

/** @param paths below the folder; only those that the plan lets go are removed */
export async function removeGoing(
  folder: string,
  { goes }: CleanUpPlan,
  paths: readonly string[],
): Promise<CleanedUp> {
  const going = new Map(goes.map((one) => [one.path, one]))
  const stayed: string[] = []
  let removed = 0
  let bytes = 0
  for (const path of paths) {
    const one = going.get(path)
    if (!one || !(await remove(join(folder, path)))) {
      stayed.push(path)
      continue
    }
    removed++
    bytes += one.bytes
  }
  return { removed, bytes, stayed }
}

/** First out of the way in one step, so that nobody finds half of it. */
async function remove(place: string): Promise<boolean> {
  try {
    const aside = place.endsWith(REMOVED) ? place : `${place}${REMOVED}`
    if (aside !== place) await rename(place, aside)
    await rm(aside, { recursive: true })
    return true
  } catch {
    return false
  }
}
