/** A program that goes on alone on a host: started once per attempt, looked at, asked to end, ended. */
import { Failure } from '#core/failure/failure.ts'
import { type Standing, standingSchema } from '#core/host/standing.ts'
import type { Host } from './host.ts'
import type { Kit } from './kit.ts'
import { LOOPTOOL_FOLDER } from './staged-test.ts'

/** Of a work, relative to the home on its host. */
export const workFolder = (id: string): string => `${LOOPTOOL_FOLDER}/jobs/${id}`

/** A name that is one folder's, whoever chose it. */
const NAME = /^\w[\w.-]{0,199}$/
/** Seconds that a group has between being asked to end and being ended. */
const GRACE = 10
const TAIL = 64 << 10
/** With less room than this nobody can write down how a program ended. */
const ROOM = 64 << 10
/** One glance in so many is a look: a program may end without anybody to write that down. */
const LOOK_AT = 10

export interface Program {
  readonly argv: readonly string[]
  /** Never a secret: it is written down on the host. */
  readonly env?: Readonly<Record<string, string>>
  /** What it reads from its standard input: it is written down nowhere. */
  readonly secret?: string
}

export class Detached {
  /** Of the work, relative to the home there. */
  readonly folder: string
  private readonly host: Host
  private readonly kit: Kit
  private running: Standing | undefined
  private glances = 0
  /** Milliseconds by which the clock there is ahead of this one's, as of the last look. */
  ahead = 0

  /** @param id chosen here and stored before anything starts */
  constructor(host: Host, kit: Kit, id: string) {
    if (!NAME.test(id)) throw new Failure('host.path', { path: id, why: 'EINVAL' })
    this.host = host
    this.kit = kit
    this.folder = workFolder(id)
  }

  look(): Promise<Standing> {
    return this.act('look', {})
  }

  /**
   * The same for whoever asks often: a program that ran when it was last looked at, and that has not written down its
   * end since, is only looked at now and then.
   */
  async glance(): Promise<Standing> {
    if (this.running && this.glances++ % LOOK_AT !== 0) {
      const { size } = await this.host.readFrom(`${this.folder}/rc`, 0, 0)
      if (size === 0) return this.running
    }
    return this.look()
  }

  /** Starts an attempt unless it was ever started, or another one lives; says how it stands then. */
  start(attempt: number, { argv, env = {}, secret }: Program): Promise<Standing> {
    return this.act('start', { attempt, argv, env, ...(secret === undefined ? {} : { secret }) })
  }

  /** Ends the whole group, by force after a grace. */
  end(): Promise<Standing> {
    return this.act('end', { grace: GRACE })
  }

  /** Asks the program to end by itself: with everything kept, or without. */
  async ask(how: 'save' | 'now'): Promise<void> {
    await this.host.write(`${this.folder}/stop`, `${how}\n`)
  }

  /** The last of what the program printed. */
  async tail(): Promise<string> {
    const { size } = await this.host.readFrom(`${this.folder}/log`, Number.MAX_SAFE_INTEGER, 0)
    const { bytes } = await this.host.readFrom(`${this.folder}/log`, Math.max(0, size - TAIL), TAIL)
    return Buffer.from(bytes).toString('utf8')
  }

  /** The failure of a disk that takes nothing more there; undefined where it does. @throws Failure `host.*` */
  async fullDisk(): Promise<Failure | undefined> {
    const probe = `${this.folder}/room`
    try {
      await this.host.write(probe, new Uint8Array(ROOM))
    } catch (error) {
      if (error instanceof Failure && error.code === 'host.diskFull') return error
      throw error
    } finally {
      await this.host.remove(`${probe}.new`).catch(() => undefined)
      await this.host.remove(probe).catch(() => undefined)
    }
    return undefined
  }

  private async act(act: 'start' | 'look' | 'end', more: object): Promise<Standing> {
    const config = { format: 1, act, folder: `~/${this.folder}`, ...more }
    const ran = await this.kit.run(this.host, 'detach.py', config, { timeoutMs: 120_000 })
    const standing = standingSchema.safeParse(readJson(ran.stdout))
    if (standing.success && ran.code === 0) {
      const there = Date.parse(standing.data.at ?? '')
      if (!Number.isNaN(there)) this.ahead = there - Date.now()
      this.running = standing.data.state === 'running' ? standing.data : undefined
      return standing.data
    }
    throw new Failure(
      'host.startFailed',
      { code: ran.code },
      `${ran.stdout}\n${ran.stderr}`.trim().slice(-4000),
    )
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.trim().split('\n').at(-1) ?? '')
  } catch {
    return undefined
  }
}
