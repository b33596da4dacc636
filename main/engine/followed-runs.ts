/** Trainings of others on a host, as runs here that are only read: their files are mirrored while they are looked at. */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { isAway } from '#core/host/trouble.ts'
import { decodeRun } from '#core/training/run.ts'
import { Detached } from './host/detached.ts'
import type { Host } from './host/host.ts'
import type { Kit } from './host/kit.ts'
import { RUN_FILE, writeWhole } from './inference/small-policy/run-files.ts'
import { HostMirror } from './stage/train/host-mirror.ts'

const EVERY_MS = 2000
const MOST_RUN = 1 << 20

interface Following {
  /** Undefined: nobody knows yet. */
  alive: boolean | undefined
  timer?: NodeJS.Timeout
  /** The look in hand. */
  look?: Promise<void>
}

export interface FollowedDeps {
  readonly runsFolder: string
  /** @throws Failure `host.gone`, `host.notHere` */
  openHost(id: string): Promise<Host>
  readonly kit: Kit
  /** Milliseconds between two looks; two seconds unless named. */
  readonly everyMs?: number
}

/** In the folder of a run that somebody else trains: on which host. */
const FOLLOWED_FILE = 'followed.json'
const followedSchema = z.object({ host: z.string().min(1).max(200) })

async function hostIn(file: string): Promise<string | undefined> {
  try {
    return followedSchema.parse(JSON.parse(await readFile(file, 'utf8'))).host
  } catch {
    return undefined
  }
}

export class FollowedRuns {
  private readonly deps: FollowedDeps
  private readonly following = new Map<string, Following>()
  private over = false

  constructor(deps: FollowedDeps) {
    this.deps = deps
  }

  /**
   * Whether somebody elsewhere trains a run; undefined where nobody here knows. One that was followed before the project
   * was closed is taken up again once it is asked for.
   */
  async alive(run: string): Promise<boolean | undefined> {
    const known = this.following.get(run)
    if (known) return known.alive
    const host = await hostIn(join(this.deps.runsFolder, run, FOLLOWED_FILE))
    if (host === undefined) return false
    this.following.set(run, { alive: undefined })
    this.follow(host, run).catch(() => undefined)
    return undefined
  }

  /**
   * Makes a training there a run here, and keeps up with it until it ends or the project is closed. Nothing there is
   * changed.
   *
   * @returns the run's id, which is the work's
   * @throws Failure `work.noTraining`, `host.*`
   */
  async follow(hostId: string, work: string): Promise<string> {
    const host = await this.deps.openHost(hostId)
    const detached = new Detached(host, this.deps.kit, work)
    await this.claim(host, hostId, detached.folder, work)
    const known = this.following.get(work)
    if (known?.alive) return work
    const mirror = new HostMirror(host, detached.folder, join(this.deps.runsFolder, work))
    const following: Following = { alive: true }
    this.following.set(work, following)
    await this.look(following, mirror, detached)
    return work
  }

  async close(): Promise<void> {
    this.over = true
    for (const { timer } of this.following.values()) clearTimeout(timer)
    await Promise.all([...this.following.values()].map(({ look }) => look?.catch(() => undefined)))
  }

  /** run.json comes last, and with it the run exists here. */
  private async claim(host: Host, hostId: string, from: string, work: string): Promise<void> {
    const folder = join(this.deps.runsFolder, work)
    if (await stat(join(folder, RUN_FILE)).catch(() => undefined)) return
    const { bytes } = await host.readFrom(`${from}/${RUN_FILE}`, 0, MOST_RUN)
    const text = Buffer.from(bytes).toString('utf8')
    try {
      decodeRun(JSON.parse(text))
    } catch (error) {
      throw new Failure('work.noTraining', {}, String(error))
    }
    await mkdir(folder, { recursive: true })
    await writeWhole(join(folder, FOLLOWED_FILE), `${JSON.stringify({ host: hostId })}\n`)
    await writeWhole(join(folder, RUN_FILE), text)
  }

  /** What a broken link holds up is looked at again; anything else ends the following, not the training. */
  private async look(following: Following, mirror: HostMirror, detached: Detached): Promise<void> {
    const work = async (): Promise<void> => {
      const { state } = await detached.glance()
      const more = await mirror.update()
      following.alive = state === 'running' || more
    }
    following.look = work().catch((error: unknown) => {
      if (!isAway(error)) following.alive = false
    })
    await following.look
    if (following.alive === false || this.over) return
    following.timer = setTimeout(
      () => void this.look(following, mirror, detached),
      this.deps.everyMs ?? EVERY_MS,
    )
    following.timer.unref()
  }
}
