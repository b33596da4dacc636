/** A JSON file of the user's, beside the settings. It is read anew each time, since the command line may have changed it. */
import { existsSync, renameSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'

export interface KeptFileWish<T> {
  /** Undefined: nothing is kept. */
  readonly file: string | undefined
  readonly schema: z.ZodType<T>
  readonly empty: T
  /** Part of a damaged file's new name, e.g. `20261121T101500`. */
  readonly stamp: () => string
  /** Code of the failure where it can be neither read nor written. */
  readonly code: string
}

export class KeptFile<T> {
  /** File name under which a damaged file was put aside by this program. */
  damaged: string | undefined
  private readonly wish: KeptFileWish<T>
  private readonly listeners: (() => void)[] = []
  /** Changes follow one another. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(wish: KeptFileWish<T>) {
    this.wish = wish
  }

  /** What is kept. A file that cannot be understood is put aside, never overwritten. @throws Failure by the code wished */
  async read(): Promise<T> {
    const { file, empty, code } = this.wish
    if (file === undefined || !existsSync(file)) return empty
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new Failure(code, {}, String(error))
    })
    const read = this.decode(text)
    if (read !== undefined) return read
    this.damaged = asideOf(file, this.wish.stamp())
    renameSync(file, join(dirname(file), this.damaged))
    return empty
  }

  /** @throws Failure by the code wished when it cannot be written */
  change(edit: (kept: T) => T): Promise<T> {
    const result = this.turn.then(async () => {
      const next = edit(await this.read())
      await this.write(next)
      for (const listener of this.listeners) listener()
      return next
    })
    this.turn = result.catch(() => undefined)
    return result
  }

  /** Told after every change that this program made. */
  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  private decode(text: string): T | undefined {
    try {
      return this.wish.schema.safeParse(JSON.parse(text)).data
    } catch {
      return undefined
    }
  }

  private async write(kept: T): Promise<void> {
    const { file, code } = this.wish
    if (file === undefined) throw new Failure(code, {}, 'no file to keep it in')
    const next = `${file}.new`
    try {
      await mkdir(dirname(file), { recursive: true })
      const handle = await open(next, 'w', 0o600)
      try {
        await handle.writeFile(`${JSON.stringify(kept, null, 2)}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(next, file)
    } catch (error) {
      throw new Failure(code, {}, String(error))
    }
  }
}

function asideOf(file: string, stamp: string): string {
  const name = (n: number) => `${basename(file, '.json')}.damaged-${stamp}${n ? `-${n}` : ''}.json`
  let n = 0
  while (existsSync(join(dirname(file), name(n)))) n++
  return name(n)
}
