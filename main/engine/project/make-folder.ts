import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those around it that are missing. Node's own recursive mkdir never comes back where a file system
 * answers that the parent is missing although it is there (`/proc` does).
 * @returns what was made, the outermost first
 * @throws the system's error
 */
export async function makeFolder(wanted: string): Promise<string[]> {
  const missing: string[] = []
  for (let folder = resolve(wanted); !(await isFolder(folder)); folder = dirname(folder)) {
    missing.unshift(folder)
    if (folder === dirname(folder)) break
  }
  for (const folder of missing) await mkdir(folder)
  return missing
}

/** @throws where something else is there */
async function isFolder(path: string): Promise<boolean> {
  try {
    const found = await stat(path)
    if (!found.isDirectory()) throw Object.assign(new Error(`ENOTDIR: ${path}`), { code: 'ENOTDIR' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
