/**
 * The small files of a model on a host, brought here once: its tokenizer, its chat template, its shape. They are kept below
 * the user's data in a folder that is named by their checksums, so that a changed model is never counted as the old one.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { printedHash, sha256OfFile } from './host/checksum.ts'
import type { Host, HostEntry } from './host/host.ts'

const ADAPTER = 'adapter_config.json'
const CONFIG = 'config.json'
/** Most bytes of each; no vocabulary in use is larger (Gemma's is 33 MB). */
const WANTED: Readonly<Record<string, number>> = {
  'tokenizer.json': 128 << 20,
  'tokenizer_config.json': 4 << 20,
  'chat_template.jinja': 4 << 20,
  [CONFIG]: 4 << 20,
  [ADAPTER]: 4 << 20,
}
/** Models whose files stay; those that were not asked for longest go. */
const MOST_KEPT = 12
const HASH_MS = 120_000

const adapterSchema = z.object({ base_model_name_or_path: z.string().min(1).max(4096) })

export class HostModelFiles {
  private readonly folder: string
  /** Folders here by host and folder there, as they were when last looked at. */
  private readonly known = new Map<string, string>()

  /** @param hostsFolder what is kept of hosts; absent: nothing is kept, so they go where the system clears up */
  constructor(hostsFolder: string | undefined) {
    this.folder = join(hostsFolder ?? join(tmpdir(), 'looptool'), 'model-files')
  }

  /** As they were when last looked at in this run of the program; else as `bring`. */
  async at(host: Host, folder: string): Promise<string> {
    return this.known.get(`${host.id} ${folder}`) ?? this.bring(host, folder)
  }

  /**
   * Brings what is not here yet. An adapter has the shape of its model.
   *
   * @param folder on the host
   * @returns the folder here that holds them
   * @throws Failure `host.*`, `tokenizer.tooLarge`
   */
  async bring(host: Host, folder: string): Promise<string> {
    const files = await this.wanted(host, folder)
    const hashes = await hashesOn(host, files)
    const place =
      hashes === undefined
        ? undefined
        : join(
            this.folder,
            nameOf(
              files.map(({ name }) => name),
              hashes,
            ),
          )
    const isHere = place !== undefined && (await stat(place).catch(() => undefined)) !== undefined
    const here = isHere ? place : await this.carry(host, files)
    await utimes(here, new Date(), new Date()).catch(() => undefined)
    this.known.set(`${host.id} ${folder}`, here)
    await this.prune(here)
    return here
  }

  private async wanted(host: Host, folder: string): Promise<There[]> {
    const files = filesIn(folder, await host.list(folder))
    const adapter = files.find(({ name }) => name === ADAPTER)
    if (adapter === undefined || files.some(({ name }) => name === CONFIG)) return files
    const { bytes } = await host.readFrom(adapter.path, 0, WANTED[ADAPTER] ?? 0)
    const base = baseIn(Buffer.from(bytes).toString('utf8'))
    if (base === undefined) return files
    const taken = new Set(files.map(({ name }) => name))
    return [...files, ...filesIn(base, await host.list(base)).filter(({ name }) => !taken.has(name))]
  }

  /** Whole or not at all. */
  private async carry(host: Host, files: readonly There[]): Promise<string> {
    const part = join(this.folder, `.${randomUUID()}`)
    await mkdir(part, { recursive: true })
    try {
      for (const { name, path } of files) await host.download(path, join(part, name))
      const names = files.map(({ name }) => name)
      const hashes = await Promise.all(names.map((name) => sha256OfFile(join(part, name))))
      const place = join(this.folder, nameOf(names, hashes))
      await rename(part, place).catch(async (error: NodeJS.ErrnoException) => {
        // Somebody else brought the same.
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      })
      return place
    } finally {
      await rm(part, { recursive: true, force: true })
    }
  }

  private async prune(newest: string): Promise<void> {
    const names = await readdir(this.folder)
    if (names.length <= MOST_KEPT) return
    const places = names.map((name) => join(this.folder, name)).filter((place) => place !== newest)
    const dated = await Promise.all(places.map(async (place) => ({ place, at: (await stat(place)).mtimeMs })))
    for (const { place } of dated.sort((a, b) => b.at - a.at).slice(MOST_KEPT - 1))
      await rm(place, { recursive: true, force: true })
  }
}

interface There {
  readonly name: string
  readonly path: string
}

function filesIn(folder: string, entries: readonly HostEntry[]): There[] {
  return entries
    .flatMap(({ name, kind, size }) => {
      const most = Object.hasOwn(WANTED, name) ? (WANTED[name] ?? 0) : undefined
      if (most === undefined || kind === 'folder') return []
      if (size > most)
        throw new Failure('tokenizer.tooLarge', { file: name, mb: Math.round(size / (1 << 20)) })
      return [{ name, path: `${folder}/${name}` }]
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function baseIn(text: string): string | undefined {
  try {
    return adapterSchema.parse(JSON.parse(text)).base_model_name_or_path
  } catch {
    return undefined
  }
}

/** @returns undefined where the host cannot say; then the files are brought and looked at here */
async function hashesOn(host: Host, files: readonly There[]): Promise<string[] | undefined> {
  if (files.length === 0) return []
  const paths = files.map(({ path }) => path)
  const { code, stdout } = await host.run(['sha256sum', '--', ...paths], { timeoutMs: HASH_MS })
  const hashes = stdout.split('\n').flatMap((line) => printedHash(line) ?? [])
  return code === 0 && hashes.length === files.length ? hashes : undefined
}

const nameOf = (names: readonly string[], hashes: readonly string[]): string =>
  createHash('sha256')
    .update(names.map((name, i) => `${name} ${hashes[i]}\n`).join(''))
    .digest('hex')
