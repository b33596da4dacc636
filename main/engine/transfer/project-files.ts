/** What of a project's folder goes along when it is copied or archived. */
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PART } from './leftovers.ts'

export interface ProjectFileEntry {
  /** Below the project's folder, with `/` between names. */
  readonly path: string
  readonly bytes: number
}

/** The database is taken by a backup of its own; locks and unfinished files belong to who is at work. */
const STAYS = /^project\.(json|holder|sqlite(-wal|-shm|-journal|\.lock.*|\.restored)?)$/

/** Files but the database and project.json, in the order of their names. Links do not go along. */
export async function projectFiles(folder: string): Promise<ProjectFileEntry[]> {
  const files: ProjectFileEntry[] = []
  const walk = async (below: string): Promise<void> => {
    for (const name of (await readdir(join(folder, below))).sort()) {
      const path = below === '' ? name : `${below}/${name}`
      if (STAYS.test(path) || name.endsWith(PART)) continue
      const facts = await lstat(join(folder, path))
      if (facts.isDirectory()) await walk(path)
      else if (facts.isFile()) files.push({ path, bytes: facts.size })
    }
  }
  await walk('')
  return files
}

/** Folders that every project has, also where one of them is empty and so has no file to bring it along. */
export const PROJECT_FOLDERS = ['datasets', 'runs', 'exports', 'prompts', 'backups'] as const
