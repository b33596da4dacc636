/** Starts, watches and stops the copying, moving, archiving and restoring of projects; one at a time. */
import { randomUUID } from 'node:crypto'
import { readdir, rename, statfs } from 'node:fs/promises'
import { basename, dirname, resolve, sep } from 'node:path'
import type { TransferView } from '#core/contract/transfer-calls.ts'
import { Failure } from '#core/failure/failure.ts'
import { isLive } from '#core/job/fold.ts'
import type { EngineDeps } from '../deps.ts'
import type { OpenProject } from '../open-project.ts'
import {
  databaseOf,
  isUnwritable,
  lookIntoProject,
  openProjectFolder,
  type ProjectFolder,
} from '../project/folder.ts'
import { bytesOf } from '../project/part-sizes.ts'
import { archiveProject, openArchive, unpackArchive } from './archive.ts'
import { copyOf, copyProject } from './copy.ts'
import type { Hear } from './durable.ts'
import { Leftovers, PART } from './leftovers.ts'
import { projectFiles } from './project-files.ts'

const TELL_EVERY_MS = 200
/** Beside the files themselves: names, folders, the database's growth. */
const SLACK_BYTES = 4 << 20

export interface TransferHost {
  readonly deps: EngineDeps
  readonly projectIfOpen: OpenProject | undefined
  open(folder: string): Promise<OpenProject>
  close(): Promise<void>
}

type Kind = TransferView['kind']
/** The work itself. @param hear throws when it is to stop */
type Work = (hear: Hear) => Promise<void>

class Stopped extends Error {}

export class Transfers {
  private readonly host: TransferHost
  private readonly leftovers: Leftovers
  private views: readonly TransferView[] = []
  private stop: AbortController | undefined

  constructor(host: TransferHost, leftoversFile: string | undefined) {
    this.host = host
    this.leftovers = new Leftovers(leftoversFile)
  }

  list(): TransferView[] {
    return [...this.views]
  }

  stopNow(id: string): void {
    if (this.views[0]?.id === id) this.stop?.abort()
  }

  /** @throws Failure `project.*`, before anything is done */
  async copy(folder: string, to: string): Promise<TransferView> {
    await this.expectFree(folder, to)
    const source = await this.hold(folder)
    return this.begin('copy', source, to, async (hear) => {
      const part = `${to}${PART}`
      const file = copyOf(source.project.file, basename(to))
      const plan = { from: source.project, to, part, file, verified: false }
      await this.leftovers.during([part], () => copyProject(plan, hear))
    })
  }

  /** @throws Failure `project.*`, before anything is done */
  async move(folder: string, to: string): Promise<TransferView> {
    await this.expectFree(folder, to)
    const source = await this.hold(folder)
    if (source.project.readOnly !== undefined) {
      await source.release()
      throw new Failure('project.readOnly')
    }
    return this.begin('move', source, to, async (hear) => {
      const wasOpen = this.host.projectIfOpen?.folder.folder === folder
      await source.release()
      if (wasOpen) await this.host.close()
      try {
        await this.moveClosed(folder, to, hear)
      } catch (error) {
        if (wasOpen) await this.host.open(folder)
        throw error
      }
      if (wasOpen) await this.host.open(to)
    })
  }

  /** On one disk it only gets another name; otherwise it is copied, compared, and then the original goes. */
  private async moveClosed(folder: string, to: string, hear: Hear): Promise<void> {
    try {
      await rename(folder, to)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    }
    const part = `${to}${PART}`
    const gone = `${folder}${PART}`
    await this.leftovers.during([part, gone], async () => {
      const from = await openProjectFolder(folder, this.host.deps.workerFile)
      try {
        await copyProject({ from, to, part, file: from.file, verified: true }, hear)
      } finally {
        await from.store.close()
      }
      // In one step it is no project any more; its files follow.
      await rename(folder, gone)
    })
  }

  /** @throws Failure `project.*`, before anything is done */
  async archive(folder: string, file: string): Promise<TransferView> {
    await this.expectFree(folder, file)
    const source = await this.hold(folder)
    const { appVersion, now } = this.host.deps
    return this.begin('archive', source, file, (hear) => {
      const [part, database] = [`${file}${PART}`, `${file}.sqlite${PART}`]
      const plan = { from: source.project, file, part, database, appVersion, at: now().toISOString() }
      return this.leftovers.during([part, database], () => archiveProject(plan, hear))
    })
  }

  /** @throws Failure `archive.*`, `project.*`, before anything is done */
  async unpack(file: string, to: string): Promise<TransferView> {
    await this.expectFree(undefined, to)
    const archive = await openArchive(file)
    const total = archive.manifest.files.reduce((sum, one) => sum + one.bytes, 0)
    const release = (): Promise<void> => archive.zip.close()
    return this.begin('unpack', { from: file, total, release }, to, (hear) => {
      const part = `${to}${PART}`
      return this.leftovers.during([part], () => unpackArchive(archive, part, to, hear))
    })
  }

  private async expectFree(folder: string | undefined, to: string): Promise<void> {
    if (this.views[0]?.state === 'running')
      throw new Failure('project.otherOpen', { folder: this.views[0].from })
    if (folder !== undefined && `${resolve(to)}${sep}`.startsWith(`${resolve(folder)}${sep}`))
      throw new Failure('project.intoItself', { folder })
    const taken = await readdir(to).then(
      (names) => names.length > 0,
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
    )
    if (taken) throw new Failure('project.targetTaken', { place: to })
  }

  /** Keeps others from changing the project meanwhile. */
  private async hold(folder: string): Promise<Source & { readonly project: ProjectFolder }> {
    const open = this.host.projectIfOpen
    // What was opened beside another window is that one's: copying waits until it lets go.
    const isOpen = open?.folder.folder === folder && open.readOnly !== 'asked'
    if (isOpen) {
      const atWork = (await open.jobs.list()).filter(({ state }) => isLive(state) || state.name === 'queued')
      if (atWork.length > 0 && open.readOnly === undefined)
        throw new Failure('project.jobsRun', { count: atWork.length })
      await open.setTransferring(true)
    }
    const project = isOpen ? open.folder : await this.take(folder)
    const release = (): Promise<void> => (isOpen ? open.setTransferring(false) : project.store.close())
    try {
      const files = await projectFiles(folder)
      const total = files.reduce((sum, { bytes }) => sum + bytes, await bytesOf(databaseOf(folder)))
      return { from: folder, total, project, release: once(release) }
    } catch (error) {
      await release()
      throw error
    }
  }

  /** @throws Failure `project.locked` and others: what another window works on would be copied half changed */
  private async take(folder: string): Promise<ProjectFolder> {
    const { workerFile } = this.host.deps
    try {
      return await openProjectFolder(folder, workerFile)
    } catch (error) {
      const code = error instanceof Failure ? error.code : ''
      if (code === 'project.newer') return lookIntoProject(folder, workerFile, 'newer')
      if (code === 'project.unwritable' && (await isUnwritable(folder)))
        return lookIntoProject(folder, workerFile, 'medium')
      throw error
    }
  }

  private async begin(kind: Kind, source: Source, to: string, work: Work): Promise<TransferView> {
    try {
      if (kind !== 'move') await expectRoom(to, source.total)
    } catch (error) {
      await source.release()
      throw error
    }
    const stop = new AbortController()
    this.stop = stop
    const view: TransferView = {
      id: randomUUID(),
      kind,
      from: source.from,
      to,
      state: 'running',
      bytes: { done: 0, total: source.total },
    }
    this.views = [view, ...this.views]
    this.host.deps.push('project.transfer', view)
    void this.run(view, source, work, stop.signal)
    return view
  }

  private async run(view: TransferView, source: Source, work: Work, stop: AbortSignal): Promise<void> {
    let done = 0
    let toldAt = Number.NEGATIVE_INFINITY
    const hear: Hear = (bytes) => {
      if (stop.aborted) throw new Stopped()
      done += bytes
      const now = performance.now()
      if (now - toldAt < TELL_EVERY_MS) return
      toldAt = now
      this.tell({ ...view, bytes: { ...view.bytes, done: Math.min(done, view.bytes.total) } })
    }
    let last: TransferView
    try {
      await work(hear)
      last = { ...view, state: 'done', bytes: { ...view.bytes, done: view.bytes.total } }
    } catch (error) {
      const { code, values, detail } = asFailure(error)
      // Whoever was at work may have failed in its own way when it was stopped.
      const bytes = { ...view.bytes, done: Math.min(done, view.bytes.total) }
      last = stop.aborted
        ? { ...view, bytes, state: 'stopped' }
        : { ...view, bytes, state: 'failed', failure: { code, values, detail } }
    }
    await source.release().catch(console.error)
    this.tell(last)
  }

  private tell(view: TransferView): void {
    this.views = this.views.map((other) => (other.id === view.id ? view : other))
    this.host.deps.push('project.transfer', view)
  }
}

interface Source {
  readonly from: string
  readonly total: number
  release(): Promise<void>
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('disk.full', {}, String(message))
  return new Failure('project.transferFailed', { why: code ?? String(message) }, String(message))
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`

/** @throws Failure `project.noRoom` */
async function expectRoom(to: string, bytes: number): Promise<void> {
  let place = dirname(resolve(to))
  for (;;) {
    const facts = await statfs(place).catch(() => undefined)
    if (facts) {
      const free = facts.bavail * facts.bsize
      if (free < bytes + SLACK_BYTES)
        throw new Failure('project.noRoom', { needed: megabytes(bytes + SLACK_BYTES), free: megabytes(free) })
      return
    }
    const above = dirname(place)
    if (above === place) return
    place = above
  }
}
