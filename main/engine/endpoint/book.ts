/** The file of stored endpoints. It is read anew each time, since the command line may have changed it. */
import { existsSync, renameSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EMPTY_BOOK, type EndpointBookFile, endpointBookSchema } from '#core/endpoint/stored-endpoint.ts'
import { hostOf, isOwnMachine } from '#core/endpoint/url.ts'
import { Failure } from '#core/failure/failure.ts'

export class EndpointBook {
  /** File name under which a damaged list was put aside by this program. */
  damaged: string | undefined
  private readonly file: string | undefined
  private readonly stamp: () => string
  private readonly listeners: (() => void)[] = []
  /** Changes follow one another. */
  private turn: Promise<unknown> = Promise.resolve()

  /**
   * @param file undefined: nothing is kept
   * @param stamp part of a damaged file's new name, e.g. `20261121T101500`
   */
  constructor(file: string | undefined, stamp: () => string) {
    this.file = file
    this.stamp = stamp
  }

  /** What is kept. A file that cannot be understood is put aside, never overwritten. @throws Failure `endpoint.book` */
  async read(): Promise<EndpointBookFile> {
    if (this.file === undefined || !existsSync(this.file)) return EMPTY_BOOK
    const text = await readFile(this.file, 'utf8').catch((error: unknown) => {
      throw new Failure('endpoint.book', {}, String(error))
    })
    const read = decode(text)
    if (read) return read
    this.damaged = asideOf(this.file, this.stamp())
    renameSync(this.file, join(dirname(this.file), this.damaged))
    return EMPTY_BOOK
  }

  /** @throws Failure `endpoint.book` when it cannot be written */
  change(edit: (book: EndpointBookFile) => EndpointBookFile): Promise<EndpointBookFile> {
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

  /** Whether the user's own machine is asked, or a host that they agreed to. */
  async allows(url: string): Promise<boolean> {
    if (isOwnMachine(url)) return true
    const host = hostOf(url)
    return host !== undefined && (await this.read()).allowedHosts.includes(host)
  }

  private async write(book: EndpointBookFile): Promise<void> {
    if (this.file === undefined) throw new Failure('endpoint.book', {}, 'no file to keep it in')
    const next = `${this.file}.new`
    try {
      await mkdir(dirname(this.file), { recursive: true })
      const handle = await open(next, 'w', 0o600)
      try {
        await handle.writeFile(`${JSON.stringify(book, null, 2)}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(next, this.file)
    } catch (error) {
      throw new Failure('endpoint.book', {}, String(error))
    }
  }
}

function decode(text: string): EndpointBookFile | undefined {
  try {
    return endpointBookSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function asideOf(file: string, stamp: string): string {
  const name = (n: number) => `${basename(file, '.json')}.damaged-${stamp}${n ? `-${n}` : ''}.json`
  let n = 0
  while (existsSync(join(dirname(file), name(n)))) n++
  return name(n)
}
