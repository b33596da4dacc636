import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as later } from 'node:timers/promises'
import { Failure } from '#core/failure/failure.ts'

/** A trainer whose engine died hears of it and ends; its place is waited for so long. */
const PATIENCE_MS = 10_000
const TRY_EVERY_MS = 50

/**
 * Takes a run for this process. As with a project, the lock is an exclusive transaction: the system drops it the moment
 * the holder dies, so that no two processes ever train one run and none is locked for good.
 *
 * @returns gives it back
 * @throws Failure `training.running`
 */
export async function lockRun(folder: string, patienceMs = PATIENCE_MS): Promise<() => void> {
  const lock = new DatabaseSync(join(folder, 'run.lock'))
  for (let waited = 0; ; waited += TRY_EVERY_MS) {
    try {
      lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
      return () => lock.close()
    } catch (error) {
      if (waited < patienceMs) {
        await later(TRY_EVERY_MS)
        continue
      }
      lock.close()
      throw new Failure('training.running', {}, String(error))
    }
  }
}
