import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '#engine/project/sqlite-store.ts'
import type { Store } from '#engine/project/store.ts'

export const WORKER = new URL('../../main/engine/project/store-worker.ts', import.meta.url)

/** A folder that goes when the test ends. */
export function tempFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'looptool-'))
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  }
}

export const openTestStore = (folder: string, maxPages?: number): Promise<Store> =>
  openStore(WORKER, join(folder, 'project.sqlite'), maxPages)
