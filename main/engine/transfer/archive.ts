import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  ARCHIVE_FORMAT,
  type ArchiveManifest,
  MANIFEST,
  type ManifestProblem,
  readManifest,
} from '#core/archive/manifest.ts'
import { Failure } from '#core/failure/failure.ts'
import { BadZip, ZipReader } from '../archive/zip-read.ts'
import { ZipWriter } from '../archive/zip-write.ts'
import type { ProjectFolder } from '../project/folder.ts'
import { type Hear, putInPlace } from './durable.ts'
import { PROJECT_FOLDERS, projectFiles } from './project-files.ts'

const LONGEST_MANIFEST = 256 << 20

export interface ArchivePlan {
  readonly from: ProjectFolder
  readonly file: string
  /** Where the file is made until it is whole, and where the database is put meanwhile. */
  readonly part: string
  readonly database: string
  readonly appVersion: string
  /** ISO 8601. */
  readonly at: string
}

/** Writes a whole archive, or none. @throws the system's error, what `hear` throws */
export async function archiveProject(plan: ArchivePlan, hear: Hear): Promise<void> {
  const { from, file, part, database, appVersion, at } = plan
  await from.store.backup(database)
  const zip = await ZipWriter.create(part)
  try {
    const files: ArchiveManifest['files'] = []
    const label = `${JSON.stringify(from.file, null, 2)}\n`
    files.push({ path: 'project.json', ...(await zip.addText('project.json', label)) })
    files.push({ path: 'project.sqlite', ...(await zip.addFile('project.sqlite', database, hear)) })
    for (const { path } of await projectFiles(from.folder))
      files.push({ path, ...(await zip.addFile(path, join(from.folder, path), hear)) })
    const { id, name } = from.file
    const manifest = { format: ARCHIVE_FORMAT, appVersion, createdAt: at, project: { id, name }, files }
    await zip.addText(MANIFEST, JSON.stringify(manifest, null, 1))
    await zip.finish()
  } catch (error) {
    await zip.abandon()
    throw error
  }
  await putInPlace(part, file)
}

export interface OpenArchive {
  readonly zip: ZipReader
  readonly manifest: ArchiveManifest
}

const PROBLEMS: Readonly<Record<Exclude<ManifestProblem, 'newer'>, string>> = {
  unreadable: 'its list of files cannot be read',
  names: 'it names files that may not be put in place',
  incomplete: 'its list lacks the project itself',
}

/** @throws Failure `archive.foreign`, `archive.newer`, `archive.damaged`, `file.unreadable` */
export async function openArchive(file: string): Promise<OpenArchive> {
  const zip = await ZipReader.open(file).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof BadZip) throw new Failure('archive.foreign', { file }, error.message)
    throw new Failure('file.unreadable', { file, why: error.code ?? error.message })
  })
  try {
    const entry = zip.entries.find(({ name }) => name === MANIFEST)
    if (!entry) throw new Failure('archive.foreign', { file })
    const read = readManifest(await zip.text(entry, LONGEST_MANIFEST))
    if (!('problem' in read)) return { zip, manifest: read }
    if (read.problem === 'newer')
      throw new Failure('archive.newer', { found: read.found, known: ARCHIVE_FORMAT })
    throw new Failure('archive.damaged', { why: PROBLEMS[read.problem] })
  } catch (error) {
    await zip.close()
    throw damage(error)
  }
}

const damage = (error: unknown): unknown =>
  error instanceof BadZip ? new Failure('archive.damaged', { why: error.message }) : error

/** Puts every file in place, each checked, or nothing. @throws Failure `archive.damaged`, the system's error */
export async function unpackArchive(
  { zip, manifest }: OpenArchive,
  part: string,
  to: string,
  hear: Hear,
): Promise<void> {
  for (const name of PROJECT_FOLDERS) await mkdir(join(part, name), { recursive: true })
  const entries = new Map(zip.entries.map((entry) => [entry.name, entry]))
  // The label comes last: what has none is no project.
  const label = ({ path }: { path: string }): number => (path === 'project.json' ? 1 : 0)
  for (const file of [...manifest.files].sort((a, b) => label(a) - label(b))) {
    const entry = entries.get(file.path)
    if (!entry) throw new Failure('archive.damaged', { why: `${basename(file.path)} is missing` })
    const place = join(part, file.path)
    await mkdir(dirname(place), { recursive: true })
    const handle = await open(place, 'wx')
    const hash = createHash('sha256')
    try {
      const take = async (chunk: Buffer): Promise<void> => {
        hear(chunk.length)
        hash.update(chunk)
        await handle.writeFile(chunk)
      }
      await zip.read(entry, take).catch((error: unknown) => {
        throw damage(error)
      })
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (entry.bytes !== file.bytes || hash.digest('hex') !== file.sha256)
      throw new Failure('archive.damaged', { why: `${basename(file.path)} is not what was archived` })
  }
  await putInPlace(part, to, PROJECT_FOLDERS)
}
