import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure/failure.ts'
import { databaseOf, type ProjectFile, type ProjectFolder } from '../project/folder.ts'
import { copyDurably, type Hear, hashOf, putInPlace, syncFile } from './durable.ts'
import { PROJECT_FOLDERS, projectFiles } from './project-files.ts'

export interface CopyPlan {
  readonly from: ProjectFolder
  readonly to: string
  /** Where it is made until it is whole. */
  readonly part: string
  /** What project.json of the copy says. */
  readonly file: ProjectFile
  /** Reads everything back and compares before it counts: the original goes afterwards. */
  readonly verified: boolean
}

/** Makes a whole project at `to`, or nothing. @throws the system's error, what `hear` throws */
export async function copyProject({ from, to, part, file, verified }: CopyPlan, hear: Hear): Promise<void> {
  for (const name of PROJECT_FOLDERS) await mkdir(join(part, name), { recursive: true })
  const sums = new Map<string, string>()
  for (const { path } of await projectFiles(from.folder))
    sums.set(path, await copyDurably(join(from.folder, path), join(part, path), hear))
  await from.store.backup(databaseOf(part))
  await syncFile(databaseOf(part))
  if (verified)
    for (const [path, sum] of sums)
      if ((await hashOf(join(part, path), () => hear(0))) !== sum)
        throw new Failure('project.transferFailed', { why: path }, 'what was written is not what was read')
  const label = join(part, 'project.json')
  await writeFile(label, `${JSON.stringify(file, null, 2)}\n`, { flush: true })
  await putInPlace(part, to, PROJECT_FOLDERS)
}

/** A copy is another project: its own id, named after its folder. */
export const copyOf = (file: ProjectFile, name: string): ProjectFile => ({ ...file, id: randomUUID(), name })
