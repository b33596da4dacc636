/** The folder in which projects are made: whether it can be one, and where in it a project goes. */
import { existsSync } from 'node:fs'
import { rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectPlace } from '#core/contract/index.ts'
import { Failure } from '#core/failure/failure.ts'
import { makeFolder } from '#engine/project/make-folder.ts'

const isProject = (folder: string): boolean => existsSync(join(folder, 'project.json'))

/**
 * Tries the folder by writing in it: rights, read-only disks and full ones all show only then. What was made for the
 * trial goes again.
 * @throws Failure `project.itself`, `disk.full`, `project.unwritable`
 */
export async function requireProjectsFolder(folder: string): Promise<void> {
  if (isProject(folder)) throw new Failure('project.itself', { folder })
  const trial = join(folder, `.looptool-trial-${process.pid}`)
  let made: string[] = []
  try {
    made = await makeFolder(folder)
    await writeFile(trial, 'x', { flush: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw new Failure('disk.full', {}, String(error))
    throw new Failure('project.unwritable', { folder }, String(error))
  } finally {
    await rm(trial, { force: true }).catch(() => undefined)
    // One that is not empty any more stays, and those around it.
    for (const one of made.toReversed()) await rmdir(one).catch(() => undefined)
  }
}

/** A project's name as a folder's name on any system: no separators, no reserved signs, no dots at the ends. */
export function folderName(name: string): string {
  const safe = [...name.normalize('NFC')]
    .map((sign) => (/[\p{L}\p{N} _.-]/u.test(sign) ? sign : '-'))
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80)
    .trim()
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(safe)
  return safe === '' || reserved ? `project-${safe}`.replace(/-$/, '') : safe
}

/** Where a project of that name would be made now. */
export function placeFor(parent: string, name: string): ProjectPlace {
  const wanted = folderName(name)
  for (let n = 1; ; n++) {
    const folder = join(parent, n === 1 ? wanted : `${wanted} ${n}`)
    if (!existsSync(folder)) return { folder, taken: n > 1, inProject: isProject(parent) }
  }
}
