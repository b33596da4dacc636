/** A run on a host as files here: what is only added to is read on by byte offset, whole lines at a time. */
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../../host/host.ts'
import { EVENTS_FILE, METRICS_FILE, writeWhole } from '../../inference/small-policy/run-files.ts'

/** Bytes of one reading, and of one turn: a huge log comes in turns, so that it holds nothing up. */
const PIECE = 1 << 20
const TURN = 16 * PIECE
const ADDED_TO = [EVENTS_FILE, METRICS_FILE, 'gpu.jsonl', 'too-long.jsonl']
/** Of the log what is last is kept: it is for people, and may be without end. */
const LOG = 'log'
const LOG_TAIL = 64 << 10
/** A larger file of rollouts is no file that somebody would look at. */
const MOST_ROLLOUTS = 64 << 20

export class HostMirror {
  private readonly host: Host
  private readonly from: string
  private readonly folder: string
  private logSize = -1
  private metricsSize = -1

  /**
   * @param from the work's folder on the host
   * @param folder of the run here
   */
  constructor(host: Host, from: string, folder: string) {
    this.host = host
    this.from = from
    this.folder = folder
  }

  /** Brings what is new. @returns whether there is more to be brought now */
  async update(): Promise<boolean> {
    let more = false
    for (const name of ADDED_TO) more = (await this.readOn(name)) || more
    await this.log()
    const { size } = await stat(join(this.folder, METRICS_FILE)).catch(() => ({ size: 0 }))
    if (size !== this.metricsSize) await this.rollouts()
    this.metricsSize = size
    return more
  }

  /**
   * The file here is a prefix of the one there, in whole lines: its size is the offset. A torn last line, which the next
   * attempt cuts, is never brought.
   */
  private async readOn(name: string): Promise<boolean> {
    const path = `${this.from}/${name}`
    const file = await open(join(this.folder, name), 'a')
    try {
      let offset = (await file.stat()).size
      const end = offset + TURN
      while (offset < end) {
        const { bytes, size } = await this.host.readFrom(path, offset, PIECE)
        const whole = bytes.lastIndexOf(10) + 1
        // A line that is longer than a piece comes in pieces, or it would never come.
        const taken = whole > 0 ? whole : bytes.length < PIECE ? 0 : bytes.length
        if (taken === 0) return false
        await file.appendFile(bytes.subarray(0, taken))
        await file.sync()
        offset += taken
        if (offset >= size) return false
      }
      return true
    } finally {
      await file.close()
    }
  }

  private async log(): Promise<void> {
    const path = `${this.from}/${LOG}`
    const { size } = await this.host.readFrom(path, Number.MAX_SAFE_INTEGER, 0)
    if (size === this.logSize) return
    const { bytes } = await this.host.readFrom(path, Math.max(0, size - LOG_TAIL), LOG_TAIL)
    await writeWhole(join(this.folder, LOG), Buffer.from(bytes).toString('utf8'))
    this.logSize = size
  }

  /** A step's rollouts are written whole; those that are not here yet are brought. */
  private async rollouts(): Promise<void> {
    const to = join(this.folder, 'rollouts')
    await mkdir(to, { recursive: true })
    const here = new Map(await sizesIn(to))
    for (const { name, kind, size } of await this.host.list(`${this.from}/rollouts`)) {
      if (kind !== 'file' || !/^\d+\.jsonl$/.test(name) || size > MOST_ROLLOUTS || here.get(name) === size)
        continue
      const pieces: Uint8Array[] = []
      for (let at = 0; at < size; at += PIECE)
        pieces.push((await this.host.readFrom(`${this.from}/rollouts/${name}`, at, PIECE)).bytes)
      await writeWhole(join(to, name), Buffer.concat(pieces).toString('utf8'))
    }
  }
}

const sizesIn = async (folder: string): Promise<[string, number][]> =>
  Promise.all(
    (await readdir(folder)).map(
      async (name): Promise<[string, number]> => [name, (await stat(join(folder, name))).size],
    ),
  )
