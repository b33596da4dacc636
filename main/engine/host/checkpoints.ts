/** Checkpoints of a run on a host: what stands there, bringing one here, bringing one there. */
import { mkdir, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { checkpointFolder } from '#core/training/run.ts'
import type { Host } from './host.ts'

/** Written last: a folder without it is no checkpoint. */
export const COMPLETE = 'complete.json'
/** The whole model beside an adapter; complete by a file of its own. */
export const MERGED = 'merged'
const ADAPTER = 'adapter_config.json'
/** What only the trainer needs to go on, and what may run code when it is read. */
const TRAINERS = /^(optimizer|scheduler|scaler|rng_state|trainer_state|training_args)\b/
/** A name that is one file's, whoever wrote it. */
const NAME = /^\w[\w.-]{0,199}$/
/** Of a disk so much stays free. */
const SPARE = 512 << 20
const LARGEST_WORD = 1 << 20

export interface CheckpointThere {
  readonly step: number
  readonly bytes: number
  /** An adapter that needs its model, unless `merged` stands beside it. */
  readonly adapter: boolean
  readonly merged: boolean
}

/** A file of a checkpoint, by its path inside. */
export interface CheckpointFile {
  readonly path: string
  readonly size: number
}

/** The complete checkpoints of a run as they stand now. @param folder of the run there */
export async function checkpointsThere(host: Pick<Host, 'list'>, folder: string): Promise<CheckpointThere[]> {
  const found: CheckpointThere[] = []
  for (const { name } of await host.list(`${folder}/checkpoints`)) {
    const step = Number(/^step-([1-9]\d{0,6})$/.exec(name)?.[1] ?? 0)
    if (step === 0) continue
    const entries = await host.list(`${folder}/${checkpointFolder(step)}`)
    if (!entries.some((one) => one.name === COMPLETE)) continue
    const merged = await mergedFiles(host, `${folder}/${checkpointFolder(step)}`, entries)
    const files = [...entries.filter(({ kind }) => kind === 'file'), ...merged]
    found.push({
      step,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      adapter: entries.some((one) => one.name === ADAPTER),
      merged: merged.length > 0,
    })
  }
  return found.sort((a, b) => a.step - b.step)
}

async function mergedFiles(
  host: Pick<Host, 'list'>,
  folder: string,
  entries: readonly { readonly name: string; readonly kind: string }[],
): Promise<CheckpointFile[]> {
  if (!entries.some(({ name, kind }) => name === MERGED && kind === 'folder')) return []
  const files = await host.list(`${folder}/${MERGED}`)
  if (!files.some(({ name }) => name === COMPLETE)) return []
  return files.flatMap(({ name, kind, size }) =>
    kind === 'file' ? [{ path: `${MERGED}/${name}`, size }] : [],
  )
}

const completeSchema = z.looseObject({ sizes: z.record(z.string(), z.number()).optional() })

/**
 * The files of a checkpoint that are to be brought, complete.json last of each folder.
 *
 * @param optimizer also what only the trainer needs
 * @throws Failure `training.checkpointNotFound` where it is not complete or a file is shorter than it was
 */
export async function filesOf(
  host: Pick<Host, 'list' | 'readFrom'>,
  folder: string,
  { run, step, optimizer }: { readonly run: string; readonly step: number; readonly optimizer: boolean },
): Promise<CheckpointFile[]> {
  const notWhole = (detail: string): Failure =>
    new Failure('training.checkpointNotFound', { run, step }, detail)
  const entries = await host.list(folder)
  if (!entries.some(({ name }) => name === COMPLETE)) throw notWhole(`${folder}/${COMPLETE}`)
  const { bytes } = await host.readFrom(`${folder}/${COMPLETE}`, 0, LARGEST_WORD)
  const { sizes = {} } = completeSchema.catch({}).parse(readJson(bytes))
  for (const [name, size] of Object.entries(sizes))
    if (entries.find((one) => one.name === name)?.size !== size) throw notWhole(name)
  const own = entries.flatMap(({ name, kind, size }) => (kind === 'file' ? [{ path: name, size }] : []))
  return [...own, ...(await mergedFiles(host, folder, entries))]
    .filter(({ path }) => path.split('/').every((part) => NAME.test(part)))
    .filter(({ path }) => optimizer || !TRAINERS.test(path))
    .sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1))
}

/** The last file says that all others are there. */
const rank = (path: string): number => (path === COMPLETE ? 2 : path.endsWith(`/${COMPLETE}`) ? 1 : 0)

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return {}
  }
}

export interface Carrying {
  readonly signal?: AbortSignal
  /** Bytes of all. */
  readonly progress?: (done: number, total: number) => void
}

/**
 * Brings files of a checkpoint here. What an earlier try brought stays; each file is compared by SHA-256 and stands under
 * its name only once it is right.
 *
 * @throws Failure `disk.tooLittle` before anything is brought; `host.*`
 */
export async function fetchCheckpoint(
  host: Pick<Host, 'download'>,
  from: string,
  to: string,
  files: readonly CheckpointFile[],
  { signal, progress }: Carrying = {},
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0)
  await mkdir(to, { recursive: true })
  await sameAsBefore(to, files)
  const here = await Promise.all(files.map(({ path, size }) => has(join(to, path), size)))
  const missing = files.filter((_, i) => !here[i])
  await expectRoom(
    to,
    missing.reduce((sum, { size }) => sum + size, 0),
  )
  let done = total - missing.reduce((sum, { size }) => sum + size, 0)
  progress?.(done, total)
  for (const { path, size } of missing) {
    signal?.throwIfAborted()
    if (path.includes('/')) await mkdir(join(to, path, '..'), { recursive: true })
    await host.download(`${from}/${path}`, join(to, path), {
      ...(signal ? { signal } : {}),
      progress: (some) => progress?.(done + some, total),
    })
    done += size
  }
  progress?.(done, total)
  await rm(join(to, WISHED), { force: true })
}

/** What is being brought; an earlier try that wished for another checkpoint of that step is no start for this one. */
const WISHED = '.wished.json'

async function sameAsBefore(to: string, files: readonly CheckpointFile[]): Promise<void> {
  const wish = JSON.stringify(files)
  const before = await readFile(join(to, WISHED), 'utf8').catch(() => undefined)
  const complete = await stat(join(to, COMPLETE)).catch(() => undefined)
  if (before !== undefined && before !== wish && !complete) {
    await rm(to, { recursive: true })
    await mkdir(to, { recursive: true })
  }
  await writeFile(join(to, WISHED), wish)
}

const has = (path: string, size: number): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile() && found.size === size,
    () => false,
  )

async function expectRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (bytes + SPARE <= free || bytes === 0) return
  const gib = (size: number): number => Math.round((size / 2 ** 30) * 10) / 10
  throw new Failure('disk.tooLittle', { need: gib(bytes), free: gib(free), folder })
}

/** Brings a checkpoint that is here to a folder on a host; complete.json last. What is there already stays. */
export async function bringCheckpoint(
  host: Pick<Host, 'list' | 'makeFolder' | 'upload'>,
  from: string,
  to: string,
  carried: Carrying = {},
): Promise<void> {
  const there = await host.list(to)
  if (there.some(({ name }) => name === COMPLETE)) return
  await host.makeFolder(to)
  const names = (await readdir(from, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && NAME.test(entry.name) && !TRAINERS.test(entry.name))
    .map(({ name }) => name)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  const sizes = new Map(there.map(({ name, size }) => [name, size]))
  for (const name of names) {
    carried.signal?.throwIfAborted()
    // A file stands under its name only once it was compared.
    if (sizes.get(name) === (await stat(join(from, name))).size) continue
    await host.upload(join(from, name), `${to}/${name}`, carried)
  }
}
