/** A project's folder: what stands where, how it is made, opened, backed up and restored. */
import { randomUUID } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { access, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { BackupInfo, ReadOnlyReason } from '#core/contract/views.ts'
import { Failure } from '#core/failure/failure.ts'
import { makeFolder } from './make-folder.ts'
import { openLooker, openStore, StoreRefused } from './sqlite-store.ts'
import type { Store } from './store.ts'

export const PROJECT_FORMAT = 1
const BACKUPS_KEPT = 5
const DAY_MS = 86_400_000

const projectFile = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  format: z.number().int(),
  sample: z.boolean().default(false),
})
export type ProjectFile = z.infer<typeof projectFile>

export interface ProjectFolder {
  readonly folder: string
  readonly file: ProjectFile
  readonly store: Store
  /** Why nothing of it may be changed. */
  readonly readOnly?: ReadOnlyReason
}

export const databaseOf = (folder: string): string => join(folder, 'project.sqlite')
export const datasetsOf = (folder: string): string => join(folder, 'datasets')
export const runsOf = (folder: string): string => join(folder, 'runs')
const backupsOf = (folder: string): string => join(folder, 'backups')

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''

/** Makes an empty project. @throws Failure `project.already`, `project.exists`, `project.unwritable`, `disk.full` */
export async function createProjectFolder(folder: string, name: string, sample: boolean): Promise<void> {
  if (existsSync(join(folder, 'project.json'))) throw new Failure('project.already', { folder })
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new Failure('project.exists', { folder })
  try {
    for (const part of ['datasets', 'runs', 'exports', 'prompts', 'backups']) {
      await makeFolder(join(folder, part))
    }
    const file: ProjectFile = { id: randomUUID(), name, format: PROJECT_FORMAT, sample }
    await replaceFile(join(folder, 'project.json'), `${JSON.stringify(file, null, 2)}\n`)
  } catch (error) {
    if (codeOf(error) === 'ENOSPC') throw new Failure('disk.full', {}, String(error))
    throw new Failure('project.unwritable', { folder }, String(error))
  }
}

/** Writes beside and renames, so that a reader sees the old file or the new one, never half. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.new`
  await writeFile(beside, text, { flush: true })
  await rename(beside, path)
}

/**
 * Opens a project without changing a byte of it, whoever holds it; of a newer format too, as far as it can be read.
 * @throws Failure `project.notFound`, `project.damaged`
 */
export async function lookIntoProject(
  folder: string,
  workerFile: string | URL,
  readOnly: ReadOnlyReason,
): Promise<ProjectFolder> {
  const text = await readFile(join(folder, 'project.json'), 'utf8').catch(() => '')
  const known = projectFile.safeParse(parseOrUndefined(text)).data
  const database = databaseOf(folder)
  if (!existsSync(database)) throw new Failure('project.notFound', { folder })
  const file = known ?? { id: folder, name: basename(folder), format: PROJECT_FORMAT, sample: false }
  try {
    return { folder, file, store: await openLooker(workerFile, database), readOnly }
  } catch (error) {
    throw await explainRefusal(folder, error)
  }
}

/** Whether nobody could write there: the medium, or the folder's permissions. */
export const isUnwritable = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => false,
    () => true,
  )

/** Reads project.json. @throws Failure `project.notFound`, `project.newer`, `project.damaged` */
export async function readProjectFile(folder: string): Promise<ProjectFile> {
  let text: string
  try {
    text = await readFile(join(folder, 'project.json'), 'utf8')
  } catch (error) {
    throw new Failure('project.notFound', { folder }, String(error))
  }
  const decoded = projectFile.safeParse(parseOrUndefined(text))
  if (!decoded.success) {
    // The database holds everything that matters; a broken label is made anew beside the old one.
    if (!existsSync(databaseOf(folder)))
      throw new Failure('project.notFound', { folder }, 'project.json is damaged')
    return repairProjectFile(folder)
  }
  if (decoded.data.format > PROJECT_FORMAT) {
    throw new Failure('project.newer', { found: decoded.data.format, known: PROJECT_FORMAT })
  }
  return decoded.data
}

async function repairProjectFile(folder: string): Promise<ProjectFile> {
  const path = join(folder, 'project.json')
  await rename(path, `${path}.damaged-${Date.now()}`)
  const file: ProjectFile = {
    id: randomUUID(),
    name: basename(folder),
    format: PROJECT_FORMAT,
    sample: false,
  }
  await replaceFile(path, `${JSON.stringify(file, null, 2)}\n`)
  return file
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const holderFile = (folder: string): string => join(folder, 'project.holder')

/** Opens a project; the caller owns it until it closes the store. @throws Failure `project.*` */
export async function openProjectFolder(folder: string, workerFile: string | URL): Promise<ProjectFolder> {
  const file = await readProjectFile(folder)
  let store: Store
  try {
    store = await openStore(workerFile, databaseOf(folder))
  } catch (error) {
    throw await explainRefusal(folder, error)
  }
  await writeFile(holderFile(folder), String(process.pid)).catch(() => undefined)
  return { folder, file, store }
}

async function explainRefusal(folder: string, error: unknown): Promise<unknown> {
  if (!(error instanceof StoreRefused)) return error
  switch (error.why) {
    case 'locked': {
      const pid = await readFile(holderFile(folder), 'utf8').catch(() => '?')
      return new Failure('project.locked', { folder, pid })
    }
    case 'newer':
      return new Failure('project.newer', { found: error.found, known: PROJECT_FORMAT })
    case 'damaged': {
      const latest = (await listBackups(folder))[0]
      return new Failure('project.damaged', { folder, backup: latest?.file ?? '–' }, error.message)
    }
    case 'failed':
      return new Failure('project.unwritable', { folder }, error.message)
  }
}

/** Backups, latest first. */
export async function listBackups(folder: string): Promise<BackupInfo[]> {
  const names = await readdir(backupsOf(folder)).catch(() => [])
  const found: BackupInfo[] = []
  for (const file of names.filter((name) => name.endsWith('.sqlite'))) {
    const facts = await stat(join(backupsOf(folder), file))
    found.push({ file, at: facts.mtime.toISOString(), bytes: facts.size })
  }
  return found.sort((a, b) => b.at.localeCompare(a.at))
}

/** A copy of the database, if the last one is older than a day; the oldest copies go. */
export async function backupIfDue(project: ProjectFolder, now: Date): Promise<void> {
  const backups = await listBackups(project.folder)
  const latest = backups[0]
  if (latest && now.getTime() - Date.parse(latest.at) < DAY_MS) return
  const name = `${now.toISOString().replace(/[:.]/g, '-')}.sqlite`
  await mkdir(backupsOf(project.folder), { recursive: true })
  const path = join(backupsOf(project.folder), name)
  try {
    await project.store.backup(`${path}.new`)
    await rename(`${path}.new`, path)
  } catch {
    // No room for a copy is no reason to keep the project shut; the next opening tries again.
    await rm(`${path}.new`, { force: true })
    return
  }
  for (const old of backups.slice(BACKUPS_KEPT - 1)) await rm(join(backupsOf(project.folder), old.file))
}

/** Puts a backup in place of the database. What was there is kept beside it. */
export async function restoreBackup(folder: string, file: string): Promise<void> {
  const source = join(backupsOf(folder), basename(file))
  if (!existsSync(source)) throw new Failure('file.notFound', { file })
  const database = databaseOf(folder)
  const aside = `${database}.damaged-${Date.now()}`
  const beside = `${database}.restored`
  await copyFile(source, beside)
  for (const tail of ['', '-wal', '-shm']) {
    if (existsSync(`${database}${tail}`)) await rename(`${database}${tail}`, `${aside}${tail}`)
  }
  await rename(beside, database)
}
