/** Logs outside the project that the user opened: a list of paths in `runs/opened.json`. The files are only read. */
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { detectLog, LOG_FORMATS } from '#core/training/log-format.ts'
import { type Log, openLog, STRETCH } from './log-stretch.ts'

const openedSchema = z.array(z.object({ id: z.string(), file: z.string(), format: z.enum(LOG_FORMATS) }))
export type OpenedLog = z.infer<typeof openedSchema>[number] & Log

/** How far a log is searched for its first record. */
const SEARCHED = 16 * STRETCH

async function formatAt(file: string): Promise<OpenedLog['format']> {
  const handle = await openLog(file)
  try {
    if (!(await handle.stat()).isFile()) throw new Failure('file.unreadable', { file, why: 'EISDIR' })
    const buffer = Buffer.alloc(STRETCH)
    // Stretches overlap, so that no record is missed between two of them.
    for (let at = 0; at < SEARCHED; at += STRETCH / 2) {
      const { bytesRead } = await handle.read(buffer, 0, STRETCH, at)
      const format = detectLog(buffer.toString('utf8', 0, bytesRead))
      if (format) return format
      if (bytesRead < STRETCH) break
    }
    throw new Failure('log.unknown', { file })
  } finally {
    await handle.close()
  }
}

export class OpenedLogs {
  private readonly file: string

  /** @param file where the list stands */
  constructor(file: string) {
    this.file = file
  }

  async list(): Promise<OpenedLog[]> {
    const text = await readFile(this.file, 'utf8').catch(() => '[]')
    try {
      return openedSchema.parse(JSON.parse(text))
    } catch {
      // Nothing but paths is lost: they can be opened again.
      return []
    }
  }

  /** @throws Failure `file.notFound`, `file.unreadable`, `log.unknown` */
  async open(path: string): Promise<OpenedLog> {
    const file = resolve(path)
    const id = `file-${createHash('sha256').update(file).digest('hex').slice(0, 16)}`
    const opened = { id, file, format: await formatAt(file) }
    await this.write([opened, ...(await this.list()).filter((other) => other.id !== id)])
    return opened
  }

  async forget(id: string): Promise<void> {
    await this.write((await this.list()).filter((other) => other.id !== id))
  }

  private async write(list: readonly OpenedLog[]): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true })
    const beside = `${this.file}.new`
    const handle = await open(beside, 'w')
    try {
      await handle.writeFile(`${JSON.stringify(list, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, this.file)
  }
}
