/** The host kit: brought to a host once per version, and run from there. The kit checks itself before each run. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import type { Host, Ran, RunWish } from './host.ts'
import { LOOPTOOL_FOLDER } from './staged-test.ts'

const MANIFEST = 'manifest.json'
const manifestSchema = z.object({
  version: z.string().regex(/^[\w.-]+$/),
  files: z.record(z.string().regex(/^[\w-][\w./-]*$/), z.string()),
})

/** Exit code of a script whose files are not what the manifest says. */
const CHANGED = 5
const isChanged = ({ code, stderr }: Ran): boolean =>
  code === CHANGED || (code === 2 && stderr.includes("can't open file"))

export class Kit {
  private readonly folder: string
  /** The version that was seen on a host; a script that is gone since says so by its exit code. */
  private readonly brought = new WeakMap<Host, string>()

  /** Whoever asks while it is being brought waits for that: two would write the same files. */
  private readonly bringing = new WeakMap<Host, Promise<string>>()

  /** @param folder `resources/host` */
  constructor(folder: string) {
    this.folder = folder
  }

  /** The kit's folder on a host, brought there unless it is there already. @throws Failure `host.*` */
  on(host: Host): Promise<string> {
    const work = this.bringing.get(host) ?? this.broughtTo(host).finally(() => this.bringing.delete(host))
    this.bringing.set(host, work)
    return work
  }

  private async broughtTo(host: Host): Promise<string> {
    const text = await readFile(join(this.folder, MANIFEST), 'utf8')
    const { version, files } = manifestSchema.parse(JSON.parse(text))
    const place = `${LOOPTOOL_FOLDER}/kit/${version}`
    if (this.brought.get(host) === version) return place
    const { bytes } = await host.readFrom(`${place}/${MANIFEST}`, 0, text.length + 1)
    if (Buffer.from(bytes).toString('utf8') !== text) await this.bring(host, place, Object.keys(files), text)
    this.brought.set(host, version)
    return place
  }

  /** A text file of the kit, as it is here. */
  read(file: string): Promise<string> {
    return readFile(join(this.folder, file), 'utf8')
  }

  /**
   * Runs a script of the kit with a config, which it reads from its standard input.
   *
   * @param secret what the script reads behind the config
   * @throws Failure `host.*`
   */
  async run(
    host: Host,
    script: string,
    config: unknown,
    wish: Omit<RunWish, 'stdin'> = {},
    secret?: string,
  ): Promise<Ran> {
    const place = await this.on(host)
    const argv = ['python3', '-I', `${place}/${script}`, '-']
    const stdin = JSON.stringify(config) + (secret === undefined ? '' : `\n${secret}\n`)
    const ran = await host.run(argv, { ...wish, stdin })
    if (!isChanged(ran)) return ran
    // Somebody changed it there: it is brought once more.
    await host.remove(place)
    this.brought.delete(host)
    await this.on(host)
    return host.run(argv, { ...wish, stdin })
  }

  /** The manifest comes last: with it the kit is there. */
  private async bring(host: Host, place: string, files: readonly string[], manifest: string): Promise<void> {
    const folders = new Set(files.map((file) => join(place, file, '..')))
    for (const folder of folders) await host.makeFolder(folder)
    for (const file of files) {
      const content = await readFile(join(this.folder, file)).catch((error: unknown) => {
        throw new Failure('host.kitDamaged', { file }, String(error))
      })
      await host.write(`${place}/${file}`, content)
    }
    await host.write(`${place}/${MANIFEST}`, manifest)
  }
}
